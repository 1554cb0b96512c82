/** What a BNGL file says (BioNetGen 2.9), block by block, with positions in its text. */
import type { Span } from "../../diagnostics/source.ts";

export interface BnglName {
  readonly text: string;
  readonly span: Span;
}

export type BnglBond =
  | { readonly kind: "label"; readonly label: string }
  /** `!+` */
  | { readonly kind: "bound" }
  /** `!?` */
  | { readonly kind: "any" };

/** `s~p!1`: name, state and bonds. */
export interface BnglComponent {
  readonly name: BnglName;
  /** All states of a molecule type; at most one in a pattern, `?` for any. */
  readonly states: readonly BnglName[];
  readonly bonds: readonly BnglBond[];
  /** `s%x`: says which component of the other side of a rule it is. */
  readonly label: string | null;
  readonly span: Span;
}

export interface BnglMolecule {
  readonly name: BnglName;
  readonly components: readonly BnglComponent[];
  /** `A%x(..)`. */
  readonly label: string | null;
  /** `A(..)@cell`. */
  readonly compartment: BnglName | null;
  readonly span: Span;
}

/** Molecules joined by dots. */
export interface BnglPattern {
  readonly molecules: readonly BnglMolecule[];
  /** `@cell:A(..)`: where the whole species is. */
  readonly compartment: BnglName | null;
  /** `%x:A(..)`: a name for the whole species. */
  readonly label: BnglName | null;
  /** `$`: its quantity is held. */
  readonly isFixed: boolean;
  /** `{MatchOnce}A()`: however often it matches in a complex, that counts as one match. */
  readonly matchesOnce: boolean;
  /** `R()==2`: how many embeddings a counted species must have. */
  readonly quantifier: {
    readonly relation: BnglRelation;
    readonly number: number;
    readonly span: Span;
  } | null;
  readonly span: Span;
}

export type BnglRelation = "==" | "!=" | "<" | "<=" | ">" | ">=";

export type BnglExpression =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "name"; readonly name: BnglName; readonly span: Span }
  | {
      readonly kind: "call";
      readonly name: BnglName;
      readonly arguments: readonly BnglExpression[];
      readonly span: Span;
    }
  | {
      readonly kind: "unary";
      readonly operator: "-" | "+" | "!";
      readonly operand: BnglExpression;
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: BnglOperator;
      readonly left: BnglExpression;
      readonly right: BnglExpression;
      readonly span: Span;
    };

export type BnglOperator = "+" | "-" | "*" | "/" | "^" | "&&" | "||" | BnglRelation;

export interface BnglParameter {
  readonly name: BnglName;
  readonly value: BnglExpression;
}

export interface BnglMoleculeType {
  readonly name: BnglName;
  readonly components: readonly BnglComponent[];
}

export interface BnglCompartment {
  readonly name: BnglName;
  readonly dimensions: number;
  readonly volume: BnglExpression;
  readonly outside: BnglName | null;
}

export interface BnglSeed {
  readonly pattern: BnglPattern;
  readonly value: BnglExpression;
}

export interface BnglObservable {
  readonly name: BnglName;
  readonly type: "Molecules" | "Species";
  readonly patterns: readonly BnglPattern[];
}

export interface BnglFunction {
  readonly name: BnglName;
  readonly parameters: readonly BnglName[];
  readonly value: BnglExpression;
}

/** A term of the free energy: each match of the pattern adds the value, in units of kT. */
export interface BnglEnergy {
  /** Null when it has no name in the file. */
  readonly name: BnglName | null;
  readonly pattern: BnglPattern;
  readonly value: BnglExpression;
}

export interface BnglRule {
  /** Null when the rule has no name in the file. */
  readonly name: BnglName | null;
  readonly left: readonly BnglPattern[];
  readonly right: readonly BnglPattern[];
  readonly isReversible: boolean;
  readonly forward: BnglExpression;
  readonly back: BnglExpression | null;
  readonly deletesMolecules: boolean;
  readonly isTotalRate: boolean;
  /** `MoveConnected`: what hangs together with a moved molecule, in its compartment, goes along. */
  readonly movesConnected: boolean;
  readonly conditions: readonly BnglCondition[];
  readonly span: Span;
}

/** `exclude_reactants(1, A(b), C(d))`: one of these patterns, or none, in the reactant or product. */
export interface BnglCondition {
  readonly kind: "include" | "exclude";
  readonly side: "reactant" | "product";
  /** From 1. */
  readonly index: number;
  readonly patterns: readonly BnglPattern[];
  readonly span: Span;
}

/** `simulate({method=>"ode",t_end=>10})`. */
export interface BnglAction {
  readonly name: BnglName;
  readonly options: ReadonlyMap<string, BnglOption>;
  /** Arguments outside braces: `setParameter("k", 2)`. */
  readonly values: readonly BnglOption[];
  readonly span: Span;
}

export interface BnglOption {
  /** Without quotes. */
  readonly text: string;
  readonly span: Span;
}

export interface BnglModel {
  readonly parameters: readonly BnglParameter[];
  readonly moleculeTypes: readonly BnglMoleculeType[];
  /** Whether the file has such a block: without one the types follow from their use. */
  readonly hasMoleculeTypes: boolean;
  readonly compartments: readonly BnglCompartment[];
  readonly seeds: readonly BnglSeed[];
  readonly observables: readonly BnglObservable[];
  readonly functions: readonly BnglFunction[];
  readonly energies: readonly BnglEnergy[];
  readonly rules: readonly BnglRule[];
  readonly actions: readonly BnglAction[];
}
