/** Order statistics of errors. */
import { expandSeed } from "../runtime/random/seedExpansion.ts";
import { nextUniform } from "../runtime/random/xoshiro128.ts";

export interface ErrorSummary {
  readonly median: number;
  readonly p99: number;
  readonly max: number;
}

export function summariseErrors(errors: readonly number[]): ErrorSummary {
  const sorted = [...errors].sort((a, b) => a - b);
  return { median: quantile(sorted, 0.5), p99: quantile(sorted, 0.99), max: sorted.at(-1) ?? 0 };
}

/** Linear between neighbours (type 7 of Hyndman and Fan 1996, doi:10.1080/00031305.1996.10473566). */
export function quantile(sorted: readonly number[], part: number): number {
  if (sorted.length === 0) return 0;
  const place = part * (sorted.length - 1);
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}

const resamplings = 1000;

/**
 * 95 % intervals of the median and of the 99th percentile, by resampling (percentile bootstrap; Efron 1979,
 * doi:10.1214/aos/1176344552). The same from the same seed.
 */
export function bootstrapIntervals(
  errors: readonly number[],
  seed: string,
): { readonly medianInterval: readonly [number, number]; readonly p99Interval: readonly [number, number] } {
  const generator = expandSeed(`${seed} bootstrap`, 4);
  const medians: number[] = [];
  const p99s: number[] = [];
  for (let n = 0; n < resamplings; n++) {
    const drawn = errors.map(() => errors[Math.floor(nextUniform(generator) * errors.length)]);
    const { median, p99 } = summariseErrors(drawn);
    medians.push(median);
    p99s.push(p99);
  }
  const interval = (found: readonly number[]): [number, number] => {
    const sorted = [...found].sort((a, b) => a - b);
    return [quantile(sorted, 0.025), quantile(sorted, 0.975)];
  };
  return { medianInterval: interval(medians), p99Interval: interval(p99s) };
}
