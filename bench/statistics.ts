/** Medians and spreads of a few numbers. */

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** @throws RangeError for an empty list. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const [least] = sorted;
  const most = sorted.at(-1);
  if (least === undefined || most === undefined) throw new RangeError("no values");
  const middle = (sorted.length - 1) / 2;
  const median = ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle)] ?? 0)) / 2;
  return { median, least, most };
}

/** Three figures: `0.123`, `12.3`, `1,230`. */
export function figures(value: number): string {
  if (value === 0 || !Number.isFinite(value)) return String(value);
  return Number(value.toPrecision(3)).toLocaleString("en", { maximumFractionDigits: 9 });
}

export function spreadText({ median, least, most }: Spread): string {
  return least === most ? figures(median) : `${figures(median)} (${figures(least)} .. ${figures(most)})`;
}
