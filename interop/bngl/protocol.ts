/**
 * The state that the actions of a BNGL file pass on: initial quantities that were set, and the runs since then.
 * A run that begins where another ended is one experiment with it, with an event where something was set between.
 */
import type { InitialQuantity } from "./initialQuantities.ts";

/** A quantity set or added to. */
export interface Change {
  readonly quantity: InitialQuantity;
  readonly kind: "set" | "add";
  /** An expression in the parameters, as text. */
  readonly value: string;
}

export interface Phase {
  readonly method: string;
  /** In s. */
  readonly duration: number;
  /** `set` statements of parameters in force, as one text. */
  readonly parameters: string;
  /** What was set before it. */
  readonly changes: readonly Change[];
}

export interface RunState {
  /** Of initial quantities, before the first run. */
  readonly initial: readonly Change[];
  readonly phases: readonly Phase[];
  /** Since the last run. */
  readonly pending: readonly Change[];
  /** Why nothing can go on from here; null when it can. */
  readonly broken: string | null;
}

export const atStart: RunState = { initial: [], phases: [], pending: [], broken: null };

export function afterChange(state: RunState, change: Change): RunState {
  return state.phases.length === 0
    ? { ...state, initial: [...state.initial, change] }
    : { ...state, pending: [...state.pending, change] };
}

export function afterRun(state: RunState, phase: Omit<Phase, "changes">): RunState {
  return { ...state, phases: [...state.phases, { ...phase, changes: state.pending }], pending: [] };
}

/** How long the runs so far took, in s. */
export function elapsed({ phases }: RunState): number {
  return phases.reduce((sum, { duration }) => sum + duration, 0);
}
