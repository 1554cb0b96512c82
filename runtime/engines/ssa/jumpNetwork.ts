/**
 * What both loops of the exact engine share: the state, the propensities in their selection structure, the
 * events, and the effect of one reaction.
 */
import { EventQueue } from "../../events.ts";
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import type { SimulationState } from "../engine.ts";
import { PropensityTable, type SimplePropensities } from "./propensities.ts";
import type { Selector } from "./selector.ts";

export class JumpNetwork {
  readonly model: CompiledModel;
  readonly jumps: JumpModel;
  readonly state: SimulationState;
  readonly random: RandomStream;
  readonly selector: Selector;
  readonly propensities: PropensityTable;
  readonly events: EventQueue;
  /** 1 for reactions whose propensity changes between reactions; the selector holds 0 for them. */
  readonly isVarying: Uint8Array;
  /** The dependency graph without the varying reactions. */
  readonly dependentStart: Int32Array;
  readonly dependent: Int32Array;
  reactions = 0;
  readonly #simple: SimplePropensities;
  /** The states, and a 1 after the last: what simple propensities are computed from. */
  readonly #numbers: Float64Array;
  readonly #changeStart: Int32Array;
  readonly #changeState: Int32Array;
  readonly #changeAmount: Float64Array;
  /** New propensities of the dependents of one reaction. */
  readonly #changed: Float64Array;

  constructor(
    model: CompiledModel,
    jumps: JumpModel,
    state: SimulationState,
    random: RandomStream,
    selector: Selector,
  ) {
    this.model = model;
    this.jumps = jumps;
    this.state = state;
    this.random = random;
    this.selector = selector;
    this.propensities = new PropensityTable(model, jumps, state.c);
    this.events = new EventQueue(model, state.c);
    this.#simple = this.propensities.simple;
    this.#numbers = new Float64Array(state.y.length + 1).fill(1);
    this.#changeStart = jumps.changeStart;
    this.#changeState = jumps.changeState;
    this.#changeAmount = jumps.changeAmount;
    const count = jumps.rateConstant.length;
    this.isVarying = new Uint8Array(count);
    for (const reaction of jumps.varying) this.isVarying[reaction] = 1;
    if (jumps.varying.length === 0) {
      this.dependentStart = jumps.dependentStart;
      this.dependent = jumps.dependent;
    } else {
      const kept: number[] = [];
      this.dependentStart = new Int32Array(count + 1);
      for (let reaction = 0; reaction < count; reaction++) {
        for (const other of dependentsOf(jumps, reaction)) if (this.isVarying[other] === 0) kept.push(other);
        this.dependentStart[reaction + 1] = kept.length;
      }
      this.dependent = Int32Array.from(kept);
    }
    let most = 0;
    for (let reaction = 0; reaction < count; reaction++) {
      most = Math.max(most, this.dependentStart[reaction + 1] - this.dependentStart[reaction]);
    }
    this.#changed = new Float64Array(most);
  }

  /** Reads constants, triggers and propensities afresh, after a change from outside. */
  start(): void {
    this.propensities.readConstants(this.state.t);
    this.events.reset(this.state.t, this.state.y);
    this.refresh();
  }

  /**
   * Computes all propensities from the state.
   * @throws SimulationError when a number of molecules or a propensity is impossible.
   */
  refresh(): void {
    const { t, y } = this.state;
    this.#checkNumbers();
    this.#numbers.set(y);
    const { propensity } = this.selector;
    for (let reaction = 0; reaction < propensity.length; reaction++) {
      propensity[reaction] =
        this.isVarying[reaction] === 1 ? 0 : this.propensities.evaluateChecked(reaction, t, y);
    }
    this.selector.rebuild();
    if (!Number.isFinite(this.selector.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the reactions add up to infinity.`, t);
    }
  }

  /** Applies one reaction to the state and brings the propensities up to date. */
  fire(reaction: number): void {
    const { dependentStart, dependent, selector } = this;
    const { isSimple, constant, first, second, shift } = this.#simple;
    const { y } = this.state;
    const n = this.#numbers;
    const changeEnd = this.#changeStart[reaction + 1];
    for (let entry = this.#changeStart[reaction]; entry < changeEnd; entry++) {
      const state = this.#changeState[entry];
      const value = y[state] + this.#changeAmount[entry];
      y[state] = value;
      n[state] = value;
    }
    const values = this.#changed;
    const start = dependentStart[reaction];
    const end = dependentStart[reaction + 1];
    for (let entry = start; entry < end; entry++) {
      const other = dependent[entry];
      values[entry - start] =
        isSimple[other] === 1
          ? constant[other] * n[first[other]] * (n[second[other]] + shift[other])
          : this.propensities.evaluateChecked(other, this.state.t, y);
    }
    selector.change(dependent, start, end, values);
    this.reactions++;
  }

  /** Fires the events whose triggers became true; true when the state changed. */
  settle(): boolean {
    const { t, y } = this.state;
    if (this.events.isEmpty || !this.events.wouldChange(t, y) || !this.events.settle(t, y)) return false;
    this.refresh();
    return true;
  }

  #checkNumbers(): void {
    const { t, y } = this.state;
    for (let i = 0; i < y.length; i++) {
      const info = this.model.states[i];
      if (info === undefined || !info.discrete || (y[i] >= 0 && Number.isInteger(y[i]))) continue;
      throw new SimulationError(
        Number.isFinite(y[i]) ? "badInput" : "notFinite",
        `At ${t} s the number of ${info.name} is ${y[i]}, but a stochastic run needs whole numbers from 0.`,
        t,
      );
    }
  }
}

export function dependentsOf(jumps: JumpModel, reaction: number): Int32Array {
  return jumps.dependent.subarray(jumps.dependentStart[reaction], jumps.dependentStart[reaction + 1]);
}
