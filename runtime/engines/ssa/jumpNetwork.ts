/**
 * What both loops of the exact engine share: the state, the propensities in their selection structure, the
 * events, and the effect of one reaction.
 */
import { EventQueue } from "../../events.ts";
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkWholeNumbers } from "../checkWholeNumbers.ts";
import type { SimulationState } from "../engine.ts";
import { dependentsOfReactions, forEachReader, type ReactionLists, readersOfStates } from "./dependencies.ts";
import { PropensityTable, type SimplePropensities } from "./propensities.ts";
import type { Selector, SelectorTraits } from "./selector.ts";
import { StateBounds } from "./stateBounds.ts";

/** After so many rejections in a row the bounds are made exact. */
const rejectedTooOften = 64;

export interface SavedNetwork {
  readonly reactions: number;
  readonly rejected: number;
  readonly rejectedInRow: number;
  readonly events: { truth: number[]; fired: number };
  readonly sums: number[];
  readonly low: number[];
  readonly high: number[];
}

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
  /** The dependency graph, without the reactions that vary and those that are bounded by states. */
  readonly #dependents: ReactionLists;
  readonly #readers: ReactionLists;
  reactions = 0;
  rejected = 0;
  #rejectedInRow = 0;
  readonly #bounds: StateBounds | null;
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
    traits: SelectorTraits,
  ) {
    this.model = model;
    this.jumps = jumps;
    this.state = state;
    this.random = random;
    this.selector = traits.create(jumps.rateConstant.length);
    this.propensities = new PropensityTable(model, jumps, state.c);
    this.events = new EventQueue(model, state.c, true);
    this.#simple = this.propensities.simple;
    this.#numbers = new Float64Array(state.y.length + 1).fill(1);
    this.#changeStart = jumps.changeStart;
    this.#changeState = jumps.changeState;
    this.#changeAmount = jumps.changeAmount;
    const count = jumps.rateConstant.length;
    this.isVarying = new Uint8Array(count);
    for (const reaction of jumps.varying) {
      this.isVarying[reaction] = 1;
      this.#simple.isSimple[reaction] = 0;
    }
    this.#bounds = traits.rejects ? new StateBounds(this.#simple, state.y.length) : null;
    this.#readers = readersOfStates(jumps, state.y.length);
    const isBounded = this.#simple.isSimple;
    const isLeftOut = this.isVarying.map((varies, j) => (traits.rejects ? varies | isBounded[j] : varies));
    const followed = readersOfStates(jumps, state.y.length, isLeftOut);
    this.#dependents = dependentsOfReactions(jumps, followed);
    let most = 0;
    for (let reaction = 0; reaction < count; reaction++) {
      most = Math.max(most, this.#dependents.start[reaction + 1] - this.#dependents.start[reaction]);
    }
    if (this.#bounds !== null) most = Math.max(most, this.#bounds.reaction.length);
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
    checkWholeNumbers(this.model.states, t, y);
    this.#numbers.set(y);
    if (this.#bounds !== null) {
      for (let state = 0; state < y.length; state++) this.#bounds.center(state, y[state]);
    }
    this.#computeAll();
    this.selector.rebuild();
    if (!Number.isFinite(this.selector.total())) {
      throw new SimulationError("notFinite", `At ${t} s the rates of the reactions add up to infinity.`, t);
    }
  }

  /**
   * Applies the reaction that was picked to the state and brings the propensities up to date. False when the
   * structure holds upper bounds and the reaction is rejected: nothing happens then.
   */
  fire(reaction: number): boolean {
    const bounds = this.#bounds;
    if (bounds === null) this.#fireExact(reaction);
    else if (this.#accepts(reaction)) this.#fireBounded(reaction, bounds);
    else {
      this.rejected++;
      if (++this.#rejectedInRow >= rejectedTooOften) this.#tighten(bounds);
      return false;
    }
    this.#rejectedInRow = 0;
    this.reactions++;
    return true;
  }

  /** When nearly all is rejected, perhaps nothing can happen any more: then the exact total shows it. */
  #tighten(bounds: StateBounds): void {
    bounds.tighten(this.#numbers);
    this.#computeAll();
    this.selector.rebuild();
    this.#rejectedInRow = 0;
  }

  /** Fills the selector's propensities, or their bounds, from the state. */
  #computeAll(): void {
    const { t, y } = this.state;
    const { isSimple, constant, first, second, shift } = this.#simple;
    const { propensity } = this.selector;
    const n = this.#bounds === null ? this.#numbers : this.#bounds.high;
    for (let reaction = 0; reaction < propensity.length; reaction++) {
      if (this.isVarying[reaction] === 1) propensity[reaction] = 0;
      else if (isSimple[reaction] === 1) {
        propensity[reaction] =
          constant[reaction] * n[first[reaction]] * (n[second[reaction]] + shift[reaction]);
      } else propensity[reaction] = this.propensities.evaluateChecked(reaction, t, y);
    }
  }

  #fireExact(reaction: number): void {
    const { y } = this.state;
    const n = this.#numbers;
    const changeEnd = this.#changeStart[reaction + 1];
    for (let entry = this.#changeStart[reaction]; entry < changeEnd; entry++) {
      const state = this.#changeState[entry];
      const value = y[state] + this.#changeAmount[entry];
      y[state] = value;
      n[state] = value;
    }
    const { start, reaction: dependents } = this.#dependents;
    this.#update(dependents, start[reaction], start[reaction + 1], n);
  }

  #accepts(reaction: number): boolean {
    const { isSimple, constant, first, second, shift } = this.#simple;
    if (isSimple[reaction] === 0) return true;
    const n = this.#numbers;
    const value = constant[reaction] * n[first[reaction]] * (n[second[reaction]] + shift[reaction]);
    return this.random.uniform() * this.selector.propensity[reaction] < value;
  }

  #fireBounded(reaction: number, bounds: StateBounds): void {
    const { low, high, reactionStart } = bounds;
    const { y } = this.state;
    const n = this.#numbers;
    const changeStart = this.#changeStart[reaction];
    const changeEnd = this.#changeStart[reaction + 1];
    let hasLeft = false;
    for (let entry = changeStart; entry < changeEnd; entry++) {
      const state = this.#changeState[entry];
      const value = y[state] + this.#changeAmount[entry];
      y[state] = value;
      n[state] = value;
      if (value > high[state] || value < low[state]) hasLeft = true;
    }
    if (hasLeft) {
      for (let entry = changeStart; entry < changeEnd; entry++) {
        const state = this.#changeState[entry];
        if (n[state] <= high[state] && n[state] >= low[state]) continue;
        bounds.center(state, n[state]);
        this.#update(bounds.reaction, reactionStart[state], reactionStart[state + 1], high);
      }
    }
    const { start, reaction: dependents } = this.#dependents;
    this.#update(dependents, start[reaction], start[reaction + 1], high);
  }

  /** Computes the propensities of some reactions, the simple ones from `n`, and gives them to the selector. */
  #update(reactions: Int32Array, start: number, end: number, n: Float64Array): void {
    const { isSimple, constant, first, second, shift } = this.#simple;
    const values = this.#changed;
    for (let entry = start; entry < end; entry++) {
      const other = reactions[entry];
      values[entry - start] =
        isSimple[other] === 1
          ? constant[other] * n[first[other]] * (n[second[other]] + shift[other])
          : this.propensities.evaluateChecked(other, this.state.t, this.state.y);
    }
    this.selector.change(reactions, start, end, values);
  }

  /** Fires the events whose triggers became true; true when the state changed. */
  settle(): boolean {
    const { t, y } = this.state;
    if (this.events.isEmpty || !this.events.wouldChange(t, y) || !this.events.settle(t, y)) return false;
    this.refresh();
    return true;
  }

  disturbs(reaction: number): boolean {
    let isDisturbed = false;
    forEachReader(this.jumps, this.#readers, reaction, (other) => {
      if (this.isVarying[other] === 1) isDisturbed = true;
    });
    return isDisturbed;
  }

  /** What is not a function of the state alone, for a checkpoint. */
  save(): SavedNetwork {
    return {
      reactions: this.reactions,
      rejected: this.rejected,
      rejectedInRow: this.#rejectedInRow,
      events: this.events.save(),
      sums: this.selector.save(),
      low: Array.from(this.#bounds?.low ?? []),
      high: Array.from(this.#bounds?.high ?? []),
    };
  }

  restore(saved: SavedNetwork): void {
    this.start();
    this.reactions = saved.reactions;
    this.rejected = saved.rejected;
    this.#rejectedInRow = saved.rejectedInRow;
    this.events.restore(saved.events);
    if (this.#bounds !== null) {
      this.#bounds.low.set(saved.low);
      this.#bounds.high.set(saved.high);
      this.#computeAll();
      this.selector.rebuild();
    }
    this.selector.restore(saved.sums);
  }
}
