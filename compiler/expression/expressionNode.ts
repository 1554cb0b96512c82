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
  | PulseSumNode;

export interface OperationNode {
  readonly kind: "operation";
  readonly operation: Operation;
  readonly operands: readonly ExpressionId[];
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
