/**
 * The least that a quantity can be before any experiment: with the values of its parameters, and with each of them at the
 * ends of its `range`. What depends on anything else is not known.
 */
import type { Definition } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import { constantValue, type OtherValue } from "./constantValue.ts";
import { isBare, rangeOfParameter, unitOf } from "./declaredRange.ts";
import type { Typing } from "./typing.ts";

type ParameterSymbol = SymbolOfKind<"param">;

export interface LeastValue {
  /** In internal units. */
  readonly value: number;
  /** The parameter at an end of whose range it is so; null with all values as declared. */
  readonly at: string | null;
}

/** Null when it is not known. */
export function leastValue(program: BoundProgram, scope: Scope, expression: Expression): LeastValue | null {
  const used = new Set<ParameterSymbol>();
  const valueWith = (moved: ParameterSymbol | null, end: number): number | null => {
    const other: OtherValue = (symbol, depth) => {
      if (symbol === moved) return end;
      if (symbol.kind === "define")
        return constantValue(program, symbol.scope, symbol.node.value, depth + 1, other);
      if (symbol.kind !== "param") return null;
      used.add(symbol);
      const { value } = symbol.node;
      const number = constantValue(program, symbol.scope, value, depth + 1, other);
      return number !== null && isBare(value) ? number * unitOf(symbol) : number;
    };
    return constantValue(program, scope, expression, 0, other);
  };
  const declared = valueWith(null, 0);
  if (declared === null) return null;
  let least: LeastValue = { value: declared, at: null };
  for (const parameter of used) {
    for (const end of rangeOfParameter(program, parameter) ?? []) {
      const value = valueWith(parameter, end);
      if (value !== null && value < least.value) least = { value, at: parameter.name };
    }
  }
  return least;
}

/** Reports what can be below zero (TDL5025), or, where it must be above, zero (TDL5015). `what` begins the sentence. */
export function checkSign(
  expression: Expression,
  scope: Scope,
  checker: Typing,
  what: string,
  mayBeZero: boolean,
): void {
  const extras = signFault(expression, scope, checker, mayBeZero);
  if (extras === null) return;
  const location = { file: scope.file, span: expression.span };
  checker.sink.report(mayBeZero ? "TDL5025" : "TDL5015", location, { what }, extras);
}

/** Reports a persistence length that can be zero or below. */
export function checkPersistence({ value, persistence }: Definition, scope: Scope, checker: Typing): void {
  if (persistence === undefined) return;
  const extras = signFault(value, scope, checker, false);
  if (extras === null) return;
  checker.sink.report("TDL5277", { file: scope.file, span: value.span }, persistence, extras);
}

/** Null where nothing is wrong. */
function signFault(
  expression: Expression,
  scope: Scope,
  checker: Typing,
  mayBeZero: boolean,
): { readonly suggestion?: string } | null {
  const least = leastValue(checker.program, scope, expression);
  if (least === null || least.value > 0 || (mayBeZero && least.value === 0)) return null;
  return least.at === null ? {} : { suggestion: `The \`range\` of ${least.at} goes too far for this.` };
}
