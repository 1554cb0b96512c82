/**
 * What moves by itself during a leap: states that flows move, and rates that change with time or with these
 * states. The discrete states stand still meanwhile. A leap is made short enough for one step of the integrator,
 * for Simpson's rule to give the mean rates, and so that no condition of the model changes within it.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { SimulationState } from "../engine.ts";
import { HazardStep } from "../ssa/hazardStep.ts";
import type { PropensityTable } from "../ssa/propensities.ts";

/** Flows are integrated at least this well. */
const largestFlowTolerance = 1e-6;
/** Places inside a leap where conditions are looked at. */
const leapRootSamples = 4;

export class LeapMotion {
  readonly #model: CompiledModel;
  readonly #jumps: JumpModel;
  readonly #state: SimulationState;
  readonly #propensities: PropensityTable;
  readonly #step: HazardStep;
  readonly #roots: Float64Array;
  readonly #signs: Int8Array;
  /** The continuous states at the start of the leap. */
  readonly #before: Float64Array;
  /** What reactions have added to the continuous states within the leap. */
  readonly #jumped: Float64Array;

  constructor(
    model: CompiledModel,
    jumps: JumpModel,
    state: SimulationState,
    propensities: PropensityTable,
    tolerances: { readonly relativeTolerance: number; readonly absoluteTolerance: number },
  ) {
    this.#model = model;
    this.#jumps = jumps;
    this.#state = state;
    this.#propensities = propensities;
    const relativeTolerance = Math.min(largestFlowTolerance, tolerances.relativeTolerance);
    // The hazards are not integrated with the flows: their error is the leap's.
    const flowsOnly = { ...jumps, varying: new Int32Array(0) };
    this.#step = new HazardStep(model, flowsOnly, state.c, propensities, {
      ...tolerances,
      relativeTolerance,
    });
    this.#roots = new Float64Array(model.rootCount);
    this.#signs = new Int8Array(jumps.varyingRoots.length);
    this.#before = new Float64Array(jumps.continuous.length);
    this.#jumped = new Float64Array(jumps.continuous.length);
  }

  forget(): void {
    this.#step.forget();
  }

  /**
   * Takes a step of the flows from the present state over at most `length` s; the length that it had and in which
   * no condition changes. The state stays as it is.
   */
  begin(length: number): number {
    const { t, y } = this.#state;
    this.#jumped.fill(0);
    this.#keep(y);
    this.#readSigns(t, y);
    this.#step.take(t, y, t + length);
    const possible = Math.min(length, this.#step.end - t);
    const until = this.#signs.length === 0 ? possible : this.#firstChange(t, possible);
    this.#putBack(y);
    return until;
  }

  /**
   * Writes the mean rates from `from` to `to` s after the start of the leap to `rates`, of reactions that vary;
   * false when they change so much that Simpson's rule may err by more than a share epsilon and by more than
   * epsilon firings. Moves the continuous states.
   */
  meanRates(from: number, to: number, epsilon: number, rates: Float64Array): boolean {
    const { t, y } = this.#state;
    const { varying } = this.#jumps;
    // Just before the end the model still follows the branch that holds during the leap.
    const lastInside = (t + to) * (1 - 2.3e-16);
    const [start, quarter, middle, threeQuarters, end] = [0, 0.25, 0.5, 0.75, 1].map((part) => {
      const time = Math.max(t, Math.min(t + from + part * (to - from), lastInside));
      this.move(time - t);
      return Array.from(varying, (reaction) => this.#propensities.evaluateChecked(reaction, time, y));
    });
    let isSmooth = true;
    varying.forEach((reaction, i) => {
      const coarse = (start[i] + 4 * middle[i] + end[i]) / 6;
      const fine = (start[i] + 4 * quarter[i] + 2 * middle[i] + 4 * threeQuarters[i] + end[i]) / 12;
      rates[reaction] = Math.max(0, fine);
      const error = Math.abs(fine - coarse) * (to - from);
      if (error > epsilon * Math.max(1, fine * (to - from))) isSmooth = false;
    });
    return isSmooth;
  }

  /** Moves the continuous states to `length` s after the start of the leap. */
  move(length: number): void {
    const { t, y } = this.#state;
    this.#step.locate(t + length, y);
    const { continuous } = this.#jumps;
    for (let i = 0; i < continuous.length; i++) y[continuous[i]] += this.#jumped[i];
  }

  /** Keeps what reactions have done to the continuous states since `move(length)`. */
  keepJumps(length: number): void {
    const { y } = this.#state;
    const { continuous } = this.#jumps;
    const now = Array.from(continuous, (state) => y[state]);
    this.#jumped.fill(0);
    this.move(length);
    now.forEach((value, i) => {
      this.#jumped[i] = value - y[continuous[i]];
      y[continuous[i]] = value;
    });
  }

  /** Back to the start of the leap. */
  back(): void {
    this.#jumped.fill(0);
    this.#putBack(this.#state.y);
  }

  save(): unknown {
    return this.#step.save();
  }

  restore(saved: unknown): void {
    this.#step.restore(saved);
  }

  #keep(y: Float64Array): void {
    const { continuous } = this.#jumps;
    for (let i = 0; i < continuous.length; i++) this.#before[i] = y[continuous[i]];
  }

  #putBack(y: Float64Array): void {
    const { continuous } = this.#jumps;
    for (let i = 0; i < continuous.length; i++) y[continuous[i]] = this.#before[i];
  }

  #readSigns(t: number, y: Float64Array): void {
    if (this.#signs.length === 0) return;
    this.#model.code.roots(t, y, this.#state.c, this.#roots);
    this.#jumps.varyingRoots.forEach((root, i) => {
      this.#signs[i] = Math.sign(this.#roots[root]);
    });
  }

  #hasChanged(t: number): boolean {
    const { y, c } = this.#state;
    this.#step.locate(t, y);
    this.#model.code.roots(t, y, c, this.#roots);
    return this.#jumps.varyingRoots.some((root, i) => Math.sign(this.#roots[root]) !== this.#signs[i]);
  }

  /** The length after which the first condition has just changed; `length` when none does. */
  #firstChange(t: number, length: number): number {
    let low = 0;
    for (let sample = 1; sample <= leapRootSamples; sample++) {
      let high = (length * sample) / leapRootSamples;
      if (this.#hasChanged(t + high)) {
        for (;;) {
          const middle = low + 0.5 * (high - low);
          if (!(t + middle > t + low && t + middle < t + high)) return high;
          if (this.#hasChanged(t + middle)) high = middle;
          else low = middle;
        }
      }
      low = high;
    }
    return length;
  }
}
