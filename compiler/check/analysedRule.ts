/** What analysis makes of a rule on molecules: its participants matched, in each direction. */
import type { Participant, Rule } from "../../grammar/syntax/declaration.ts";
import type { SymbolOfKind } from "../bind/scope.ts";
import type { AnalysedAgent, AnalysedBond } from "./patternAnalysis.ts";
import type { Place } from "./species.ts";

/** Molecules of a plain species that a rule takes or makes. */
export interface Reactant {
  readonly species: SymbolOfKind<"species">;
  readonly place: Place;
  readonly coefficient: number;
  readonly participant: Participant;
}

export interface RuleAgent extends AnalysedAgent {
  /** Which complex of its side it belongs to. */
  readonly complex: number;
  readonly action: Exclude<Participant["action"], "move complex">;
  /** Of the right side: what hangs together with it goes along into its new compartment. */
  readonly movesComplex: boolean;
  /** Which braces it stands in, counted on its side: bonds that are not stated join what stands in them. */
  readonly braces: number | null;
}

export interface RightAgent extends RuleAgent {
  /** Index of the same molecule on the left; null for a new one. */
  readonly from: number | null;
}

/** One direction of a rule. */
export interface RuleDirection {
  readonly left: readonly RuleAgent[];
  readonly right: readonly RightAgent[];
  /** Null for a rule without an arrow, which demands nothing of its products. */
  readonly rightComplexes: number | null;
  readonly leftComplexes: number;
  readonly consumed: readonly Reactant[];
  readonly produced: readonly Reactant[];
}

/** What each label of a variable's key stands for, in the order of the key. */
export type BondChoices = ReadonlyMap<string, AnalysedBond>;

export interface AnalysedRule {
  readonly rule: Rule;
  readonly forward: RuleDirection;
  readonly back: RuleDirection | null;
  /** Variables of the left side, then those of the right alone, with the labels of the states or bonds each may take. */
  readonly variables: ReadonlyMap<string, readonly string[]>;
  /** What the labels of those of the variables stand for that are bonds. */
  readonly bonds: ReadonlyMap<string, BondChoices>;
}
