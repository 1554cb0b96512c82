/** Between which values an observable ends over the points of a sweep, and at which points: numbers, and in words. */
import { amount } from "../plot/figure.ts";
import { valuesAt } from "../plot/lastValues.ts";
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
}

/** Of replicates the mean; of several points with the same value the first. */
export function endRangeOf(results: Results, observable: ResultColumn): EndRange {
  const ends = valuesAt(results, observable, null).map(({ point, values }) => ({
    point,
    value: meanOf(values),
  }));
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
  };
}

/** `ends between 0.1 uM (lowest, at ca = 0.1 uM) and 0.9 uM (highest, at ca = 100 uM)`. */
export function endRangeText({ unit, low, lowAt, high, highAt }: EndRange): string {
  if (!(high > low)) return `ends at ${valueText(low, unit)} whatever is swept`;
  return `ends between ${valueText(low, unit)} (lowest, at ${lowAt}) and ${valueText(high, unit)} (highest, at ${highAt})`;
}
