/**
 * One adaptive step of the continuous part of a jump model: the states that flows move, and the cumulative
 * hazard V of the reactions whose propensity changes between reactions, dV/dt = sum of their propensities
 * (Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001).
 *
 * Steps follow the error alone, never the times of output, so that a run does not depend on them.
 */
import type { HazardIntegrator, MovingModel } from "./hazardIntegrator.ts";
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import { hazardDenseWeights, hazardErrorWeights, hazardNodes, hazardTableau } from "./hazardTableau.ts";
import { badPropensity } from "./propensities.ts";

/** Integrates at least this well in the cumulative hazard, whose unit is one expected reaction. */
const largestHazardError = 1e-9;
/** A propensity below zero by no more than this part of the largest hazard seen is rounding, and is zero. */
const hazardRounding = 1e-9;
/** Length of the first step in s when nothing moves. */
const idleHazardStep = 1e-3;
/** In s; keeps the ends of steps finite. */
const longestHazardStep = 1e15;

export interface MovingPropensities {
  evaluate(reaction: number, t: number, y: Float64Array): number;
}

export interface SavedHazardStep {
  readonly start: number;
  readonly end: number;
  readonly next: number;
  readonly peak: number;
  readonly dense: readonly number[];
  readonly last: readonly number[];
}

export class HazardStep implements HazardIntegrator {
  readonly #jumps: MovingModel;
  readonly #c: Float64Array;
  readonly #propensities: MovingPropensities;
  readonly #relativeTolerance: number;
  readonly #hazardTolerance: number;
  /** Absolute tolerance of each continuous state, in internal units. */
  readonly #absolute: Float64Array;
  readonly #dy: Float64Array;
  readonly #stages: readonly Float64Array[];
  /** Continuous states in the order of `continuous`, then V. */
  readonly #x0: Float64Array;
  readonly #x1: Float64Array;
  readonly #trial: Float64Array;
  /** Coefficients of the continuous extension, five for each of x. */
  readonly #dense: Float64Array;
  readonly #rates: Float64Array;
  #start = 0;
  #end = 0;
  /** Length to try next; 0: not yet known. */
  #next = 0;
  #peak = 0;
  /** Index of the reaction whose propensity could not be used; -1: none. */
  #culprit = -1;
  #culpritValue = 0;
  accepted = 0;
  rejected = 0;

  constructor(
    model: CompiledModel,
    jumps: MovingModel,
    c: Float64Array,
    propensities: MovingPropensities,
    tolerances: { readonly relativeTolerance: number; readonly absoluteTolerance: number },
  ) {
    this.#jumps = jumps;
    this.#c = c;
    this.#propensities = propensities;
    this.#relativeTolerance = tolerances.relativeTolerance;
    this.#hazardTolerance = Math.min(largestHazardError, tolerances.relativeTolerance);
    this.#absolute = Float64Array.from(jumps.continuous, (state) => {
      const info = model.states[state];
      return info === undefined || info.kind === "species"
        ? tolerances.absoluteTolerance
        : tolerances.absoluteTolerance * info.factor;
    });
    const size = jumps.continuous.length + 1;
    const vectors = (count: number): Float64Array[] =>
      Array.from({ length: count }, () => new Float64Array(size));
    this.#stages = vectors(hazardNodes.length);
    this.#dense = new Float64Array(5 * size);
    this.#x0 = new Float64Array(size);
    this.#x1 = new Float64Array(size);
    this.#trial = new Float64Array(size);
    this.#dy = new Float64Array(model.states.length);
    this.#rates = new Float64Array(jumps.varying.length);
  }

  get end(): number {
    return this.#end;
  }

  /** The propensities of the varying reactions at the last `varyingTotal`, in the order of `varying`. */
  get rates(): Float64Array {
    return this.#rates;
  }

  /** Forgets what earlier steps taught, after a change from outside. */
  forget(): void {
    this.#next = 0;
    this.#peak = 0;
  }

  /**
   * Steps from (t, y), not beyond `limit`, where right sides may jump. Afterwards y's continuous states are
   * undefined until `locate`.
   * @throws SimulationError when no step is small enough.
   */
  take(t: number, y: Float64Array, limit: number): void {
    const { continuous } = this.#jumps;
    const v = continuous.length;
    const x0 = this.#x0;
    for (let i = 0; i < v; i++) x0[i] = y[continuous[i]];
    x0[v] = 0;
    if (!this.#rightSide(t, x0, y, this.#stages[0])) throw this.#failure(t);
    this.#peak = Math.max(this.#peak, this.#stages[0][v]);
    if (this.#next === 0) this.#next = this.#firstLength();
    for (;;) {
      const isCut = t + this.#next * (1 + 1e-6) >= limit;
      const end = isCut ? limit : t + this.#next;
      const h = end - t;
      if (!(h > 0)) throw this.#failure(t);
      const error = this.#attempt(t, h, y, limit);
      const factor = 0.85 / Math.sqrt(Math.sqrt(error));
      if (error <= 1) {
        const grown = Math.min(longestHazardStep, h * Math.min(5, factor));
        // A step that was cut short says nothing against a longer one.
        this.#next = isCut ? Math.max(this.#next, grown) : grown;
        this.#start = t;
        this.#end = end;
        this.#prepareDense(h);
        this.accepted++;
        return;
      }
      this.#next = h * (factor > 0.1 ? factor : 0.1);
      this.rejected++;
    }
  }

  /** Writes the continuous states at t, within the step, to y. */
  locate(t: number, y: Float64Array): void {
    const { continuous } = this.#jumps;
    for (let i = 0; i < continuous.length; i++) y[continuous[i]] = this.#valueAt(i, t);
  }

  /** V from the start of the step to t. */
  hazardAt(t: number): number {
    return this.#valueAt(this.#jumps.continuous.length, t);
  }

  /** dV/dt at t, of the continuous extension. */
  hazardSlope(t: number): number {
    const dense = this.#dense;
    const at = 5 * this.#jumps.continuous.length;
    const h = this.#end - this.#start;
    const theta = (t - this.#start) / h;
    const left = 1 - theta;
    const a = dense[at + 3] + left * dense[at + 4];
    const b = dense[at + 2] + theta * a;
    const slopeOfB = a - theta * dense[at + 4];
    return (dense[at + 1] + left * b + theta * (left * slopeOfB - b)) / h;
  }

  /**
   * The sum of the varying propensities at (t, y); each stays in `rates`.
   * @throws SimulationError for one that is negative or no finite number.
   */
  varyingTotal(t: number, y: Float64Array): number {
    const total = this.#sumVarying(t, y);
    if (this.#culprit >= 0) throw this.#failure(t);
    return total;
  }

  save(): SavedHazardStep {
    return {
      start: this.#start,
      end: this.#end,
      next: this.#next,
      peak: this.#peak,
      dense: Array.from(this.#dense),
      last: Array.from(this.#x1),
    };
  }

  restore(data: unknown): void {
    const saved = data as SavedHazardStep;
    this.#start = saved.start;
    this.#end = saved.end;
    this.#next = saved.next;
    this.#peak = saved.peak;
    this.#dense.set(saved.dense);
    this.#x1.set(saved.last);
  }

  /** Fills x1 and the stages; the largest error over its tolerance, Infinity when the model has no value. */
  #attempt(t: number, h: number, y: Float64Array, limit: number): number {
    const stages = this.#stages;
    const x0 = this.#x0;
    const trial = this.#trial;
    // Just before the limit the model still follows the branch that holds during the step.
    const lastInside = limit * (1 - 2.3e-16);
    for (let stage = 1; stage < stages.length; stage++) {
      const weights = hazardTableau[stage];
      for (let i = 0; i < trial.length; i++) {
        let sum = 0;
        for (let k = 0; k < stage; k++) sum += weights[k] * stages[k][i];
        trial[i] = x0[i] + h * sum;
      }
      const time = Math.min(t + hazardNodes[stage] * h, lastInside);
      if (!this.#rightSide(time, trial, y, stages[stage])) return Number.POSITIVE_INFINITY;
    }
    this.#x1.set(trial);
    const v = trial.length - 1;
    let largest = 0;
    for (let i = 0; i <= v; i++) {
      let error = 0;
      for (let k = 0; k < stages.length; k++) error += hazardErrorWeights[k] * stages[k][i];
      const tolerance =
        i === v
          ? this.#hazardTolerance * Math.max(1, trial[v])
          : this.#absolute[i] + this.#relativeTolerance * Math.max(Math.abs(x0[i]), Math.abs(trial[i]));
      const ratio = Math.abs(h * error) / tolerance;
      if (Number.isNaN(ratio)) return Number.POSITIVE_INFINITY;
      if (ratio > largest) largest = ratio;
    }
    return largest;
  }

  /** False when the model gives no usable value there. */
  #rightSide(t: number, x: Float64Array, y: Float64Array, out: Float64Array): boolean {
    const { continuous } = this.#jumps;
    const v = continuous.length;
    this.#culprit = -1;
    for (let i = 0; i < v; i++) y[continuous[i]] = x[i];
    if (v > 0) {
      this.#jumps.drift(t, y, this.#c, this.#dy);
      for (let i = 0; i < v; i++) {
        out[i] = this.#dy[continuous[i]];
        if (!Number.isFinite(out[i])) return false;
      }
    }
    out[v] = this.#sumVarying(t, y);
    return this.#culprit < 0;
  }

  #sumVarying(t: number, y: Float64Array): number {
    const { varying } = this.#jumps;
    this.#culprit = -1;
    let total = 0;
    for (let i = 0; i < varying.length; i++) {
      let rate = this.#propensities.evaluate(varying[i], t, y);
      if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) {
        if (!(rate < 0 && rate >= -hazardRounding * this.#peak)) {
          this.#culprit = varying[i];
          this.#culpritValue = rate;
          return Number.NaN;
        }
        rate = 0;
      }
      this.#rates[i] = rate;
      total += rate;
    }
    return total;
  }

  #firstLength(): number {
    const slopes = this.#stages[0];
    const v = slopes.length - 1;
    let length = Number.POSITIVE_INFINITY;
    for (let i = 0; i <= v; i++) {
      const scale = i === v ? 1 : Math.max(Math.abs(this.#x0[i]), this.#absolute[i]);
      if (slopes[i] !== 0) length = Math.min(length, (0.01 * scale) / Math.abs(slopes[i]));
    }
    return length < Number.POSITIVE_INFINITY ? length : idleHazardStep;
  }

  #prepareDense(h: number): void {
    const dense = this.#dense;
    const stages = this.#stages;
    for (let i = 0; i < this.#x0.length; i++) {
      const difference = this.#x1[i] - this.#x0[i];
      const bend = h * stages[0][i] - difference;
      let sum = 0;
      for (let k = 0; k < stages.length; k++) sum += hazardDenseWeights[k] * stages[k][i];
      dense[5 * i] = this.#x0[i];
      dense[5 * i + 1] = difference;
      dense[5 * i + 2] = bend;
      dense[5 * i + 3] = difference - h * stages[6][i] - bend;
      dense[5 * i + 4] = h * sum;
    }
  }

  #valueAt(i: number, t: number): number {
    if (t === this.#end) return this.#x1[i];
    const dense = this.#dense;
    const at = 5 * i;
    const theta = (t - this.#start) / (this.#end - this.#start);
    const left = 1 - theta;
    const inner = dense[at + 2] + theta * (dense[at + 3] + left * dense[at + 4]);
    return dense[at] + theta * (dense[at + 1] + left * inner);
  }

  #failure(t: number): SimulationError {
    if (this.#culprit >= 0) {
      return badPropensity(this.#jumps.reactionNames[this.#culprit], this.#culpritValue, t);
    }
    return new SimulationError(
      "stepTooSmall",
      `At ${t} s the flows and rates change so abruptly that no time step is small enough.`,
      t,
    );
  }
}
