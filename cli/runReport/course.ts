/** How an observable goes from its start to its end: numbers, and in words. */
import type { ResultColumn, Results } from "../plot/results.ts";
import { bandOf, sweepPointsOf } from "../plot/series.ts";
import { timeUnitOf } from "../plot/timeUnit.ts";

export interface Course {
  readonly name: string;
  readonly unit: string;
  readonly start: number;
  readonly end: number;
  readonly low: number;
  /** In s. */
  readonly lowAt: number;
  readonly high: number;
  readonly highAt: number;
  /** Standard deviation of the replicates at the end; null without replicates. */
  readonly endDeviation: number | null;
}

/** A turn on the way counts when it goes beyond both ends by this share of the whole range. */
const turnShare = 0.05;

/** Without sweeps; over replicates of their mean. */
export function courseOf(results: Results, observable: ResultColumn): Course {
  const [point] = sweepPointsOf(results);
  const { x, mean, deviation } = bandOf(point.replicates, results.time, observable);
  let [low, high] = [0, 0];
  mean.forEach((value, i) => {
    if (value < mean[low]) low = i;
    if (value > mean[high]) high = i;
  });
  const last = mean.length - 1;
  return {
    name: observable.name,
    unit: observable.unit,
    start: mean[0],
    end: mean[last],
    low: mean[low],
    lowAt: x[low],
    high: mean[high],
    highAt: x[high],
    endDeviation: point.replicates.length > 1 ? deviation[last] : null,
  };
}

/** `rises from 0 to 3.2 uM, with a peak of 5 uM at 12 s`. */
export function courseText(course: Course): string {
  const { unit, start, end, low, lowAt, high, highAt, endDeviation } = course;
  const shown = (value: number): string => valueText(value, unit);
  const spread = endDeviation === null ? "" : ` ± ${valueText(endDeviation, "")}`;
  const final = unit === "" ? `${valueText(end, "")}${spread}` : `${valueText(end, "")}${spread} ${unit}`;
  const range = high - low;
  // A sum that is kept changes by rounding.
  if (!(range > 1e-9 * Math.max(Math.abs(low), Math.abs(high)))) return `stays at ${shown(start)}`;
  const turns: string[] = [];
  if (high - Math.max(start, end) > turnShare * range)
    turns.push(`peaks at ${shown(high)} (${timeText(highAt)})`);
  if (Math.min(start, end) - low > turnShare * range)
    turns.push(`drops to ${shown(low)} (${timeText(lowAt)})`);
  if (turns.length === 2 && lowAt < highAt) turns.reverse();
  if (turns.length > 0) return `begins at ${shown(start)}, ${turns.join(", ")}, ends at ${final}`;
  if (Math.abs(end - start) <= turnShare * range) return `ends where it began, at ${final}`;
  return `${end > start ? "rises" : "falls"} from ${shown(start)} to ${final}`;
}

/** Four digits say enough in words, but numbers of molecules are not rounded to tens. */
export function valueText(value: number, unit: string): string {
  const size = Math.abs(value);
  const digits = size >= 1e4 && size < 1e9 ? Math.round(value) : Number(value.toPrecision(4));
  const text =
    Math.abs(digits) >= 1e5 && Number.isInteger(digits) ? digits.toLocaleString("en-US") : String(digits);
  return `${text} ${unit}`.trimEnd();
}

/** As the pictures have it: `90 s`, `3.5 min`. */
export function timeText(seconds: number): string {
  const unit = timeUnitOf(seconds);
  return `${Number((seconds / unit.seconds).toPrecision(4))} ${unit.name}`;
}
