/**
 * Measured values to compare results with: a table (CSV) with a column `time` in s, or columns named as swept
 * parameters in their units, or both, and columns named as observables, in their units; a column NAME_sd holds the
 * standard deviations of NAME. An empty cell: not measured.
 */
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { nearestName } from "../../diagnostics/nearest.ts";
import { systemReason } from "../../runtime/systemReason.ts";
import { UsageError } from "../exitCode.ts";
import { type ColumnTable, parseCsv } from "./readCsv.ts";
import type { Results } from "./results.ts";

export interface Measurement {
  /** In s; null where the table has no times: at the end of a run. */
  readonly time: number | null;
  /** The swept parameters that the table names, in their units. */
  readonly swept: ReadonlyMap<string, number>;
  readonly value: number;
  /** Standard deviation; null where none is given. */
  readonly deviation: number | null;
}

/** By the name of the observable. */
export type Measurements = ReadonlyMap<string, readonly Measurement[]>;

/** A measurement in a picture. */
export interface MeasuredPoint {
  /** On the horizontal axis. */
  readonly at: number;
  readonly value: number;
  readonly deviation: number | null;
}

const deviationEnding = "_sd";
/** Values of parameters and times that differ by less, relatively, are the same: tables are written in decimals. */
const sameness = 1e-6;

/** @throws UsageError for a file that can not be read, or has a column that fits no observable. */
export function readMeasurements(path: string, cwd: string, results: Results): Measurements {
  const table = readTable(path, cwd);
  const time = columnOf(table, "time");
  const swept = results.swept.flatMap(({ name }) => {
    const column = columnOf(table, name);
    return column === null ? [] : [{ name, column }];
  });
  if (time === null && swept.length === 0) {
    const parameters = results.swept.map(({ name }) => name);
    throw new UsageError(`${path} has no column ${["time", ...parameters].join(" or ")}`);
  }
  const observables = results.observables.map(({ name }) => name);
  const measurements = new Map<string, readonly Measurement[]>();
  table.names.forEach((name, i) => {
    const isPlace = name === "time" || swept.some((parameter) => parameter.name === name);
    if (isPlace || isDeviation(name, table)) return;
    if (!observables.includes(name)) {
      const nearest = nearestName(name, observables);
      const help = nearest === null ? `there are ${observables.join(", ")}` : `did you mean ${nearest}?`;
      throw new UsageError(`${path}: no observable is called ${name}; ${help}`);
    }
    const deviations = columnOf(table, name + deviationEnding);
    const points = [...table.columns[i]].flatMap((value, row): Measurement[] => {
      const deviation = deviations?.[row] ?? Number.NaN;
      if (Number.isNaN(value)) return [];
      return [
        {
          time: time === null ? null : time[row],
          swept: new Map(swept.map(({ name: parameter, column }) => [parameter, column[row]])),
          value,
          deviation: Number.isNaN(deviation) ? null : deviation,
        },
      ];
    });
    measurements.set(name, points);
  });
  return measurements;
}

/**
 * Those over time that belong to the run with these swept values, or, with `fixed` null, to no single one of the
 * runs. Times in the unit of the axis are `seconds` long.
 */
export function measuredOverTime(
  measurements: readonly Measurement[] | undefined,
  fixed: ReadonlyMap<string, number> | null,
  seconds: number,
): readonly MeasuredPoint[] {
  return (measurements ?? []).flatMap(({ time, swept, value, deviation }) =>
    time !== null && belongs(swept, fixed) ? [{ at: time / seconds, value, deviation }] : [],
  );
}

/**
 * Those over a swept parameter, at the end of the runs at `end` s, that belong to the line with these values of the
 * other parameters, or, with `fixed` null, to no single one of several lines.
 */
export function measuredOverParameter(
  measurements: readonly Measurement[] | undefined,
  parameter: string,
  fixed: ReadonlyMap<string, number> | null,
  end: number,
): readonly MeasuredPoint[] {
  return (measurements ?? []).flatMap(({ time, swept, value, deviation }) => {
    const at = swept.get(parameter);
    const others = new Map([...swept].filter(([name]) => name !== parameter));
    const isAtEnd = time === null || isSame(time, end);
    return at !== undefined && isAtEnd && belongs(others, fixed) ? [{ at, value, deviation }] : [];
  });
}

/** What names no parameter belongs to the only line where no parameter tells lines apart. */
function belongs(swept: ReadonlyMap<string, number>, fixed: ReadonlyMap<string, number> | null): boolean {
  if (fixed === null) return swept.size === 0;
  if (swept.size === 0) return fixed.size === 0;
  return [...swept].every(([name, value]) => isSame(value, fixed.get(name) ?? Number.NaN));
}

function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) <= sameness * Math.max(Math.abs(a), Math.abs(b));
}

function readTable(path: string, cwd: string): ColumnTable {
  let text: string;
  try {
    text = readFileSync(resolve(cwd, path), "utf8");
  } catch (error) {
    throw new UsageError(`the file ${path} can not be read: ${systemReason(error)}`);
  }
  return parseCsv(text, path, true);
}

function isDeviation(name: string, { names }: ColumnTable): boolean {
  return name.endsWith(deviationEnding) && names.includes(name.slice(0, -deviationEnding.length));
}

function columnOf({ names, columns }: ColumnTable, name: string): Float64Array | null {
  const index = names.indexOf(name);
  return index < 0 ? null : columns[index];
}
