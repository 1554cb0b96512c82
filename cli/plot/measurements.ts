/**
 * Measured values to compare results with: a table (CSV) with a column `time` in s and columns named as
 * observables, in their units; a column NAME_sd holds the standard deviations of NAME. An empty cell: not measured.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { nearestName } from "../../diagnostics/nearest.ts";
import { systemReason } from "../../runtime/systemReason.ts";
import { UsageError } from "../exitCode.ts";
import { type ColumnTable, parseCsv } from "./readCsv.ts";
import type { Results } from "./results.ts";

export interface MeasuredPoint {
  readonly time: number;
  readonly value: number;
  /** Standard deviation; null where none is given. */
  readonly deviation: number | null;
}

/** By the name of the observable. */
export type Measurements = ReadonlyMap<string, readonly MeasuredPoint[]>;

const deviationEnding = "_sd";

/** @throws UsageError for a file that can not be read, or has a column that fits no observable. */
export function readMeasurements(path: string, cwd: string, results: Results): Measurements {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`the file ${path} can not be read: ${systemReason(error)}`);
  }
  const table = parseCsv(text, path, true);
  const time = columnOf(table, "time");
  if (time === null) throw new UsageError(`${path} has no column time`);
  const observables = results.observables.map(({ name }) => name);
  const measurements = new Map<string, readonly MeasuredPoint[]>();
  table.names.forEach((name, i) => {
    if (name === "time" || isDeviation(name, table)) return;
    if (!observables.includes(name)) {
      const nearest = nearestName(name, observables);
      const help = nearest === null ? `there are ${observables.join(", ")}` : `did you mean ${nearest}?`;
      throw new UsageError(`${path}: no observable is called ${name}; ${help}`);
    }
    const deviations = columnOf(table, name + deviationEnding);
    const points = [...table.columns[i]].flatMap((value, row): MeasuredPoint[] => {
      const deviation = deviations?.[row] ?? Number.NaN;
      if (Number.isNaN(value)) return [];
      return [{ time: time[row], value, deviation: Number.isNaN(deviation) ? null : deviation }];
    });
    measurements.set(name, points);
  });
  return measurements;
}

function isDeviation(name: string, { names }: ColumnTable): boolean {
  return name.endsWith(deviationEnding) && names.includes(name.slice(0, -deviationEnding.length));
}

function columnOf({ names, columns }: ColumnTable, name: string): Float64Array | null {
  const index = names.indexOf(name);
  return index < 0 ? null : columns[index];
}
