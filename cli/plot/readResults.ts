/**
 * Reads a result table (CSV, as `tendril run --out` writes it) and the run record beside it, if there is one,
 * for the units and the experiment's plots.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { recordPath } from "../../runtime/outputFiles.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { isRunRecord } from "../../runtime/results/runRecord.ts";
import { UsageError } from "../exitCode.ts";
import { systemReason } from "../../runtime/systemReason.ts";

export interface ResultColumn {
  readonly name: string;
  /** "" for a plain number, and where no record tells. */
  readonly unit: string;
  readonly values: Float64Array;
}

export interface Results {
  readonly title: string | null;
  readonly rows: number;
  readonly swept: readonly ResultColumn[];
  /** Number of the replicate in each row; null when there is only one. */
  readonly replicate: Float64Array | null;
  readonly time: ResultColumn;
  readonly observables: readonly ResultColumn[];
  /** What the experiment asks to draw; empty where no record tells. */
  readonly plots: readonly PlotRequest[];
}

export interface PlotRequest {
  readonly values: readonly string[];
  readonly against: string;
  readonly title: string | null;
}

/** @throws UsageError when the file can not be read or is no result table. */
export function readResults(path: string, cwd: string): Results {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`the file ${path} can not be read: ${systemReason(error)}`);
  }
  const { names, columns } = parseTable(text, path);
  const timeAt = names.indexOf("time");
  if (timeAt < 0) {
    throw new UsageError(`${path} has no column time; plot reads the tables that tendril run --out writes`);
  }
  const record = readRecord(resolve(cwd, recordPath(path)), names);
  const units = new Map<string, string>([
    ["time", "s"],
    ...(record?.sweeps ?? []).map(({ parameter, unit }) => [parameter, unit] as const),
    ...(record?.observables ?? []).map(({ name, unit }) => [name, unit] as const),
  ]);
  const all = names.map((name, i): ResultColumn => {
    return { name, unit: units.get(name) ?? "", values: columns[i] ?? new Float64Array() };
  });
  const head = all.slice(0, timeAt);
  const time = all[timeAt];
  if (time === undefined) throw new Error("a column that was found is missing");
  return {
    title: record?.experimentTitle ?? record?.title ?? record?.model ?? null,
    rows: time.values.length,
    swept: head.filter(({ name }) => name !== "replicate"),
    replicate: head.find(({ name }) => name === "replicate")?.values ?? null,
    time,
    observables: all.slice(timeAt + 1),
    plots: record?.plots ?? [],
  };
}

/** The record, when there is one and it tells of this very table. */
function readRecord(path: string, names: readonly string[]): RunRecord | null {
  if (!existsSync(path)) return null;
  const text = readFileSync(path, "utf8");
  if (!isRunRecord(text)) return null;
  const record = JSON.parse(text) as RunRecord;
  return record.columns.length === names.length && record.columns.every((name, i) => name === names[i])
    ? record
    : null;
}

function parseTable(
  text: string,
  path: string,
): { readonly names: readonly string[]; readonly columns: readonly Float64Array[] } {
  const headerEnd = endOfRecord(text);
  const names = splitHeader(text.slice(0, headerEnd).replace(/\r$/, ""));
  const lines = text.slice(headerEnd + 1).split("\n");
  while (lines.at(-1)?.trim() === "") lines.pop();
  if (lines.length === 0) throw new UsageError(`${path} has no rows to plot`);
  const columns = names.map(() => new Float64Array(lines.length));
  for (const [row, line] of lines.entries()) {
    const cells = line.replace(/\r$/, "").split(",");
    const isWrong = cells.length !== names.length || cells.some((cell) => !isNumber(cell));
    if (isWrong) {
      throw new UsageError(`${path}: row ${row + 1} is not a row of ${names.length} numbers`);
    }
    for (const [i, column] of columns.entries()) column[row] = Number(cells[i]);
  }
  return { names, columns };
}

function isNumber(cell: string): boolean {
  return cell.trim() !== "" && (cell === "NaN" || !Number.isNaN(Number(cell)));
}

/** Where the first line ends, line breaks inside quotes apart. */
function endOfRecord(text: string): number {
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === "\n" && !isQuoted) return i;
  }
  return text.length;
}

/** Names of columns, quoted after RFC 4180 where they need it. */
function splitHeader(line: string): readonly string[] {
  const fields = line.match(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g) ?? [];
  const last = fields.at(-1) === "" && !line.endsWith(",") ? fields.slice(0, -1) : fields;
  return last.map((field) => {
    const text = field.endsWith(",") ? field.slice(0, -1) : field;
    return text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text;
  });
}
