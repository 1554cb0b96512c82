/** The trailing fields of a declaration: ranges and deviations fit the value's unit, the value its range. */
import type { Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Scope } from "../bind/scope.ts";
import { factorOf } from "../model/translate.ts";
import { constantValue } from "./constantValue.ts";
import { declaredRange, isBare, literal } from "./declaredRange.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

export function checkFields(
  statement: Extract<Statement, { readonly fields: unknown }>,
  scope: Scope,
  checker: Typing,
): void {
  const { fields } = statement;
  if (fields === null || !("value" in statement) || !("name" in statement)) return;
  if (statement.kind !== "param" && statement.kind !== "const" && statement.kind !== "variable") return;
  const type = checker.typeOf(statement.value, scope, noLocals);
  if (type.kind !== "quantity" || type.dimension === null) return;
  const { dimension } = type;
  const name = statement.name.text;
  const bounds = fields.range === null ? [] : [fields.range.low, fields.range.high];
  for (const bound of [...bounds, ...(fields.sd === null ? [] : [fields.sd])]) {
    const found = checker.typeOf(bound, scope, noLocals);
    // A bare number is in the unit of the value.
    if (fits(found, dimension) || isBare(bound)) continue;
    checker.sink.report(
      "TDL4003",
      { file: scope.file, span: bound.span },
      { what: `A bound of ${name}`, expected: describeQuantity(dimension), found: describeType(found) },
    );
  }
  const [low, high] = bounds;
  const value = constantValue(checker.program, scope, statement.value);
  const written = literal(statement.value);
  if (low === undefined || high === undefined || value === null || written === null) return;
  const scale = written.unit === null ? 1 : factorOf(written.unit.text);
  const range = declaredRange(checker.program, scope, fields, scale);
  if (range === null || (value >= range[0] && value <= range[1])) return;
  const textOf = (span: typeof low.span): string => scope.file.text.slice(span.start, span.end);
  checker.sink.report(
    "TDL4016",
    { file: scope.file, span: statement.value.span },
    { name, value: textOf(statement.value.span), range: `${textOf(low.span)} .. ${textOf(high.span)}` },
    range[0] > range[1]
      ? { suggestion: `The lower bound comes first: \`range ${textOf(high.span)} .. ${textOf(low.span)}\`.` }
      : {},
  );
}
