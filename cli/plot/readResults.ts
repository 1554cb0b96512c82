/**
 * Reads a result table, as `tendril run --out` writes it, and the run record beside it, if there is one, for the
 * units and the experiment's plots.
 */
import { existsSync, readFileSync } from "node:fs";
import { extname, resolve } from "node:path";
import { recordPath } from "../../runtime/outputFiles.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { isRunRecord } from "../../runtime/results/runRecord.ts";
import { systemReason } from "../../runtime/systemReason.ts";
import { UsageError } from "../exitCode.ts";
import { type ColumnTable, parseCsv } from "./readCsv.ts";
import { type Results, resultsOf } from "./results.ts";

/** @throws UsageError when the file can not be read or is no result table. */
export async function readResults(path: string, cwd: string): Promise<Results> {
  const { units, ...table } = await readTable(path, readBytes(path, cwd));
  const record = readRecord(resolve(cwd, recordPath(path)), table.names);
  const results = resultsOf(table, record, units);
  if (results === null)
    throw new UsageError(`${path} has no column time; plot reads the tables that tendril run --out writes`);
  if (results.rows === 0) throw new UsageError(`${path} has no rows to plot`);
  return results;
}

interface UnitTable extends ColumnTable {
  /** The table's own; a CSV table has none. */
  readonly units?: ReadonlyMap<string, string>;
}

async function readTable(path: string, bytes: Buffer): Promise<UnitTable> {
  const ending = extname(path).toLowerCase();
  try {
    if (ending === ".arrow") return (await import("../tables/arrowTable.ts")).readArrow(bytes);
    if (ending === ".parquet") return await (await import("../tables/parquetTable.ts")).readParquet(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${path} can not be read as ${ending.slice(1)}: ${reason}`);
  }
  return parseCsv(bytes.toString("utf8"), path);
}

function readBytes(path: string, cwd: string): Buffer {
  try {
    return readFileSync(resolve(cwd, path));
  } catch (error) {
    throw new UsageError(`the file ${path} can not be read: ${systemReason(error)}`);
  }
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
