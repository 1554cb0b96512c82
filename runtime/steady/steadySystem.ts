/** The deterministic right-hand side of a model at rest, without the states that conserved sums determine. */
import type { CompiledModel, OdeModel } from "../model.ts";
import { SimulationError } from "../simulationError.ts";
import { type ConservedSum, type ReducedStates, reduceStates } from "./conservedSums.ts";

/** In s, of no simple ratio. */
const momentsToCompare = [0, 0.7318, 11.39];

export class SteadySystem {
  readonly model: CompiledModel;
  readonly reduced: ReducedStates;
  /** The state from which the conserved totals come. */
  readonly initial: Float64Array;
  /** A size of each state, for tolerances: not below what the conserved sums let it have at most, or 1. */
  readonly scale: Float64Array;
  /** 1 for states that must not be negative. */
  readonly isPositive: Uint8Array;
  readonly #ode: OdeModel;
  readonly #c: Float64Array;
  readonly #totals: Float64Array;
  readonly #values: Float64Array;
  readonly #slopes: Float64Array;

  /**
   * `c` holds the constants of the run.
   * @throws SimulationError for a model whose rates change with time: it has no steady states.
   */
  constructor(model: CompiledModel, c: Float64Array, sums: readonly ConservedSum[]) {
    const { ode } = model;
    if (ode === null) throw new Error("the model was not compiled for deterministic simulation");
    this.model = model;
    this.#ode = ode;
    this.#c = c;
    const states = model.states.length;
    this.initial = new Float64Array(states);
    model.code.initial(c, this.initial);
    this.isPositive = Uint8Array.from(model.states, ({ kind }) => (kind === "variable" ? 0 : 1));
    this.scale = Float64Array.from(this.initial, (value, i) =>
      Math.max(Math.abs(value), model.states[i].kind === "species" ? 1 : model.states[i].factor),
    );
    for (const { terms } of sums) {
      if (terms.some(({ coefficient }) => coefficient < 0)) continue;
      const total = terms.reduce((sum, { state, coefficient }) => sum + coefficient * this.initial[state], 0);
      for (const { state, coefficient } of terms)
        this.scale[state] = Math.max(this.scale[state], total / coefficient);
    }
    this.reduced = reduceStates(sums, states, this.scale);
    this.#totals = Float64Array.from(this.reduced.dependent, (state, k) => this.#sum(this.initial, state, k));
    this.#values = new Float64Array(ode.pattern.row.length);
    this.#slopes = new Float64Array(states);
    this.#refuseChange();
  }

  /** Number of states that are free. */
  get size(): number {
    return this.reduced.independent.length;
  }

  /** All states that belong to the free ones. */
  complete(free: Float64Array, y: Float64Array): void {
    const { dependent, independent, coefficients } = this.reduced;
    for (let i = 0; i < independent.length; i++) y[independent[i]] = free[i];
    for (let k = 0; k < dependent.length; k++) {
      let value = this.#totals[k];
      for (let i = 0; i < independent.length; i++) value -= coefficients[k][i] * free[i];
      y[dependent[k]] = value;
    }
  }

  freeOf(y: Float64Array): Float64Array {
    return Float64Array.from(this.reduced.independent, (state) => y[state]);
  }

  /** Slopes of the free states at y. */
  slopes(y: Float64Array, out: Float64Array): void {
    this.#ode.derivative(0, y, this.#c, this.#slopes);
    const { independent } = this.reduced;
    for (let i = 0; i < independent.length; i++) out[i] = this.#slopes[independent[i]];
  }

  /** The Jacobian of the free states at y, row by row, with the dependent ones following them. */
  jacobian(y: Float64Array, out: Float64Array): void {
    const { dependent, independent, coefficients } = this.reduced;
    const { columnStart, row } = this.#ode.pattern;
    const size = independent.length;
    const place = new Int32Array(y.length).fill(-1);
    independent.forEach((state, i) => {
      place[state] = i;
    });
    this.#ode.jacobian(0, y, this.#c, this.#values);
    out.fill(0);
    for (let column = 0; column < size; column++) {
      const state = independent[column];
      for (let entry = columnStart[state]; entry < columnStart[state + 1]; entry++) {
        if (place[row[entry]] >= 0) out[place[row[entry]] * size + column] += this.#values[entry];
      }
    }
    for (let k = 0; k < dependent.length; k++) {
      const state = dependent[k];
      for (let entry = columnStart[state]; entry < columnStart[state + 1]; entry++) {
        const at = place[row[entry]];
        if (at < 0) continue;
        for (let column = 0; column < size; column++)
          out[at * size + column] -= this.#values[entry] * coefficients[k][column];
      }
    }
  }

  /** Observables in their units. */
  observe(y: Float64Array): Float64Array {
    const { observables, code } = this.model;
    const out = new Float64Array(observables.length);
    code.observe(0, y, this.#c, out);
    return out.map((value, i) => value / observables[i].factor);
  }

  #sum(y: Float64Array, state: number, k: number): number {
    const { independent, coefficients } = this.reduced;
    let sum = y[state];
    for (let i = 0; i < independent.length; i++) sum += coefficients[k][i] * y[independent[i]];
    return sum;
  }

  #refuseChange(): void {
    const { states, code } = this.model;
    const slopes = new Float64Array(states.length);
    // At one moment, or without one of the states, a slope that changes with time may stand still.
    const isTimed =
      code.schedule(this.#c).length > 0 ||
      [this.initial, this.scale].some((y) =>
        momentsToCompare.some((t) => {
          this.#ode.timeDerivative(t, y, this.#c, slopes);
          return slopes.some((value) => value !== 0);
        }),
      );
    if (!isTimed) return;
    throw new SimulationError(
      "badInput",
      "The model's rates change with time (a stimulus, a timed event or a rate with `time` in it), so it has no steady states.",
    );
  }
}
