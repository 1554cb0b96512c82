/** The bounds that `range` gives a value, in internal units. */
import type { Fields } from "../../grammar/syntax/declaration.ts";
import type { Expression, Quantity } from "../../grammar/syntax/expression.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import { factorOf } from "../model/translate.ts";
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

/** Of a parameter. Null: none, or not known before the run. */
export function rangeOfParameter(
  program: BoundProgram,
  parameter: SymbolOfKind<"param">,
): DeclaredRange | null {
  const written = literal(parameter.node.value);
  const factor = written?.unit == null ? unitOf(parameter) : factorOf(written.unit.text);
  return declaredRange(program, parameter.scope, parameter.node.fields, factor);
}

/** Internal units in the unit of a value that is written as a bare number. */
export function unitOf({ node }: SymbolOfKind<"param">): number {
  return node.unit === null ? 1 : factorOf(node.unit.text);
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
