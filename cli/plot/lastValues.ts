/** Values of an observable at one time of every run: what heat maps and distributions show. */
import { UsageError } from "../exitCode.ts";
import type { ResultColumn, Results } from "./results.ts";
import { sweepPointsOf } from "./series.ts";
import { timeUnitOf } from "./timeUnit.ts";

export interface PointValues {
  /** The swept values. */
  readonly point: readonly number[];
  /** One a replicate. */
  readonly values: readonly number[];
}

/** At the output time nearest to `at`, in s; null: at the end of each run. */
export function valuesAt(results: Results, y: ResultColumn, at: number | null): readonly PointValues[] {
  const { time } = results;
  const nearest = (rows: readonly number[]): number =>
    at === null
      ? rows[rows.length - 1]
      : rows.reduce((best, row) =>
          Math.abs(time.values[row] - at) < Math.abs(time.values[best] - at) ? row : best,
        );
  return sweepPointsOf(results).map(({ values, replicates }) => ({
    point: values,
    values: replicates.map((rows) => y.values[nearest(rows)]),
  }));
}

/** @throws UsageError for a time (s) before the first or after the last: nothing is known of it. */
export function requireTime(at: number, times: Iterable<number>): void {
  let [first, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    first = Math.min(first, time);
    last = Math.max(last, time);
  }
  const slack = 1e-9 * Math.max(Math.abs(first), Math.abs(last));
  if (at < first - slack || at > last + slack)
    throw new UsageError(`--at ${at} s is outside the times of the results, ${first} to ${last} s`);
}

/** "at the end" or "at 5 s", as titles say it: the output time that is shown. */
export function timeText({ time }: Results, at: number | null): string {
  const last = time.values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  const shown =
    at === null ? last : time.values.reduce((best, t) => (Math.abs(t - at) < Math.abs(best - at) ? t : best));
  const unit = timeUnitOf(last);
  return `at ${Number((shown / unit.seconds).toPrecision(6))} ${unit.name}`;
}
