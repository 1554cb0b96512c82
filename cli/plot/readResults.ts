/**
 * Reads a result table, as `tendril run --out` writes it, and the run record beside it, if there is one, for the
 * units and the experiment's plots.
 */
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { recordPath } from "../../runtime/outputFiles.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { isRunRecord } from "../../runtime/results/runRecord.ts";
import { systemReason } from "../../runtime/systemReason.ts";
import { UsageError } from "../exitCode.ts";
import { parseCsv } from "./readCsv.ts";
import { type Results, resultsOf } from "./results.ts";

/** @throws UsageError when the file can not be read or is no result table. */
export async function readResults(path: string, cwd: string): Promise<Results> {
  const bytes = readBytes(path, cwd);
  const table = parseCsv(bytes.toString("utf8"), path);
  const results = resultsOf(table, readRecord(resolve(cwd, recordPath(path)), table.names));
  if (results !== null) return results;
  throw new UsageError(`${path} has no column time; plot reads the tables that tendril run --out writes`);
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
