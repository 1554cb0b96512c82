/** What an expression graph is made of: ids, symbols and nodes. */
import type { Operation } from "./operations.ts";

declare const expressionIdBrand: unique symbol;
declare const symbolIdBrand: unique symbol;
export type ExpressionId = number & { readonly [expressionIdBrand]: true };
export type SymbolId = number & { readonly [symbolIdBrand]: true };

export type SymbolKind = "parameter" | "state" | "time" | "local" | "definition" | "attribute" | "input";

export interface SymbolInfo {
  readonly id: SymbolId;
  readonly name: string;
  readonly kind: SymbolKind;
}

export type ExpressionNode =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "boolean"; readonly value: boolean }
  | { readonly kind: "symbol"; readonly symbol: SymbolId }
  | OperationNode
  | PulseSumNode
  | CallNode;

export interface OperationNode {
  readonly kind: "operation";
  readonly operation: Operation;
  readonly operands: readonly ExpressionId[];
}

/**
 * One of the values of a function that works from tables (a trained net, a library of states): pure, a number
 * for the same operands always. Values of one call share their work where they stand together.
 */
export interface CallNode {
  readonly kind: "call";
  /** Name of a function that the graph knows. */
  readonly callee: string;
  /** Which of its values. */
  readonly index: number;
  readonly operands: readonly ExpressionId[];
}

/** A function of several numbers with several values. */
export interface TabledFunction {
  readonly name: string;
  readonly arity: number;
  /** @throws RangeError for an index that it does not have. */
  readonly value: (index: number, ...operands: number[]) => number;
  /** The function whose value `index * arity + j` is the derivative of value `index` by operand j; null: none. */
  readonly partials: string | null;
}

/**
 * The sum over pulses i = 0 … count - 1 that have begun, s_i = start + i period <= time, of the body with the
 * local time time - s_i. A period that is not positive means a single pulse.
 */
export interface PulseSumNode {
  readonly kind: "sumOverPulses";
  readonly operands: readonly [
    body: ExpressionId,
    start: ExpressionId,
    period: ExpressionId,
    count: ExpressionId,
    time: ExpressionId,
  ];
  /** The symbol bound in the body; it must not occur outside. */
  readonly localTime: SymbolId;
}

export interface PulseSum {
  readonly body: ExpressionId;
  readonly start: ExpressionId;
  readonly period: ExpressionId;
  readonly count: ExpressionId;
  readonly time: ExpressionId;
  readonly localTime: SymbolId;
}
