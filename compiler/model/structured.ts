/**
 * Structured molecules in the flat model: types, patterns, complexes and rules, all indices, no syntax.
 *
 * A molecule type has site classes; `multiplicity` identical sites of a class are separate site instances of
 * a molecule. A pattern site stands for one instance of its class; two pattern sites of one agent stand for
 * different instances. Rules with state variables have been expanded to one rule for each combination of
 * states, edits in place to a left side and actions.
 *
 * Semantics: propensity = constant * embeddings of the left side / automorphisms of the left side that the
 * rule (with its actions and products) preserves. `+` on the left means different complexes.
 */
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { Origin } from "./origin.ts";

export interface SiteClass {
  readonly name: string;
  /** Empty for a pure binding site. */
  readonly states: readonly string[];
  readonly multiplicity: number;
}

export interface MoleculeType {
  readonly name: string;
  readonly sites: readonly SiteClass[];
}

export type PatternBond =
  | { readonly kind: "any" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  /** Bound to another site of the same pattern; both ends say so. */
  | { readonly kind: "link"; readonly agent: number; readonly site: number }
  /** Bound to some site of this class of this type, which the pattern does not otherwise mention. */
  | { readonly kind: "partner"; readonly type: number; readonly siteClass: number };

export interface PatternSite {
  readonly siteClass: number;
  /** Index into the class's states; null: any. */
  readonly state: number | null;
  readonly bond: PatternBond;
}

export interface PatternAgent {
  /** Index into `types`. */
  readonly type: number;
  /** Index into `compartments`; null: any. */
  readonly compartment: number | null;
  /** Only the mentioned ones. */
  readonly sites: readonly PatternSite[];
}

/** One connected complex, or part of it. Agents without a path of links between them are connected unseen. */
export interface MoleculePattern {
  readonly agents: readonly PatternAgent[];
}

/** A concrete complex. Site instances of an agent are numbered class by class. */
export interface Complex {
  readonly agents: readonly ComplexAgent[];
}

export interface ComplexAgent {
  readonly type: number;
  readonly compartment: number;
  /** For each site instance: state index, -1 for a class without states. */
  readonly states: readonly number[];
  /** For each site instance: the bound site instance, or null. */
  readonly bonds: readonly ({ readonly agent: number; readonly site: number } | null)[];
}

/**
 * An agent of a rule: matched ones are numbered through all left patterns in order; created ones follow.
 */
export type AgentIndex = number;

export interface SiteReference {
  readonly agent: AgentIndex;
  /**
   * For a matched agent: index into its pattern's `sites`. For a created agent: site instance (numbered class
   * by class).
   */
  readonly site: number;
}

export type RuleAction =
  | { readonly kind: "state"; readonly at: SiteReference; readonly to: number }
  | { readonly kind: "bind"; readonly a: SiteReference; readonly b: SiteReference }
  | { readonly kind: "unbind"; readonly at: SiteReference }
  /** Partners are freed. */
  | { readonly kind: "delete"; readonly agent: AgentIndex }
  | { readonly kind: "deleteComplex"; readonly agent: AgentIndex }
  | { readonly kind: "move"; readonly agent: AgentIndex; readonly compartment: number }
  /** The agent with what hangs together with it, within its compartment and by the bonds that the actions before have
   * made, except other agents of the rule. */
  | { readonly kind: "moveComplex"; readonly agent: AgentIndex; readonly compartment: number };

/** A created molecule before bind actions: all sites free. */
export interface CreatedAgent {
  readonly type: number;
  readonly compartment: number;
  /** For each site instance. */
  readonly states: readonly number[];
}

/**
 * What the whole complex that holds an agent must have (or must not have), before the rule or after it.
 * Several `include` of one complex are alternatives.
 */
export interface ComplexCondition {
  readonly kind: "include" | "exclude";
  readonly side: "reactant" | "product";
  readonly agent: AgentIndex;
  readonly pattern: MoleculePattern;
}

/** Both ends included; `most` null: no upper end. From 0 on complexes without a match are counted too. */
export interface MatchRange {
  readonly least: number;
  readonly most: number | null;
}

/**
 * A value of each match of a rule, before it is applied: how often a pattern matches in the complex that holds
 * one of the rule's molecules. `symbol` stands for it in the rule's rates.
 */
export interface LocalMeasure {
  readonly symbol: SymbolId;
  /** A matched one. */
  readonly agent: AgentIndex;
  readonly pattern: MoleculePattern;
  /** count: embeddings / automorphisms of the pattern; complexes: 1 when there is one, else 0. */
  readonly measure: "count" | "complexes";
  /** Of `complexes`: how many matches there must be; null: at least one. */
  readonly having: MatchRange | null;
  /** As it is written. */
  readonly name: string;
}

export interface StructuredRule {
  readonly name: string;
  /** Patterns on the left, each in a complex of its own. */
  readonly patterns: readonly MoleculePattern[];
  readonly created: readonly CreatedAgent[];
  readonly actions: readonly RuleAction[];
  /**
   * Complexes of the right side as sets of agents, where the rule demands it: agents of one set end connected,
   * agents of different sets end in different complexes. Null: no demand (a rule without an arrow).
   */
  readonly products: readonly (readonly AgentIndex[])[] | null;
  readonly conditions: readonly ComplexCondition[];
  /** Matches that agree in all that the rule changes count as one. */
  readonly isDistinct: boolean;
  readonly locals: readonly LocalMeasure[];
  /** Where it is false the rule does not happen, as its rates say too; null: no condition. */
  readonly when: ExpressionId | null;
  /** The rates read the symbols of the model's energies: the changes that the rule makes at a match. */
  readonly isBalanced: boolean;
  /** Plain species consumed and made (indices into the flat model's species). */
  readonly consumed: readonly { readonly species: number; readonly count: number }[];
  readonly produced: readonly { readonly species: number; readonly count: number }[];
  readonly rate:
    | {
        readonly kind: "massAction";
        /** Between different complexes (and for one pattern). */
        readonly constant: ExpressionId;
        /** Two or more patterns inside one complex; null: that does not happen. In 1/s for two patterns. */
        readonly within: ExpressionId | null;
        /** `anywhere`: the same constant wherever the partners are, no test. */
        readonly anywhere: boolean;
      }
    | { readonly kind: "total"; readonly velocity: ExpressionId };
  readonly origin: Origin;
}

export interface StructuredSeed {
  readonly complex: Complex;
  /** Amount in count; uses parameters only. */
  readonly initial: ExpressionId;
  readonly isFixed: boolean;
  /** The measure of how many there are, where an event sets it; else null. */
  readonly counted: SymbolId | null;
}

/** A measure of a pattern in an expression; `symbol` stands for its value (a number, or count). */
export interface PatternMeasure {
  readonly symbol: SymbolId;
  readonly pattern: MoleculePattern;
  /** count: embeddings / automorphisms of the pattern; complexes: complexes with at least one embedding. */
  readonly measure: "count" | "complexes";
  /** How many matches a counted complex has; null: at least one. */
  readonly having: MatchRange | null;
  readonly name: string;
}

/**
 * A term of the free energy: every match of the pattern (embeddings / automorphisms) adds `value`, in units of
 * kT. In the rates of balanced rules `change` stands for the change of the number of matches.
 */
export interface EnergyTerm {
  readonly name: string;
  readonly pattern: MoleculePattern;
  /** Uses parameters only. */
  readonly value: ExpressionId;
  readonly change: SymbolId;
}

export interface StructuredCompartment {
  readonly name: string;
  readonly size: ExpressionId;
  readonly rank: 1 | 2 | 3;
}

export interface StructuredModel {
  readonly types: readonly MoleculeType[];
  readonly compartments: readonly StructuredCompartment[];
  readonly rules: readonly StructuredRule[];
  readonly seeds: readonly StructuredSeed[];
  readonly measures: readonly PatternMeasure[];
  readonly energies: readonly EnergyTerm[];
}
