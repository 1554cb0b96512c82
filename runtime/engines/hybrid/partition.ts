/**
 * Which reactions of a model run as a continuous flow and which fire one by one, decided from the state (the
 * criteria of Salis and Kaznessis 2005, doi:10.1063/1.1835951, with the number of molecules set by the noise that
 * may be lost).
 *
 * A reaction is continuous when
 *   - every species that it changes is so abundant that the noise of its number, 1 / sqrt(n) relative, is below the
 *     tolerance: n >= change / tolerance^2, and
 *   - it fires often: many times while each of these species is turned over.
 * To become continuous both must hold twice over, so that a reaction at the border does not go to and fro. What the
 * user says of a species comes first. A firing beside a flow costs as much as tens of firings without one: where the
 * flow would take over too few firings for that, all stays discrete, which is exact and faster.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";

/** Firings during one turnover of the species that are changed. */
const frequentFirings = 10;
/** The flow must stand for so many firings for each one that stays discrete. */
const flowWorthwhile = 20;
/** By so much more than the criteria ask for, a reaction becomes continuous. */
const partitionHysteresis = 2;

export class HybridPartition {
  readonly #jumps: JumpModel;
  readonly #least: number;
  /** 1: by the user's word continuous; -1: discrete; 0: by the state. */
  readonly #treated: Int8Array;
  /** States that flows move are continuous already; those that are no numbers of molecules never become it. */
  readonly #isFlow: Uint8Array;
  readonly #isNumber: Uint8Array;
  readonly #turnover: Float64Array;
  /** The user says of some species that they are continuous. */
  readonly #isTold: boolean;
  readonly #next: Uint8Array;
  /** By reaction. */
  readonly isContinuous: Uint8Array;

  constructor(model: CompiledModel, jumps: JumpModel, tolerance: number) {
    this.#jumps = jumps;
    this.#least = 1 / (tolerance * tolerance);
    this.#treated = new Int8Array(model.states.length);
    for (const { state, as } of model.experiment.treated ?? [])
      this.#treated[state] = as === "continuous" ? 1 : -1;
    this.#isFlow = new Uint8Array(model.states.length);
    for (const state of jumps.continuous) this.#isFlow[state] = 1;
    this.#isNumber = Uint8Array.from(model.states, ({ discrete }) => (discrete ? 1 : 0));
    this.#turnover = new Float64Array(model.states.length);
    this.#isTold = this.#treated.includes(1);
    this.#next = new Uint8Array(jumps.rateConstant.length);
    this.isContinuous = new Uint8Array(jumps.rateConstant.length);
  }

  /** Decides afresh at the state y, where reactions have these rates; true when something has changed. */
  update(y: Float64Array, rates: Float64Array): boolean {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    const turnover = this.#turnover.fill(0);
    for (let reaction = 0; reaction < rates.length; reaction++) {
      for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++)
        turnover[changeState[entry]] += Math.abs(changeAmount[entry]) * Math.abs(rates[reaction]);
    }
    let flowing = 0;
    let firing = 0;
    for (let reaction = 0; reaction < rates.length; reaction++) {
      const fits = this.#fits(reaction, y, rates[reaction]);
      this.#next[reaction] = fits ? 1 : 0;
      if (fits) flowing += rates[reaction];
      else firing += rates[reaction];
    }
    const room = this.isContinuous.includes(1) ? 1 : partitionHysteresis;
    if (!this.#isTold && flowing < room * flowWorthwhile * firing) this.#next.fill(0);
    const hasChanged = this.#next.some((value, reaction) => value !== this.isContinuous[reaction]);
    this.isContinuous.set(this.#next);
    return hasChanged;
  }

  /** The species that continuous reactions change. */
  continuousStates(): readonly number[] {
    const { changeStart, changeState } = this.#jumps;
    const found = new Set<number>();
    this.isContinuous.forEach((isContinuous, reaction) => {
      if (isContinuous === 0) return;
      for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++)
        found.add(changeState[entry]);
    });
    return [...found].sort((a, b) => a - b);
  }

  #fits(reaction: number, y: Float64Array, rate: number): boolean {
    const { changeStart, changeState, changeAmount } = this.#jumps;
    const room = this.isContinuous[reaction] === 1 ? 1 : partitionHysteresis;
    const start = changeStart[reaction];
    const end = changeStart[reaction + 1];
    if (start === end) return false;
    for (let entry = start; entry < end; entry++) {
      const state = changeState[entry];
      if (this.#treated[state] === 1) continue;
      if (this.#treated[state] === -1 || (this.#isNumber[state] === 0 && this.#isFlow[state] === 0))
        return false;
      const n = y[state];
      if (n < room * this.#least * Math.abs(changeAmount[entry])) return false;
      if (Math.abs(rate) * n < room * frequentFirings * this.#turnover[state]) return false;
    }
    return true;
  }
}
