/** Histograms of several samples in the same bins, so that they can be compared. */

export interface Bins {
  readonly start: number;
  readonly width: number;
  readonly number: number;
}

/** About twelve bins with round edges that hold all values; `least` is the smallest width. */
export function binsOf(values: readonly number[], least: number): Bins {
  const low = values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const high = values.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
  if (!(low <= high)) return { start: 0, width: least === 0 ? 1 : least, number: 1 };
  const width = Math.max(least, roundUp((high - low) / 12)) || 1;
  const start = Math.floor(low / width) * width;
  return { start, width, number: Math.floor((high - start) / width) + 1 };
}

/** How many values fall into each bin: from its lower edge on, below its upper. */
export function countIn({ start, width, number }: Bins, values: readonly number[]): readonly number[] {
  const counts = Array.from({ length: number }, () => 0);
  for (const value of values) {
    const bin = Math.min(number - 1, Math.max(0, Math.floor((value - start) / width + 1e-9)));
    counts[bin] += 1;
  }
  return counts;
}

/** The next of 1, 2, 5, 10, … times a power of ten. */
function roundUp(value: number): number {
  if (!(value > 0)) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  const share = value / power;
  return power * (share <= 1 ? 1 : share <= 2 ? 2 : share <= 5 ? 5 : 10);
}
