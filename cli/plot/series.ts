/** Takes a result table apart into the lines of a plot. */
import type { ResultColumn, Results } from "./results.ts";

/** Rows of one point of the sweeps. */
export interface SweepPoint {
  /** The swept values, in the order of `results.swept`. */
  readonly values: readonly number[];
  /** Per replicate, the rows in order. */
  readonly replicates: readonly (readonly number[])[];
}

export interface Line {
  readonly x: readonly number[];
  readonly y: readonly number[];
}

/** Mean over replicates and the sample standard deviation around it. */
export interface Band {
  readonly x: readonly number[];
  readonly mean: readonly number[];
  readonly deviation: readonly number[];
  /** Whether no replicate is ever below zero, so that the band does not reach there either. */
  readonly isPositive: boolean;
}

export function sweepPointsOf(results: Results): readonly SweepPoint[] {
  const points = new Map<string, { values: readonly number[]; replicates: Map<number, number[]> }>();
  for (let row = 0; row < results.rows; row++) {
    const values = results.swept.map((column) => column.values[row] ?? Number.NaN);
    const key = values.join(" ");
    let point = points.get(key);
    if (point === undefined) {
      point = { values, replicates: new Map() };
      points.set(key, point);
    }
    const replicate = results.replicate?.[row] ?? 1;
    const rows = point.replicates.get(replicate);
    if (rows === undefined) point.replicates.set(replicate, [row]);
    else rows.push(row);
  }
  return [...points.values()].map(({ values, replicates }) => ({
    values,
    replicates: [...replicates.values()],
  }));
}

export function lineOf(rows: readonly number[], x: ResultColumn, y: ResultColumn): Line {
  const pick = (column: ResultColumn): readonly number[] =>
    rows.map((row) => column.values[row] ?? Number.NaN);
  return { x: pick(x), y: pick(y) };
}

/** Over the times that every replicate reached (one that was stopped has fewer). */
export function bandOf(replicates: readonly (readonly number[])[], x: ResultColumn, y: ResultColumn): Band {
  const count = Math.min(...replicates.map((rows) => rows.length));
  const band: { x: number[]; mean: number[]; deviation: number[] } = { x: [], mean: [], deviation: [] };
  let isPositive = true;
  for (let k = 0; k < count; k++) {
    const values = replicates.map((rows) => y.values[rows[k] ?? -1] ?? Number.NaN);
    band.x.push(x.values[replicates[0]?.[k] ?? -1] ?? Number.NaN);
    band.mean.push(meanOf(values));
    band.deviation.push(sampleDeviation(values));
    isPositive &&= values.every((value) => !(value < 0));
  }
  return { ...band, isPositive };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** 0 of a single value. */
export function sampleDeviation(values: readonly number[]): number {
  if (values.length < 2) return 0;
  const mean = meanOf(values);
  const squares = values.reduce((sum, value) => sum + (value - mean) * (value - mean), 0);
  return Math.sqrt(squares / (values.length - 1));
}
