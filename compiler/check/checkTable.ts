/** Tables: one cell for every combination of labels, no more, no fewer, each of the table's unit. */
import type { Table, TableKey } from "../../grammar/syntax/declaration.ts";
import { isDimensionless } from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { noLocals, tableLabels, type TypeChecker } from "./typeChecker.ts";
import { nearestName, nearestOf } from "../../diagnostics/nearest.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

export function checkTable(table: Table, scope: Scope, checker: TypeChecker): void {
  const { sink } = checker;
  const at = (span: Table["span"]) => ({ file: scope.file, span });
  const name = table.name.text;
  const [rowKey, columnKey] = table.keys;
  if (rowKey === undefined) return;
  const rowLabels = keyLabels(rowKey, scope, checker);
  const columnLabels = columnKey === undefined ? null : keyLabels(columnKey, scope, checker);
  if (rowLabels === null || (columnKey !== undefined && columnLabels === null)) return;
  if (table.keys.length > 2) {
    sink.report("TDL8001", at(table.keys[2]?.span ?? table.span), {
      what: "A table with more than two keys",
    });
    return;
  }
  for (const key of table.keys) {
    const labels = key.kind === "labels" ? key.labels : [];
    const seen = new Set<string>();
    for (const label of labels) {
      if (seen.has(label.text)) sink.report("TDL3012", at(label.span), { name: label.text });
      seen.add(label.text);
    }
  }
  if (columnLabels !== null) {
    const written = (table.columns ?? []).map((column) => column.text);
    const missing = columnLabels.filter((label) => !written.includes(label));
    if (table.columns === null) {
      sink.report("TDL4018", at(table.name.span), { table: name, columns: columnLabels.join(", ") });
      return;
    }
    const foreign = table.columns.filter((column) => !columnLabels.includes(column.text));
    for (const { text, span } of foreign) {
      sink.report("TDL4013", at(span), {
        table: name,
        kind: "column",
        label: text,
        nearest: nearestOf(text, missing),
      });
    }
    // A missing column and a foreign one are one misspelt name.
    if (missing.length > foreign.length) {
      sink.report("TDL4012", at(table.name.span), {
        table: name,
        kind: "column",
        missing: missing.join(", "),
      });
    }
  }
  const width = columnLabels === null ? 1 : (table.columns?.length ?? columnLabels.length);
  const seenRows = new Set<string>();
  const unit = table.unit === null ? null : checker.unitDimension(table.unit, scope);
  const missing = rowLabels.filter((label) => !table.rows.some((row) => row.label.text === label));
  const foreign = table.rows.filter((row) => !rowLabels.includes(row.label.text));
  for (const row of table.rows) {
    const { text, span } = row.label;
    if (foreign.includes(row) && isLabel(text)) {
      sink.report("TDL4013", at(span), {
        table: name,
        kind: "row",
        label: text,
        nearest: nearestOf(text, missing),
      });
    }
    if (seenRows.has(row.label.text)) sink.report("TDL3012", at(row.label.span), { name: row.label.text });
    seenRows.add(row.label.text);
    if (row.cells.length !== width) {
      sink.report("TDL4011", at(row.span), {
        table: name,
        row: row.label.text,
        expected: width,
        found: row.cells.length,
      });
    }
    for (const cell of row.cells) {
      const type = checker.typeOf(cell, scope, noLocals);
      // A plain number in a cell is in the table's unit.
      if (unit === null || fits(type, unit)) continue;
      if (type.kind === "quantity" && type.dimension !== null && isDimensionless(type.dimension)) continue;
      sink.report("TDL4003", at(cell.span), {
        what: `A cell of ${name}`,
        expected: describeQuantity(unit),
        found: describeType(type),
      });
    }
  }
  if (missing.length > foreign.length) {
    sink.report("TDL4012", at(table.name.span), { table: name, kind: "row", missing: missing.join(", ") });
  }
}

/** Names and whole numbers; anything else was reported when it was read. */
function isLabel(text: string): boolean {
  return !/^[\d.]/.test(text) || /^\d+$/.test(text);
}

/** The labels of a key; null after reporting that it names no site with states. */
function keyLabels(key: TableKey, scope: Scope, checker: TypeChecker): readonly string[] | null {
  const labels = tableLabels(checker, key, scope);
  if (labels !== null || key.kind === "labels") return labels;
  const location = { file: scope.file, span: key.span };
  const [owner, site] = key.path.parts;
  const symbol = owner === undefined ? null : scope.lookup(owner.text);
  const sites =
    symbol?.kind === "molecule"
      ? checker.molecules.sitesOf(symbol).filter(({ states }) => states !== null && states.length > 0)
      : [];
  const name = nearestName(
    site?.text ?? "",
    sites.map((declared) => declared.name.text),
  );
  checker.sink.report("TDL5125", location, {
    key: scope.file.text.slice(key.span.start, key.span.end),
    nearest: name === null ? null : `${owner?.text ?? ""}.${name}`,
  });
  return null;
}
