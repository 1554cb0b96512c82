/**
 * Plain states that flows move beside growth: integrated over a step of the motion by as many steps of their own as
 * their error wants, with the graph as it is at its begin. Signalling is stiff (calcium binds in microseconds), motion
 * is slow: so each keeps its own step, and they meet at the ends of the motion's.
 *
 * Rodas4, a Rosenbrock method with the exact Jacobian (Hairer and Wanner 1996, doi:10.1007/978-3-642-05221-7).
 */
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { EngineOptions, SimulationState } from "../engine.ts";
import { OdeSystem } from "../ode/odeSystem.ts";
import { rodas4 } from "../ode/rodas4.ts";
import { Rosenbrock } from "../ode/rosenbrock.ts";

export class StateFlow {
  readonly #stepper: Rosenbrock;
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
    this.#stepper = new Rosenbrock(this.#system, rodas4);
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
   * Follows the states from (t, y) and writes the continuous ones to `out`. Where `stops` says so at the end of one of
   * its steps, it ends there. Gives the time that it reached, `end` at the latest.
   * @throws SimulationError when no step is small enough.
   */
  follow(t: number, end: number, out: Float64Array, stops: (t: number, y: Float64Array) => boolean): number {
    const stepper = this.#stepper;
    stepper.start(t, this.#state.y, Math.min(this.#next, end - t), end);
    while (stepper.t < end) {
      const before = stepper.h;
      if (!stepper.step(end)) throw this.#failure();
      // A step that was cut short says nothing against a longer one.
      this.#next = stepper.t < end ? stepper.h : Math.max(stepper.h, before);
      if (stepper.t < end && stops(stepper.t, stepper.y)) break;
    }
    for (let i = 0; i < this.#continuous.length; i++) {
      const own = this.#continuous[i];
      out[own] = stepper.y[own];
    }
    return stepper.t;
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
