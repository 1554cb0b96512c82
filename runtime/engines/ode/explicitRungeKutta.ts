/** Explicit Runge-Kutta methods with an embedded error estimate, by their tableau. */
import type { ExplicitTableau } from "./explicitTableau.ts";
import { initialStep } from "./initialStep.ts";
import {
  endOfStep,
  justBefore,
  type OdeFailure,
  type OdeStepper,
  type SavedStepper,
  savedNumbers,
  shortestStep,
} from "./odeStepper.ts";
import type { OdeSystem } from "./odeSystem.ts";
import { StepControl } from "./stepControl.ts";
import { compressWeights, type StageWeights, weightedSum } from "./weightedSum.ts";

export class ExplicitRungeKutta implements OdeStepper {
  t = 0;
  previousT = 0;
  h = 0;
  y: Float64Array;
  stiffness = 0;
  failure: OdeFailure = "tooSmall";
  culprit = 0;
  readonly #system: OdeSystem;
  readonly #tableau: ExplicitTableau;
  readonly #control: StepControl;
  readonly #rows: readonly StageWeights[];
  readonly #errors: readonly StageWeights[];
  /** Continuous output: weights of all stages, filled for one time. */
  readonly #dense: StageWeights;
  readonly #stages: Float64Array[];
  #previousY: Float64Array;
  readonly #point: Float64Array;
  readonly #error: Float64Array;
  readonly #zero: Float64Array;
  /** Length of the last step; no evaluation of it lies after `#latest`. */
  #taken = 0;
  #latest = Number.MAX_VALUE;
  /** The first stage of the next step is still the last of the one before. */
  #mustTurn = false;
  #hasExtraStages = false;

  constructor(system: OdeSystem, tableau: ExplicitTableau) {
    const { size } = system;
    this.#system = system;
    this.#tableau = tableau;
    this.#control = new StepControl(tableau.errorOrder, 0.2, 10);
    this.#rows = [...tableau.rows, ...tableau.extraRows].map(compressWeights);
    this.#errors = tableau.errors.map(compressWeights);
    const all = tableau.nodes.length + tableau.extraNodes.length;
    this.#dense = compressWeights(Array.from({ length: all }, () => 1));
    this.#stages = Array.from({ length: all }, () => new Float64Array(size));
    this.y = new Float64Array(size);
    this.#previousY = new Float64Array(size);
    this.#point = new Float64Array(size);
    this.#error = new Float64Array(size);
    this.#zero = new Float64Array(size);
  }

  start(t: number, y: Float64Array, h: number, limit: number): void {
    this.t = t;
    this.previousT = t;
    this.y.set(y);
    this.#previousY.set(y);
    this.#mustTurn = false;
    this.#hasExtraStages = false;
    this.#taken = 0;
    this.#latest = Number.MAX_VALUE;
    this.stiffness = 0;
    this.#control.start();
    const slope = this.#stages[0];
    this.#system.derivative(t, this.y, slope);
    this.h = h;
    if (h > 0) return;
    const { order } = this.#tableau;
    this.h = initialStep(this.#system, order, t, this.y, slope, justBefore(limit), this.#point, this.#error);
  }

  step(limit: number): boolean {
    const system = this.#system;
    const stages = this.#stages;
    const last = this.#tableau.nodes.length - 1;
    if (this.#mustTurn) {
      const first = stages[last];
      stages[last] = stages[0];
      stages[0] = first;
      this.#mustTurn = false;
    }
    const begin = this.t;
    let h = Math.min(this.h, system.maximumStep);
    for (;;) {
      const end = endOfStep(begin, h, limit);
      const taken = end - begin;
      const spare = this.#previousY;
      this.#evaluate(begin, this.y, taken, end, justBefore(limit), spare);
      const error = this.#measure(taken, this.y, spare);
      if (error <= 1) {
        this.#previousY = this.y;
        this.y = spare;
        this.#latest = justBefore(limit);
        this.#taken = taken;
        this.previousT = begin;
        this.t = end;
        this.h = taken * this.#control.afterSuccess(error);
        this.#mustTurn = true;
        this.#hasExtraStages = false;
        this.stiffness = this.#stiffnessOfStep(taken);
        system.steps++;
        return true;
      }
      system.rejected++;
      const isFinite = Number.isFinite(error);
      if (!isFinite) this.#control.noteFailure();
      h = taken * (isFinite ? this.#control.afterFailure(error) : 0.25);
      this.h = h;
      if (h < shortestStep(begin)) {
        this.failure = isFinite ? "tooSmall" : "notFinite";
        this.culprit = this.#blame(spare, isFinite);
        return false;
      }
    }
  }

  interpolate(t: number, out: Float64Array): void {
    if (t === this.t) {
      out.set(this.y);
      return;
    }
    const { nodes, extraNodes, dense, denseBasis } = this.#tableau;
    if (!this.#hasExtraStages) {
      for (let i = 0; i < extraNodes.length; i++) {
        const stage = nodes.length + i;
        const at = Math.min(this.previousT + extraNodes[i] * this.#taken, this.#latest);
        weightedSum(this.#point, this.#previousY, this.#taken, this.#rows[stage], this.#stages);
        this.#system.uncountedDerivative(at, this.#point, this.#stages[stage]);
      }
      this.#hasExtraStages = true;
    }
    const x = (t - this.previousT) / this.#taken;
    const weights = this.#dense.weights;
    weights.fill(0);
    let basis = x;
    for (let i = 0; i < dense.length; i++) {
      const row = dense[i];
      for (let j = 0; j < row.length; j++) weights[j] += row[j] * basis;
      basis *= denseBasis === "alternating" && i % 2 === 0 ? 1 - x : x;
    }
    weightedSum(out, this.#previousY, this.#taken, this.#dense, this.#stages);
  }

  save(): SavedStepper {
    return {
      t: this.t,
      previousT: this.previousT,
      h: this.h,
      taken: this.#taken,
      latest: this.#latest,
      stiffness: this.stiffness,
      control: this.#control.save(),
      previousY: [...this.#previousY],
    };
  }

  restore(saved: SavedStepper): void {
    const { size } = this.#system;
    this.previousT = Number(saved.previousT);
    this.t = Number(saved.t);
    this.h = Number(saved.h);
    this.#taken = Number(saved.taken);
    this.#latest = Number(saved.latest);
    this.stiffness = Number(saved.stiffness);
    this.#control.restore([...savedNumbers(saved.control, 2)]);
    this.#previousY.set(savedNumbers(saved.previousY, size));
    this.#hasExtraStages = false;
    // The stages follow from where the step began.
    this.#system.derivative(this.previousT, this.#previousY, this.#stages[0]);
    this.#mustTurn = this.#taken > 0;
    if (this.#taken === 0) this.y.set(this.#previousY);
    else this.#evaluate(this.previousT, this.#previousY, this.#taken, this.t, this.#latest, this.y);
  }

  /** All stages but the first of a step from y, and the new state. */
  #evaluate(begin: number, y: Float64Array, h: number, end: number, latest: number, out: Float64Array): void {
    const { nodes } = this.#tableau;
    const last = nodes.length - 1;
    for (let stage = 1; stage <= last; stage++) {
      const target = stage === last ? out : this.#point;
      weightedSum(target, y, h, this.#rows[stage], this.#stages);
      const at = nodes[stage] === 1 ? end : begin + nodes[stage] * h;
      this.#system.derivative(at < latest ? at : latest, target, this.#stages[stage]);
    }
  }

  #measure(h: number, y: Float64Array, z: Float64Array): number {
    const error = this.#error;
    weightedSum(error, this.#zero, h, this.#errors[0], this.#stages);
    const first = this.#system.norm(error, y, z);
    if (this.#errors.length === 1) return first;
    weightedSum(this.#point, this.#zero, h, this.#errors[1], this.#stages);
    const second = this.#system.norm(this.#point, y, z);
    const size = Math.sqrt(first * first + 0.01 * second * second);
    return size === 0 ? 0 : (first * first) / size;
  }

  /** Step times spectral radius, from the two evaluations at the end of the step. */
  #stiffnessOfStep(h: number): number {
    const system = this.#system;
    const last = this.#tableau.nodes.length - 1;
    // A second error estimate has overwritten the state of the stage before the last.
    if (this.#errors.length > 1) {
      weightedSum(this.#point, this.#previousY, h, this.#rows[last - 1], this.#stages);
    }
    const apart = system.distance(this.y, this.#point, this.y, this.y);
    if (!(apart > 0)) return 0;
    return (h * system.distance(this.#stages[last], this.#stages[last - 1], this.y, this.y)) / apart;
  }

  #blame(z: Float64Array, isFinite: boolean): number {
    if (isFinite) return this.#system.worst(this.#error, this.y, z);
    for (const stage of this.#stages) {
      for (let i = 0; i < stage.length; i++) if (!Number.isFinite(stage[i])) return i;
    }
    return 0;
  }
}
