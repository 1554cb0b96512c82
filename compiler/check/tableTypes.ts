/** Types of what tables give, and the labels of their keys. */
import { nearestOf } from "../../diagnostics/nearest.ts";
import type { TableKey } from "../../grammar/syntax/declaration.ts";
import type { Expression, IndexExpression } from "../../grammar/syntax/expression.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { countText } from "./countText.ts";
import { type Locals, noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { settledType, unknownType, type ValueType } from "./valueType.ts";

/** The type of a table's cells; reports a wrong number of labels, and labels that the table lacks. */
export function typeOfIndex(
  checker: Typing,
  expression: IndexExpression,
  scope: Scope,
  locals: Locals,
): ValueType {
  const symbol = symbolOf(checker, resolvePath(checker.program, scope, expression.table), scope);
  if (symbol === null) return unknownType;
  if (symbol.kind !== "table") {
    checker.sink.report(
      "TDL3004",
      { file: scope.file, span: expression.table.span },
      { name: symbol.name, found: describeKind(symbol), expected: "a table" },
    );
    return unknownType;
  }
  const { keys, unit } = symbol.node;
  if (keys.length !== expression.indices.length) {
    checker.sink.report(
      "TDL4004",
      { file: scope.file, span: expression.span },
      {
        name: symbol.name,
        expected: countText(keys.length, "index", "indices"),
        given: expression.indices.length,
      },
    );
  }
  for (const [i, index] of expression.indices.entries()) {
    const key = keys[i];
    if (key === undefined) continue;
    const labels = tableLabels(checker, key, symbol.scope);
    if (labels === null) continue;
    const label = indexLabel(index);
    const local = label === null ? undefined : locals.get(label);
    if (local?.kind === "label") {
      const missing = local.labels.find((state) => !labels.includes(state));
      if (missing === undefined) continue;
      const location = { file: scope.file, span: index.span };
      checker.sink.report(
        "TDL4010",
        location,
        {
          label: missing,
          table: symbol.name,
          labels: labels.join(", "),
          nearest: null,
        },
        {
          suggestion: `\`?${label}\` stands for ${local.labels.join(", ")}: give the table a row or column for each.`,
        },
      );
      continue;
    }
    if (label !== null && labels.includes(label)) continue;
    if (label === null) checker.typeOf(index, scope, locals);
    checker.sink.report(
      "TDL4010",
      { file: scope.file, span: index.span },
      {
        label: label ?? scope.file.text.slice(index.span.start, index.span.end),
        table: symbol.name,
        labels: labels.join(", "),
        nearest: label === null ? null : nearestOf(label, labels),
      },
    );
  }
  if (unit !== null) return checker.unitType(unit, symbol.scope);
  const cell = symbol.node.rows[0]?.cells[0];
  return cell === undefined ? unknownType : settledType(checker.typeOf(cell, symbol.scope, noLocals));
}

/** Labels of a table's key; null (reported where the table is declared) when it names no site. */
export function tableLabels(checker: Typing, key: TableKey, scope: Scope): readonly string[] | null {
  if (key.kind === "labels") return key.labels.map(({ text }) => text);
  const [owner, site, ...rest] = key.path.parts;
  const symbol = owner === undefined || rest.length > 0 ? null : scope.lookup(owner.text);
  if (symbol?.kind !== "molecule") return null;
  const declaration = checker.molecules.sitesOf(symbol).find(({ name }) => name.text === site?.text);
  return declaration?.states?.map(({ text }) => text) ?? null;
}

/** The label that an index names: `first`, `0`; null for anything else. */
export function indexLabel(index: Expression): string | null {
  if (index.kind === "quantity" && index.unit === null) return index.text;
  if (index.kind === "reference" && index.path.parts.length === 1) return index.path.parts[0]?.text ?? null;
  return null;
}
