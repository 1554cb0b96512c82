/**
 * How far a run may leap (Cao, Gillespie and Petzold 2006, doi:10.1063/1.2159468): so far that no propensity is
 * expected to change by more than a share epsilon, by mean or by standard deviation. The bound is laid on the
 * states that propensities read: the expected change of state i may be max(epsilon n / g, 1), where g tells by how
 * many times more a propensity changes than the state. Where gains and losses
 * balance, that bound forgets stability: so the losses of a leap are bounded as well, by three epsilon of the state.
 *
 * A reaction that could use up one of its reactants within ten firings is critical: such reactions happen one at
 * a time, so that leaps do not make numbers negative (Cao, Gillespie and Petzold 2005, doi:10.1063/1.1992473).
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { PropensityTable } from "../ssa/propensities.ts";

/** Reactions with fewer firings left than this are critical. */
const criticalFirings = 10;
/** In units of epsilon: the share of a state that the losses of one leap may make up. */
const lossShare = 3;

/** One reactant of a mass-action reaction: its propensity changes g times as much as the state. */
interface LeapReactant {
  readonly reaction: number;
  readonly state: number;
  /** Reactants of the reaction, counted with multiplicity. */
  readonly order: number;
  readonly multiplicity: number;
}

export class LeapCondition {
  readonly #jumps: JumpModel;
  readonly #propensities: PropensityTable;
  readonly #reactants: readonly LeapReactant[];
  /** Propensities of the model's own code and a state that they read. */
  readonly #coded: readonly { readonly reaction: number; readonly state: number }[];
  /** States of which a reaction takes molecules away. */
  readonly #isNumber: Uint8Array;
  /** All states that reactions change bound the leap, also those that only flows or triggers read. */
  readonly #boundsAll: boolean;
  readonly #factor: Float64Array;
  readonly #mean: Float64Array;
  readonly #variance: Float64Array;
  readonly #loss: Float64Array;
  readonly isCritical: Uint8Array;

  constructor(model: CompiledModel, jumps: JumpModel, propensities: PropensityTable) {
    this.#jumps = jumps;
    this.#propensities = propensities;
    this.#isNumber = Uint8Array.from(model.states, ({ kind }) => (kind === "species" ? 1 : 0));
    this.#boundsAll = jumps.continuous.length > 0 || model.rootCount > 0;
    const states = model.states.length;
    this.#factor = new Float64Array(states);
    this.#mean = new Float64Array(states);
    this.#variance = new Float64Array(states);
    this.#loss = new Float64Array(states);
    this.isCritical = new Uint8Array(jumps.rateConstant.length);
    const isChanged = new Set(jumps.changeState);
    const reactants: LeapReactant[] = [];
    const coded: { reaction: number; state: number }[] = [];
    for (let reaction = 0; reaction < jumps.rateConstant.length; reaction++) {
      if (jumps.rateConstant[reaction] < 0) {
        for (const state of jumps.readState.subarray(
          jumps.readStart[reaction],
          jumps.readStart[reaction + 1],
        )) {
          if (isChanged.has(state)) coded.push({ reaction, state });
        }
        continue;
      }
      const start = jumps.reactantStart[reaction];
      const end = jumps.reactantStart[reaction + 1];
      let order = 0;
      for (let entry = start; entry < end; entry++) order += jumps.reactantMultiplicity[entry];
      for (let entry = start; entry < end; entry++) {
        const state = jumps.reactantState[entry];
        const multiplicity = jumps.reactantMultiplicity[entry];
        if (isChanged.has(state)) reactants.push({ reaction, state, order, multiplicity });
      }
    }
    this.#reactants = reactants;
    this.#coded = coded;
  }

  /** Marks the critical reactions; the sum of their rates. */
  markCritical(y: Float64Array, rates: Float64Array): number {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    let total = 0;
    for (let reaction = 0; reaction < rates.length; reaction++) {
      let isCritical = 0;
      if (rates[reaction] > 0) {
        for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++) {
          const amount = changeAmount[entry];
          const state = changeState[entry];
          if (amount >= 0 || this.#isNumber[state] === 0) continue;
          if (y[state] < -amount * criticalFirings) isCritical = 1;
        }
      }
      this.isCritical[reaction] = isCritical;
      if (isCritical === 1) total += rates[reaction];
    }
    return total;
  }

  /**
   * The longest leap in s, of the reactions that are neither critical nor marked in `isLeftOut`; Infinity when they
   * change nothing that counts.
   */
  longest(t: number, y: Float64Array, rates: Float64Array, epsilon: number, isLeftOut: Uint8Array): number {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    const mean = this.#mean.fill(0);
    const variance = this.#variance.fill(0);
    const loss = this.#loss.fill(0);
    const factor = this.#readFactors(t, y, rates);
    for (let reaction = 0; reaction < rates.length; reaction++) {
      const rate = rates[reaction];
      if (!(rate > 0) || this.isCritical[reaction] === 1 || isLeftOut[reaction] === 1) continue;
      for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++) {
        const amount = changeAmount[entry];
        mean[changeState[entry]] += amount * rate;
        variance[changeState[entry]] += amount * amount * rate;
        if (amount < 0) loss[changeState[entry]] -= amount * rate;
      }
    }
    let longest = Number.POSITIVE_INFINITY;
    for (let state = 0; state < mean.length; state++) {
      if (factor[state] === 0 || variance[state] === 0) continue;
      const allowed = Math.max((epsilon * y[state]) / factor[state], 1);
      const byVariance = (allowed * allowed) / variance[state];
      const byMean = allowed / Math.abs(mean[state]);
      if (byVariance < longest) longest = byVariance;
      if (byMean < longest) longest = byMean;
      const byLoss = Math.max(lossShare * epsilon * y[state], 1) / loss[state];
      if (byLoss < longest) longest = byLoss;
    }
    return longest;
  }

  /** g of every state; 0 for states that nothing reads. */
  #readFactors(t: number, y: Float64Array, rates: Float64Array): Float64Array {
    const factor = this.#factor.fill(this.#boundsAll ? 1 : 0);
    for (const { reaction, state, order, multiplicity } of this.#reactants) {
      if (!(rates[reaction] > 0)) {
        if (factor[state] < order) factor[state] = order;
        continue;
      }
      let sum = 0;
      for (let taken = 0; taken < multiplicity; taken++) sum += y[state] / (y[state] - taken);
      const g = (order / multiplicity) * sum;
      if (g > factor[state]) factor[state] = g;
    }
    for (const { reaction, state } of this.#coded) {
      let g = 1;
      const rate = rates[reaction];
      if (rate > 0) {
        const n = y[state];
        const step = Math.max(1, 1e-3 * n);
        y[state] = n + step;
        const change = Math.abs(this.#propensities.evaluate(reaction, t, y) - rate);
        y[state] = n;
        if (Number.isFinite(change)) g = Math.max(1, (change * Math.max(n, 1)) / (step * rate));
      }
      if (g > factor[state]) factor[state] = g;
    }
    return factor;
  }
}
