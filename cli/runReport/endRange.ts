/** Between which values an observable ends over the points of a sweep, and at which points: numbers, and in words. */
import { amount } from "../plot/figure.ts";
import { type PointValues, valuesAt } from "../plot/lastValues.ts";
import type { ResultColumn, Results } from "../plot/results.ts";
import { meanOf } from "../plot/series.ts";
import { valueText } from "./course.ts";

export interface EndRange {
  readonly unit: string;
  readonly low: number;
  /** The point of the lowest: `k = 2 /s, q = 3`. */
  readonly lowAt: string;
  readonly high: number;
  readonly highAt: string;
  /** Whether all other points have no finished run. */
  readonly isOnly: boolean;
}

/** Values at the time `until` (in s) by point; runs that did not reach it would mix other times in, and are left out. */
export function finishedEnds(
  results: Results,
  observable: ResultColumn,
  until: number,
): readonly PointValues[] {
  const times = valuesAt(results, results.time, null);
  return valuesAt(results, observable, null).map(({ point, values }, i) => ({
    point,
    values: values.filter((_, k) => (times[i]?.values[k] ?? 0) >= until * (1 - 1e-9)),
  }));
}

/** Of replicates the mean; of several points with the same value the first. Null where no run came to its end. */
export function endRangeOf(results: Results, observable: ResultColumn, until: number): EndRange | null {
  const all = finishedEnds(results, observable, until);
  const ends = all.flatMap(({ point, values }) =>
    values.length === 0 ? [] : [{ point, value: meanOf(values) }],
  );
  if (ends.length === 0) return null;
  const low = ends.reduce((best, end) => (end.value < best.value ? end : best));
  const high = ends.reduce((best, end) => (end.value > best.value ? end : best));
  const where = (point: readonly number[]): string =>
    results.swept.map(({ name, unit }, i) => `${name} = ${amount(point[i], unit)}`).join(", ");
  return {
    unit: observable.unit,
    low: low.value,
    lowAt: where(low.point),
    high: high.value,
    highAt: where(high.point),
    isOnly: ends.length === 1 && all.length > 1,
  };
}

/** `ends between 0.1 uM (lowest, at ca = 0.1 uM) and 0.9 uM (highest, at ca = 100 uM)`. */
export function endRangeText(range: EndRange | null): string {
  if (range === null) return "has no end yet: no run was finished";
  const { unit, low, lowAt, high, highAt, isOnly } = range;
  if (isOnly) return `ends at ${valueText(low, unit)} at ${lowAt}, the only point with a finished run`;
  if (!(high > low)) return `ends at ${valueText(low, unit)} whatever is swept`;
  return `ends between ${valueText(low, unit)} (lowest, at ${lowAt}) and ${valueText(high, unit)} (highest, at ${highAt})`;
}
