/** What a Kappa file says (version 4 of the notation, as KaSim reads it), with positions in its text. */
import type { Span } from "../../diagnostics/source.ts";

export interface KappaName {
  readonly text: string;
  readonly span: Span;
}

export type KappaLink =
  | { readonly kind: "free" }
  /** `[_]` */
  | { readonly kind: "bound" }
  /** `[#]` */
  | { readonly kind: "any" }
  | { readonly kind: "label"; readonly label: number }
  /** `[y.B]`: bound to the site y of a B. */
  | { readonly kind: "partner"; readonly site: KappaName; readonly agent: KappaName };

/** `x{u/p}[./1]`: what is tested of a site, and what it becomes. */
export interface KappaSite {
  readonly name: KappaName;
  /** All states in a signature, at most one in a pattern; `#` for any. */
  readonly states: readonly KappaName[];
  readonly newState: KappaName | null;
  readonly links: readonly KappaLink[];
  readonly newLink: NewLink | null;
  /** `c{=2/+=1}`: a counter, whose test and change are not read. */
  readonly isCounter: boolean;
  readonly span: Span;
}

export type NewLink = { readonly kind: "free" } | { readonly kind: "label"; readonly label: number };

export interface KappaAgent {
  readonly name: KappaName;
  readonly sites: readonly KappaSite[];
  /** `A(..)+` and `A(..)-` of the edit notation. */
  readonly change: "keep" | "create" | "delete";
  readonly span: Span;
}

export interface KappaPattern {
  /** Null for the ghost agent `.`, which keeps places of the two sides of a rule in step. */
  readonly agents: readonly (KappaAgent | null)[];
  readonly span: Span;
}

export type KappaExpression =
  | { readonly kind: "number"; readonly text: string; readonly span: Span }
  | { readonly kind: "boolean"; readonly value: boolean; readonly span: Span }
  | { readonly kind: "variable"; readonly name: KappaName; readonly span: Span }
  /** `|atp|` */
  | { readonly kind: "token"; readonly name: KappaName; readonly span: Span }
  /** `|A(x[1]), B(y[1])|` */
  | { readonly kind: "pattern"; readonly pattern: KappaPattern; readonly span: Span }
  /** `[T]`, and the counters of the simulator: `[E]`, `[Tsim]`, … */
  | { readonly kind: "clock"; readonly name: string; readonly span: Span }
  | {
      readonly kind: "call";
      readonly function: string;
      readonly arguments: readonly KappaExpression[];
      readonly span: Span;
    }
  | {
      readonly kind: "binary";
      readonly operator: KappaOperator;
      readonly left: KappaExpression;
      readonly right: KappaExpression;
      readonly span: Span;
    }
  | {
      readonly kind: "choice";
      readonly condition: KappaExpression;
      readonly consequence: KappaExpression;
      readonly otherwise: KappaExpression;
      readonly span: Span;
    };

export type KappaOperator = "+" | "-" | "*" | "/" | "^" | "mod" | "&&" | "||" | "<" | ">" | "=" | "<>";

/** `0.5 atp` */
export interface KappaTokenTerm {
  readonly amount: KappaExpression;
  readonly token: KappaName;
}

export interface KappaSide {
  readonly pattern: KappaPattern;
  readonly tokens: readonly KappaTokenTerm[];
}

export interface KappaRate {
  readonly constant: KappaExpression;
  /** `{k}`: for instances whose agents are in one complex. */
  readonly unary: KappaExpression | null;
}

export interface KappaRule {
  readonly name: KappaName | null;
  /** Null in the edit notation, where `left` says what changes. */
  readonly right: KappaSide | null;
  readonly left: KappaSide;
  readonly isReversible: boolean;
  readonly rate: KappaRate;
  readonly back: KappaRate | null;
  readonly span: Span;
}

export interface KappaVariable {
  readonly name: KappaName;
  readonly value: KappaExpression;
  /** `%obs`. */
  readonly isObserved: boolean;
}

export interface KappaInit {
  readonly amount: KappaExpression;
  /** Of agents, or of these tokens. */
  readonly pattern: KappaPattern | null;
  readonly tokens: readonly KappaName[];
  readonly span: Span;
}

export type KappaEffect =
  | {
      readonly kind: "update";
      readonly variable: KappaName;
      readonly value: KappaExpression;
      readonly span: Span;
    }
  | {
      readonly kind: "token";
      readonly token: KappaName;
      readonly value: KappaExpression;
      readonly span: Span;
    }
  | { readonly kind: "stop"; readonly span: Span }
  /** `$ADD`, `$SNAPSHOT`, …, of which only the name is read. */
  | { readonly kind: "other"; readonly name: string; readonly span: Span };

/** `%mod: alarm 5 [T] > 3 do …; repeat …`. */
export interface KappaIntervention {
  /** Time units between two attempts; null: after every event. */
  readonly alarm: number | null;
  readonly condition: KappaExpression | null;
  readonly effects: readonly KappaEffect[];
  readonly repeat: KappaExpression | null;
  readonly span: Span;
}

export interface KappaModel {
  readonly agents: readonly KappaAgent[];
  readonly tokens: readonly KappaName[];
  readonly variables: readonly KappaVariable[];
  readonly plots: readonly KappaExpression[];
  readonly rules: readonly KappaRule[];
  readonly inits: readonly KappaInit[];
  readonly interventions: readonly KappaIntervention[];
  /** `%def`: settings of the simulator. */
  readonly settings: readonly KappaName[];
}
