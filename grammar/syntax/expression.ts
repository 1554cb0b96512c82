/** Expressions. */
import type { Span } from "../../diagnostics/source.ts";
import type { Name, Path, UnitText } from "./common.ts";
import type { Pattern } from "./pattern.ts";

export type BinaryOperator =
  | "+"
  | "-"
  | "*"
  | "/"
  | "^"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "and"
  | "or";
export type UnaryOperator = "-" | "+" | "not";
export type Measure = "count" | "amount" | "fraction" | "complexes";

export type Expression =
  | Quantity
  | Reference
  | TimeExpression
  | UnaryExpression
  | BinaryExpression
  | ConditionalExpression
  | CallExpression
  | IndexExpression
  | ConcentrationExpression
  | MeasureExpression
  | AggregateExpression
  | UnitEscape;

/** A number with or without a unit: `4`, `4 /uM/s`, `2 %`. */
export interface Quantity {
  readonly kind: "quantity";
  readonly value: number;
  /** The number as written. */
  readonly text: string;
  readonly unit: UnitText | null;
  readonly span: Span;
}

/** `k`, `camkii.active`, `head.volume`, `f.pos`. */
export interface Reference {
  readonly kind: "reference";
  readonly path: Path;
  readonly span: Span;
}

/** `time`, the simulated time. */
export interface TimeExpression {
  readonly kind: "time";
  readonly span: Span;
}

export interface UnaryExpression {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expression;
  readonly span: Span;
}

export interface BinaryExpression {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly left: Expression;
  readonly right: Expression;
  readonly operatorSpan: Span;
  readonly span: Span;
}

/** `if condition then a else b`. */
export interface ConditionalExpression {
  readonly kind: "conditional";
  readonly condition: Expression;
  readonly consequent: Expression;
  readonly alternate: Expression;
  readonly span: Span;
}

export interface CallExpression {
  readonly kind: "call";
  readonly callee: Path;
  readonly arguments: readonly Expression[];
  readonly span: Span;
}

/** `kon[i, j]`: a cell of a table. */
export interface IndexExpression {
  readonly kind: "index";
  readonly table: Path;
  readonly indices: readonly Expression[];
  readonly span: Span;
}

/** `[Ca]`, `[CaM(k[_])]`. */
export interface ConcentrationExpression {
  readonly kind: "concentration";
  readonly of: Pattern;
  readonly span: Span;
}

export interface Having {
  readonly relation: "==" | "<" | "<=" | ">" | ">=";
  readonly number: number;
  readonly span: Span;
}

/**
 * `count CaM(k[_])`, `amount Ca`, `fraction CaMKII(T286{p})`, `complexes { … }`; `count CaM(k[_]) of a`: in the
 * complex of the molecule that the rule labels `a`.
 */
export interface MeasureExpression {
  readonly kind: "measure";
  readonly measure: Measure;
  readonly of: Pattern;
  /** `complexes P having >= 3`: how often the pattern must match in a counted complex; null: at least once. */
  readonly having: Having | null;
  /** Label of a molecule of the rule; null: in the whole model. */
  readonly owner: Name | null;
  readonly span: Span;
}

/** `sum(0.5 * cross(a.pos, b.pos) over a: M(right[1]), b: M(left[1]))`: of a value over the matches of a pattern. */
export interface AggregateExpression {
  readonly kind: "aggregate";
  readonly aggregate: "sum" | "mean";
  /** May read attributes of the molecules that the pattern labels. */
  readonly value: Expression;
  readonly over: Pattern;
  readonly span: Span;
}

/**
 * The explicit ways around unit checking: `x unitless uM` is the number of x in uM, `x assume uM` reads
 * the plain number x in uM.
 */
export interface UnitEscape {
  readonly kind: "escape";
  readonly escape: "unitless" | "assume";
  readonly operand: Expression;
  readonly unit: UnitText;
  readonly span: Span;
}

/** `[Ca] = 10 uM`, `head.volume = 0.1 um^3`, `n.pos = …` in events and rules. */
export interface Assignment {
  readonly target: Reference | ConcentrationExpression | MeasureExpression;
  readonly value: Expression;
  readonly span: Span;
}

export interface NamedArgument {
  readonly name: Name;
  readonly value: Expression;
  readonly span: Span;
}
