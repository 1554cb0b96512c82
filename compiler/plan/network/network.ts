/** Reaction networks, and the limits up to which they are generated. */
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { Stoichiometry } from "../../model/flatModel.ts";
import type { StructuredRule } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";

export interface NetworkLimits {
  readonly species: number;
  readonly reactions: number;
  /** Molecules in one complex, unless one of the start is nearly as large. */
  readonly molecules: number;
  /** Molecules in all complexes together; absent: no limit. */
  readonly together?: number;
}

/** What grows beyond 100 molecules will hardly end, and listing it gets slow: told in seconds, not after minutes. */
export const defaultNetworkLimits: NetworkLimits = {
  species: 100_000,
  reactions: 1_000_000,
  molecules: 100,
  together: 2_000_000,
};

export interface NetworkReaction {
  readonly rule: StructuredRule;
  /** Complexes (not plain species), each once. */
  readonly reactants: readonly Stoichiometry[];
  readonly products: readonly Stoichiometry[];
  /** Multiplies the rule's constant: ways to happen, with n!/symmetry for identical reactants. */
  readonly factor: number;
  /** What the symbols in the rule's rates stand for here. */
  readonly values: ReadonlyMap<SymbolId, number>;
  /** The rate inside one complex applies. */
  readonly isWithin: boolean;
  /** The compartment whose size the rate constant refers to; null: no molecule decides. */
  readonly compartment: number | null;
}

export interface Network {
  readonly complexes: readonly ComplexGraph[];
  readonly layouts: readonly TypeLayout[];
  /** Initial amount of each complex, null for none. */
  readonly initial: readonly (ExpressionId | null)[];
  /** By seed of the model, the number of its complex. */
  readonly seeds: readonly number[];
  /** Complexes whose quantity is held. */
  readonly isFixed: readonly boolean[];
  readonly reactions: readonly NetworkReaction[];
  /** Set when a limit stopped the generation: which, and the rule that was being applied. */
  readonly stopped: {
    readonly what: keyof NetworkLimits;
    readonly limit: number;
    readonly rule: string;
  } | null;
}
