/**
 * Plain states that flows move beside growth: integrated over a step of the motion by as many steps of their own as
 * their error wants, with the graph as it is at its begin. Signalling is stiff (calcium binds in microseconds), motion
 * is slow: so each keeps its own step, and they meet at the ends of the motion's.
 *
 * Rodas4, a Rosenbrock method with the exact Jacobian (Hairer and Wanner 1996, doi:10.1007/978-3-642-05221-7).
 */
import type { CompiledModel, OdeModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { EngineOptions, SimulationState } from "../engine.ts";
import { OdeSystem } from "../ode/odeSystem.ts";
import { rodas4 } from "../ode/rodas4.ts";
import { Rosenbrock } from "../ode/rosenbrock.ts";

/** What stops the flow is located within this share of a step. */
const stopAccuracy = 1e-9;

export class StateFlow {
  #stepper: Rosenbrock;
  /** By equations. */
  readonly #steppers = new Map<OdeModel, Rosenbrock>();
  readonly #state: SimulationState;
  readonly #continuous: Int32Array;
  readonly #names: readonly string[];
  readonly #system: OdeSystem;
  /** Length of the step to begin with; 0: not yet known. */
  #next = 0;

  /** @throws Error for a model without equations. */
  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    const tolerance = { relative: options.relativeTolerance, absolute: options.absoluteTolerance };
    this.#system = new OdeSystem(model, state.c, tolerance, Number.POSITIVE_INFINITY);
    this.#system.choose(state.y);
    this.#stepper = this.#stepperOfEquations();
    this.#state = state;
    this.#continuous = model.jumps?.continuous ?? new Int32Array(0);
    this.#names = model.states.map(({ name }) => name);
  }

  get steps(): number {
    return this.#system.steps;
  }

  /** Forgets what earlier steps taught, after a change from outside. */
  forget(): void {
    this.#next = 0;
  }

  /**
   * Follows the states from (t, y) and writes the continuous ones to `out`, until `stops` says so. Gives the time that
   * it reached, `end` at the latest.
   * @throws SimulationError when no step is small enough.
   */
  follow(t: number, end: number, out: Float64Array, stops: (t: number, y: Float64Array) => boolean): number {
    if (this.#system.choose(this.#state.y)) this.#stepper = this.#stepperOfEquations();
    const stepper = this.#stepper;
    stepper.start(t, this.#state.y, Math.min(this.#next, end - t), end);
    while (stepper.t < end) {
      const before = stepper.h;
      const from = stepper.t;
      if (!stepper.step(end)) throw this.#failure();
      // A step that was cut short says nothing against a longer one.
      this.#next = stepper.t < end ? stepper.h : Math.max(stepper.h, before);
      if (stops(stepper.t, stepper.y)) return this.#locateStop(from, out, stops);
    }
    this.#write(stepper.y, out);
    return stepper.t;
  }

  /** The time in the last step from which on it `stops`, with the states of then. */
  #locateStop(from: number, out: Float64Array, stops: (t: number, y: Float64Array) => boolean): number {
    const stepper = this.#stepper;
    const y = Float64Array.from(stepper.y);
    let before = from;
    let after = stepper.t;
    const accuracy = stopAccuracy * (after - before);
    while (after - before > accuracy) {
      const middle = 0.5 * (before + after);
      if (middle <= before || middle >= after) break;
      stepper.interpolate(middle, y);
      if (stops(middle, y)) after = middle;
      else before = middle;
    }
    if (after < stepper.t) stepper.interpolate(after, y);
    else y.set(stepper.y);
    this.#write(y, out);
    return after;
  }

  #write(y: Float64Array, out: Float64Array): void {
    for (let i = 0; i < this.#continuous.length; i++) out[this.#continuous[i]] = y[this.#continuous[i]];
  }

  #stepperOfEquations(): Rosenbrock {
    const { ode } = this.#system;
    const stepper = this.#steppers.get(ode) ?? new Rosenbrock(this.#system, rodas4);
    this.#steppers.set(ode, stepper);
    return stepper;
  }

  save(): readonly number[] {
    return [this.#next, ...this.#system.counters()];
  }

  restore([next, ...counters]: readonly number[]): void {
    this.#next = next;
    this.#system.setCounters(counters);
  }

  #failure(): SimulationError {
    const { t, culprit } = this.#stepper;
    return new SimulationError(
      "stepTooSmall",
      `At ${t} s ${this.#names[culprit]} changes so abruptly that no time step is small enough.`,
      t,
    );
  }
}
