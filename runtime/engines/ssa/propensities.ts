/**
 * Propensities of a jump model: mass action from tables, everything else by the model's own code.
 *
 * A mass-action propensity is its constant times the falling factorials of its reactants (Gillespie 1977,
 * doi:10.1021/j100540a008). A reaction with too few reactants left is impossible, whatever its rate says, so
 * that no number of molecules ever becomes negative; a pool that is moved by flows can not give a molecule
 * below one.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { SimulationError } from "../../simulationError.ts";
import { badRate } from "../badRate.ts";
import type { ReactionLists } from "./dependencies.ts";

/**
 * The reactions that need no test: propensity = constant * n[first] * (n[second] + shift), where n holds the
 * states and, after the last one, a 1 that stands for a reactant that is not there.
 */
export interface SimplePropensities {
  /** 1 for a reaction of this form. */
  readonly isSimple: Uint8Array;
  readonly constant: Float64Array;
  readonly first: Int32Array;
  readonly second: Int32Array;
  /** -1 for two of the same, else 0. */
  readonly shift: Float64Array;
}

/** The reactions of the simple form that read each state. */
export function readersOfSimple(simple: SimplePropensities, states: number): ReactionLists {
  const readers: number[][] = Array.from({ length: states }, () => []);
  for (let reaction = 0; reaction < simple.isSimple.length; reaction++) {
    if (simple.isSimple[reaction] === 0) continue;
    const first = simple.first[reaction];
    const second = simple.second[reaction];
    if (first < states) readers[first].push(reaction);
    if (second < states && second !== first) readers[second].push(reaction);
  }
  const start = new Int32Array(states + 1);
  for (let state = 0; state < states; state++) start[state + 1] = start[state] + readers[state].length;
  return { start, reaction: Int32Array.from(readers.flat()) };
}

export class PropensityTable {
  readonly simple: SimplePropensities;
  readonly #jumps: JumpModel;
  readonly #c: Float64Array;
  /** For states that are moved by flows: a reaction needs as many of them as it takes. */
  readonly #isHeld: Uint8Array;
  /** What a reaction needs that has no mass-action form: state >= amount; by `needStart`. */
  readonly #needStart: Int32Array;
  readonly #needState: Int32Array;
  readonly #needAmount: Float64Array;

  constructor(model: CompiledModel, jumps: JumpModel, c: Float64Array) {
    this.#jumps = jumps;
    this.#c = c;
    const count = jumps.rateConstant.length;
    this.#isHeld = Uint8Array.from(model.states, ({ discrete }) => (discrete ? 0 : 1));
    for (const state of jumps.continuous) this.#isHeld[state] = 0;
    this.simple = {
      isSimple: new Uint8Array(count),
      constant: new Float64Array(count),
      first: new Int32Array(count).fill(model.states.length),
      second: new Int32Array(count).fill(model.states.length),
      shift: new Float64Array(count),
    };
    const isMoved = new Set(jumps.continuous);
    this.#needStart = new Int32Array(count + 1);
    const needState: number[] = [];
    const needAmount: number[] = [];
    for (let reaction = 0; reaction < count; reaction++) {
      if (jumps.rateConstant[reaction] < 0) {
        for (const [state, amount] of needsOfReaction(model, jumps, reaction)) {
          needState.push(state);
          needAmount.push(amount);
        }
      } else this.#readForm(reaction, isMoved);
      this.#needStart[reaction + 1] = needState.length;
    }
    this.#needState = Int32Array.from(needState);
    this.#needAmount = Float64Array.from(needAmount);
  }

  /**
   * Takes over the rate constants; call whenever `c` has changed.
   * @throws SimulationError for a constant that is negative or no finite number.
   */
  readConstants(t: number): void {
    const { rateConstant, reactionNames } = this.#jumps;
    for (let reaction = 0; reaction < rateConstant.length; reaction++) {
      const index = rateConstant[reaction];
      if (index < 0) continue;
      const value = this.#c[index];
      if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
        throw badPropensity(reactionNames[reaction], value, t);
      this.simple.constant[reaction] = value;
    }
  }

  /** In 1/s, as the model's rate gives it: it may be negative or no number, which the caller must refuse. */
  evaluate(reaction: number, t: number, y: Float64Array): number {
    return this.#jumps.rateConstant[reaction] < 0
      ? this.#byCode(reaction, t, y)
      : this.#massAction(reaction, y);
  }

  /** @throws SimulationError for a propensity that is negative or no finite number. */
  evaluateChecked(reaction: number, t: number, y: Float64Array): number {
    const value = this.evaluate(reaction, t, y);
    if (value >= 0 && value < Number.POSITIVE_INFINITY) return value;
    throw badPropensity(this.#jumps.reactionNames[reaction], value, t);
  }

  /** Reads whether a mass-action reaction has the simple form. */
  #readForm(reaction: number, isMoved: ReadonlySet<number>): void {
    const { reactantStart, reactantState, reactantMultiplicity } = this.#jumps;
    const { isSimple, first, second, shift } = this.simple;
    const start = reactantStart[reaction];
    const reactants = reactantStart[reaction + 1] - start;
    let order = 0;
    for (let entry = start; entry < start + reactants; entry++) {
      if (isMoved.has(reactantState[entry])) return;
      order += reactantMultiplicity[entry];
    }
    if (order > 2 || (reactants === 1 && order === 2 && this.#isHeld[reactantState[start]] === 1)) return;
    isSimple[reaction] = 1;
    if (order === 0) return;
    first[reaction] = reactantState[start];
    if (order === 1) return;
    second[reaction] = reactantState[start + reactants - 1];
    if (reactants === 1) shift[reaction] = -1;
  }

  #massAction(reaction: number, y: Float64Array): number {
    const { reactantStart, reactantState, reactantMultiplicity } = this.#jumps;
    let value = this.simple.constant[reaction];
    const end = reactantStart[reaction + 1];
    for (let entry = reactantStart[reaction]; entry < end; entry++) {
      const state = reactantState[entry];
      const n = y[state];
      const multiplicity = reactantMultiplicity[entry];
      if (n < multiplicity && (this.#isHeld[state] === 0 || multiplicity > 1)) return 0;
      for (let taken = 0; taken < multiplicity; taken++) value *= n - taken;
    }
    return value;
  }

  #byCode(reaction: number, t: number, y: Float64Array): number {
    const end = this.#needStart[reaction + 1];
    for (let need = this.#needStart[reaction]; need < end; need++) {
      if (y[this.#needState[need]] < this.#needAmount[need]) return 0;
    }
    return this.#jumps.propensity(reaction, t, y, this.#c);
  }
}

/** The error for a propensity that can not be used. */
export function badPropensity(name: string | undefined, value: number, t: number): SimulationError {
  return badRate(`the reaction ${name ?? "?"}`, value, t);
}

/**
 * States and the least amounts of them without which the reaction can not happen: its reactants that are
 * whole numbers of molecules (a species held at a concentration is no number), and what it takes away.
 */
function needsOfReaction(model: CompiledModel, jumps: JumpModel, reaction: number): Map<number, number> {
  const needs = new Map<number, number>();
  const demand = (state: number, amount: number): void => {
    needs.set(state, Math.max(amount, needs.get(state) ?? 0));
  };
  for (let entry = jumps.reactantStart[reaction]; entry < jumps.reactantStart[reaction + 1]; entry++) {
    const state = jumps.reactantState[entry];
    if (model.states[state].discrete) demand(state, jumps.reactantMultiplicity[entry]);
  }
  for (let entry = jumps.changeStart[reaction]; entry < jumps.changeStart[reaction + 1]; entry++) {
    const amount = jumps.changeAmount[entry];
    const state = jumps.changeState[entry];
    if (amount < 0 && model.states[state].kind === "species") demand(state, -amount);
  }
  return needs;
}
