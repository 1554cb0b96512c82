/**
 * Rosenbrock methods with an embedded error estimate, by their tableau: implicit, so that stiff terms do not
 * bound the step, but with linear systems only. Each step evaluates the exact Jacobian and df/dt once.
 */
import { initialStep } from "./initialStep.ts";
import { NewtonMatrix } from "./newtonMatrix.ts";
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
import type { RosenbrockTableau } from "./rosenbrockTableau.ts";
import { StepControl } from "./stepControl.ts";
import { compressWeights, type StageWeights, weightedSum } from "./weightedSum.ts";

export class Rosenbrock implements OdeStepper {
  t = 0;
  previousT = 0;
  h = 0;
  y: Float64Array;
  stiffness = 0;
  failure: OdeFailure = "tooSmall";
  culprit = 0;
  readonly #system: OdeSystem;
  readonly #tableau: RosenbrockTableau;
  readonly #control: StepControl;
  readonly #matrix: NewtonMatrix;
  readonly #a: readonly StageWeights[];
  readonly #c: readonly StageWeights[];
  /** Continuous output: weights of all stages, filled for one time. */
  readonly #dense: StageWeights;
  /** The u_i. */
  readonly #stages: readonly Float64Array[];
  #previousY: Float64Array;
  readonly #point: Float64Array;
  readonly #scratch: Float64Array;
  readonly #timeDerivative: Float64Array;
  /** f at the beginning of the step. */
  #slope: Float64Array;
  #nextSlope: Float64Array;
  #taken = 0;
  #latest = Number.MAX_VALUE;

  constructor(system: OdeSystem, tableau: RosenbrockTableau) {
    const { size } = system;
    this.#system = system;
    this.#tableau = tableau;
    this.#control = new StepControl(tableau.errorOrder, 0.2, 6);
    this.#matrix = new NewtonMatrix(system);
    this.#a = tableau.a.map(compressWeights);
    this.#c = tableau.c.map(compressWeights);
    this.#dense = compressWeights(tableau.nodes.map(() => 1));
    this.#stages = tableau.nodes.map(() => new Float64Array(size));
    this.y = new Float64Array(size);
    this.#previousY = new Float64Array(size);
    this.#point = new Float64Array(size);
    this.#scratch = new Float64Array(size);
    this.#timeDerivative = new Float64Array(size);
    this.#slope = new Float64Array(size);
    this.#nextSlope = new Float64Array(size);
  }

  start(t: number, y: Float64Array, h: number, limit: number): void {
    this.t = t;
    this.previousT = t;
    this.y.set(y);
    this.#previousY.set(y);
    this.#taken = 0;
    this.#latest = Number.MAX_VALUE;
    this.stiffness = 0;
    this.#control.start();
    this.#matrix.forgetDirection();
    this.#system.derivative(t, this.y, this.#nextSlope);
    this.h = h;
    if (h > 0) return;
    const { order } = this.#tableau;
    const latest = justBefore(limit);
    const slope = this.#nextSlope;
    this.h = initialStep(this.#system, order, t, this.y, slope, latest, this.#point, this.#scratch);
  }

  step(limit: number): boolean {
    const system = this.#system;
    const begin = this.t;
    const latest = justBefore(limit);
    const slope = this.#nextSlope;
    this.#nextSlope = this.#slope;
    this.#slope = slope;
    this.#linearise(begin, this.y);
    let h = Math.min(this.h, system.maximumStep);
    for (;;) {
      const end = endOfStep(begin, h, limit);
      const taken = end - begin;
      const spare = this.#previousY;
      let error = Number.NaN;
      const isRegular = this.#evaluate(begin, this.y, taken, end, latest, spare);
      if (isRegular) {
        error = system.norm(this.#stages[this.#stages.length - 1], this.y, spare);
        // The next step starts with this; a state where it does not exist is no good.
        if (error <= 1) {
          system.derivative(end < latest ? end : latest, spare, this.#nextSlope);
          if (!allFinite(this.#nextSlope)) error = Number.NaN;
        }
      }
      if (error <= 1) {
        this.#previousY = this.y;
        this.y = spare;
        this.#latest = latest;
        this.#taken = taken;
        this.previousT = begin;
        this.t = end;
        this.h = taken * this.#control.afterSuccess(error);
        this.stiffness = taken * this.#matrix.spectralRadius(this.y);
        system.steps++;
        return true;
      }
      system.rejected++;
      const isFinite = Number.isFinite(error);
      if (!isFinite) this.#control.noteFailure();
      h = taken * (isFinite ? this.#control.afterFailure(error) : 0.25);
      this.h = h;
      if (h < shortestStep(begin)) {
        this.failure = isFinite || !isRegular ? "tooSmall" : "notFinite";
        this.culprit = this.#blame(begin, spare, isFinite);
        // The next attempt, if there is one, starts from the same slope.
        this.#slope = this.#nextSlope;
        this.#nextSlope = slope;
        return false;
      }
    }
  }

  interpolate(t: number, out: Float64Array): void {
    if (t === this.t) {
      out.set(this.y);
      return;
    }
    const { dense } = this.#tableau;
    const x = (t - this.previousT) / this.#taken;
    const weights = this.#dense.weights;
    weights.fill(0);
    let basis = x * (1 - x);
    for (const row of dense) {
      for (let j = 0; j < row.length; j++) weights[j] += row[j] * basis;
      basis *= x;
    }
    const before = this.#previousY;
    const after = this.y;
    for (let i = 0; i < out.length; i++) out[i] = (1 - x) * before[i] + x * after[i];
    weightedSum(out, out, 1, this.#dense, this.#stages);
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
      direction: this.#matrix.saveDirection(),
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
    this.#matrix.restoreDirection(savedNumbers(saved.direction, size));
    // The stages follow from where the step began.
    if (this.#taken === 0) this.y.set(this.#previousY);
    else {
      this.#system.derivative(this.previousT, this.#previousY, this.#slope);
      this.#linearise(this.previousT, this.#previousY);
      this.#evaluate(this.previousT, this.#previousY, this.#taken, this.t, this.#latest, this.y);
    }
    this.#system.derivative(Math.min(this.t, this.#latest), this.y, this.#nextSlope);
  }

  #linearise(t: number, y: Float64Array): void {
    this.#matrix.evaluate(t, y);
    this.#system.ode.timeDerivative(t, y, this.#system.c, this.#timeDerivative);
  }

  /** All stages of a step from y and the new state; false when the matrix can not be factorised. */
  #evaluate(
    begin: number,
    y: Float64Array,
    h: number,
    end: number,
    latest: number,
    out: Float64Array,
  ): boolean {
    const { gamma, nodes, d } = this.#tableau;
    const stages = this.#stages;
    const last = nodes.length - 1;
    if (!this.#matrix.factorise(1 / (gamma * h))) return false;
    for (let stage = 0; stage <= last; stage++) {
      const u = stages[stage];
      if (stage === 0) u.set(this.#slope);
      else {
        const target = stage === last ? out : this.#point;
        weightedSum(target, y, 1, this.#a[stage], stages);
        const at = nodes[stage] === 1 ? end : begin + nodes[stage] * h;
        this.#system.derivative(at < latest ? at : latest, target, this.#scratch);
        weightedSum(u, this.#scratch, 1 / h, this.#c[stage], stages);
      }
      if (d[stage] !== 0) {
        const factor = h * d[stage];
        for (let i = 0; i < u.length; i++) u[i] += factor * this.#timeDerivative[i];
      }
      this.#matrix.solve(u);
    }
    const correction = stages[last];
    for (let i = 0; i < out.length; i++) out[i] += correction[i];
    return true;
  }

  #blame(t: number, z: Float64Array, isFinite: boolean): number {
    if (isFinite) return this.#system.worst(this.#stages[this.#stages.length - 1], this.y, z);
    this.#system.derivative(t, this.y, this.#scratch);
    for (const vector of [this.#scratch, this.#nextSlope, ...this.#stages]) {
      for (let i = 0; i < vector.length; i++) if (!Number.isFinite(vector[i])) return i;
    }
    return 0;
  }
}

function allFinite(vector: Float64Array): boolean {
  for (let i = 0; i < vector.length; i++) if (!Number.isFinite(vector[i])) return false;
  return true;
}
