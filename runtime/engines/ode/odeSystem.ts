/**
 * The equations dy/dt = f(t, y) of one run as the solvers see them: evaluations are counted here, and here
 * stands what an error of size one is.
 *
 * An error vector e is measured as the root of the mean of (e_i / (a_i + r |y_i|))^2, where r is the relative
 * tolerance and a_i the absolute one: in count for species, in the unit of the model for other states. A step
 * is good when this is at most one. States may therefore undershoot zero by about the absolute tolerance;
 * they are not clipped, since that would break conservation.
 */
import type { CompiledModel, OdeModel } from "../../model.ts";

export class OdeSystem {
  readonly size: number;
  readonly c: Float64Array;
  readonly relative: number;
  readonly absolute: Float64Array;
  /** In s; no step is longer. */
  readonly maximumStep: number;
  steps = 0;
  rejected = 0;
  rhs = 0;
  jacobians = 0;
  factorisations = 0;
  /** Of Krylov's method, where there are no factors. */
  iterations = 0;
  readonly #whole: OdeModel;
  #ode: OdeModel;

  constructor(
    model: CompiledModel,
    c: Float64Array,
    tolerance: { readonly relative: number; readonly absolute: number },
    maximumStep: number,
  ) {
    if (model.ode === null) throw new Error("the model was not compiled for deterministic integration");
    this.size = model.states.length;
    this.#whole = model.ode;
    this.#ode = model.ode;
    this.c = c;
    this.relative = tolerance.relative;
    this.absolute = Float64Array.from(model.states, ({ kind, factor }) =>
      kind === "species" ? tolerance.absolute : tolerance.absolute * Math.abs(factor),
    );
    this.maximumStep = maximumStep;
  }

  /** The equations in use. A solver keeps those that it was made for: after a change there must be another one. */
  get ode(): OdeModel {
    return this.#ode;
  }

  /** Takes the equations that hold from state y on; true when they are others than before. */
  choose(y: Float64Array): boolean {
    const { waiting } = this.#whole;
    const waits = waiting !== undefined && waiting.gates.every((gate) => y[gate] === 0);
    const chosen = waits ? waiting.ode : this.#whole;
    const isOther = chosen !== this.#ode;
    this.#ode = chosen;
    return isOther;
  }

  derivative(t: number, y: Float64Array, dy: Float64Array): void {
    this.rhs++;
    this.#ode.derivative(t, y, this.c, dy);
  }

  /** For output between steps: the counts of a run do not depend on when its state is asked for. */
  uncountedDerivative(t: number, y: Float64Array, dy: Float64Array): void {
    this.#ode.derivative(t, y, this.c, dy);
  }

  /** The measure of an error e in a step from y to z; NaN or infinite when something is not finite. */
  norm(e: Float64Array, y: Float64Array, z: Float64Array): number {
    const { size, absolute, relative } = this;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const before = Math.abs(y[i]);
      const after = Math.abs(z[i]);
      const ratio = e[i] / (absolute[i] + relative * (before > after ? before : after));
      sum += ratio * ratio;
    }
    return size === 0 ? 0 : Math.sqrt(sum / size);
  }

  /** The measure of p - q, in a step from y to z. */
  distance(p: Float64Array, q: Float64Array, y: Float64Array, z: Float64Array): number {
    const { size, absolute, relative } = this;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      const before = Math.abs(y[i]);
      const after = Math.abs(z[i]);
      const ratio = (p[i] - q[i]) / (absolute[i] + relative * (before > after ? before : after));
      sum += ratio * ratio;
    }
    return size === 0 ? 0 : Math.sqrt(sum / size);
  }

  /** The state with the largest part in an error, the first one that is not finite if there is any. */
  worst(e: Float64Array, y: Float64Array, z: Float64Array): number {
    let worst = 0;
    let largest = -1;
    for (let i = 0; i < this.size; i++) {
      if (!Number.isFinite(e[i])) return i;
      const scale = this.absolute[i] + this.relative * Math.max(Math.abs(y[i]), Math.abs(z[i]));
      const ratio = Math.abs(e[i]) / scale;
      if (ratio > largest) {
        largest = ratio;
        worst = i;
      }
    }
    return worst;
  }

  counters(): number[] {
    return [this.steps, this.rejected, this.rhs, this.jacobians, this.factorisations, this.iterations];
  }

  setCounters(counters: readonly number[]): void {
    [this.steps, this.rejected, this.rhs, this.jacobians, this.factorisations, this.iterations] = counters;
  }
}
