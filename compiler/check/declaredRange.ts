/** The bounds that `range` gives a value, in internal units. */
import type { Fields } from "../../grammar/syntax/declaration.ts";
import type { Expression, Quantity } from "../../grammar/syntax/expression.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";

export type DeclaredRange = readonly [low: number, high: number];

/** `factor`: internal units in the unit of the value, in which bare numbers are. Null: none, or not known before the run. */
export function declaredRange(
  program: BoundProgram,
  scope: Scope,
  fields: Fields | null,
  factor: number,
): DeclaredRange | null {
  if (fields === null || fields.range === null) return null;
  const [low, high] = [fields.range.low, fields.range.high].map((bound) => {
    const number = constantValue(program, scope, bound);
    return number !== null && isBare(bound) ? number * factor : number;
  });
  return low === null || high === null ? null : [low, high];
}

/** `5 mV` and `-5 mV`; null for anything else. */
export function literal(expression: Expression): Quantity | null {
  if (expression.kind === "unary" && expression.operator === "-") return literal(expression.operand);
  return expression.kind === "quantity" ? expression : null;
}

export function isBare(expression: Expression): boolean {
  const written = literal(expression);
  return written !== null && written.unit === null;
}
