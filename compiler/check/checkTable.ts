/** Tables: one cell for every combination of labels, no more, no fewer, each of the table's unit. */
import type { Name } from "../../grammar/syntax/common.ts";
import type { Table, TableKey, TableRow } from "../../grammar/syntax/declaration.ts";
import { isDimensionless } from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { rowCombinations, rowText } from "./tableCell.ts";
import { tableLabels } from "./tableTypes.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { nearestName, nearestOf } from "../../diagnostics/nearest.ts";
import { describeQuantity } from "./describeQuantity.ts";
import { describeType, fits } from "./valueType.ts";

export function checkTable(table: Table, scope: Scope, checker: Typing): void {
  const labels = table.keys.map((key) => keyLabels(key, scope, checker));
  const known = labels.filter((one) => one !== null);
  if (known.length < labels.length) return;
  for (const key of table.keys) {
    if (key.kind === "labels") reportRepeated(key.labels, scope, checker);
  }
  const hasColumns = known.length > 1;
  if (hasColumns && !checkColumns(table, known.at(-1) ?? [], scope, checker)) return;
  checkRows(table, hasColumns ? known.slice(0, -1) : known, scope, checker);
  checkCells(table, scope, checker);
}

function checkColumns(
  { name, keys, columns }: Table,
  labels: readonly string[],
  scope: Scope,
  { sink }: Typing,
): boolean {
  const at = (span: Table["span"]) => ({ file: scope.file, span });
  const table = name.text;
  if (columns === null) {
    sink.report("TDL4018", at(name.span), { table, keys: keys.length, columns: labels.join(", ") });
    return false;
  }
  const missing = labels.filter((label) => !columns.some(({ text }) => text === label));
  const foreign = columns.filter(({ text }) => !labels.includes(text));
  for (const { text, span } of foreign) {
    const values = { table, kind: "column" as const, label: text, nearest: nearestOf(text, missing) };
    sink.report("TDL4013", at(span), values);
  }
  // A missing column and a foreign one are one misspelt name.
  if (missing.length > foreign.length)
    sink.report("TDL4012", at(name.span), { table, kind: "column", missing: missing.join(", ") });
  return true;
}

/** `keys`: the labels of all keys but that of the columns. */
function checkRows(table: Table, keys: readonly (readonly string[])[], scope: Scope, { sink }: Typing): void {
  const at = (span: Table["span"]) => ({ file: scope.file, span });
  const name = table.name.text;
  const needed = rowCombinations(keys);
  const isNeeded = (row: TableRow): boolean => needed.some((labels) => rowText(labels) === textOf(row));
  const missing = needed.map(rowText).filter((text) => !table.rows.some((row) => textOf(row) === text));
  const foreign = table.rows.filter((row) => !isNeeded(row));
  const width = table.columns?.length ?? 1;
  const seen = new Set<string>();
  for (const row of table.rows) {
    const { labels, cells, span } = row;
    const text = textOf(row);
    if (labels.length !== keys.length) {
      const values = { table: name, row: text, expected: keys.length, found: labels.length };
      sink.report("TDL4019", at(labels[0]?.span ?? span), values);
    } else {
      for (const [i, label] of labels.entries()) {
        const known = keys[i] ?? [];
        if (known.includes(label.text) || !isLabel(label.text)) continue;
        const nearest = nearestOf(label.text, keys.length === 1 ? missing : known);
        sink.report("TDL4013", at(label.span), { table: name, kind: "row", label: label.text, nearest });
      }
    }
    const [first, last] = [labels[0], labels.at(-1)];
    if (seen.has(text) && first !== undefined && last !== undefined)
      sink.report("TDL3012", at({ start: first.span.start, end: last.span.end }), { name: text });
    seen.add(text);
    if (cells.length !== width) {
      const values = { table: name, row: text, expected: width, found: cells.length };
      sink.report("TDL4011", at(span), values);
    }
  }
  // A missing row and a foreign one are one misspelt name.
  if (missing.length > foreign.length)
    sink.report("TDL4012", at(table.name.span), { table: name, kind: "row", missing: missing.join("; ") });
}

function checkCells(table: Table, scope: Scope, checker: Typing): void {
  const unit = table.unit === null ? null : checker.unitDimension(table.unit, scope);
  for (const cell of table.rows.flatMap(({ cells }) => cells)) {
    const type = checker.typeOf(cell, scope, noLocals);
    // A plain number in a cell is in the table's unit.
    if (unit === null || fits(type, unit)) continue;
    if (type.kind === "quantity" && type.dimension !== null && isDimensionless(type.dimension)) continue;
    const values = {
      what: `A cell of ${table.name.text}`,
      expected: describeQuantity(unit),
      found: describeType(type),
    };
    checker.sink.report("TDL4003", { file: scope.file, span: cell.span }, values);
  }
}

function reportRepeated(labels: readonly Name[], scope: Scope, { sink }: Typing): void {
  const seen = new Set<string>();
  for (const { text, span } of labels) {
    if (seen.has(text)) sink.report("TDL3012", { file: scope.file, span }, { name: text });
    seen.add(text);
  }
}

function textOf({ labels }: TableRow): string {
  return rowText(labels.map(({ text }) => text));
}

/** Names, bonds and whole numbers; anything else was reported when it was read. */
function isLabel(text: string): boolean {
  return text === "." || !/^[\d.]/.test(text) || /^\d+$/.test(text);
}

/** The labels of a key; null after reporting that it names no site with states. */
function keyLabels(key: TableKey, scope: Scope, checker: Typing): readonly string[] | null {
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
