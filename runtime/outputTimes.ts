/** The times at which a run is looked at. */

/** Without an interval of its own, a run is looked at so many times. */
const defaultOutputs = 200;

export interface OutputTimes {
  readonly count: number;
  /** Output k, from 0 to count - 1, in s. */
  at(k: number): number;
}

/**
 * 0, every, 2 every, … and exactly `until` at the end. Multiples are computed one by one, so nothing adds up,
 * and are the nearest decimals of 15 digits, so that three times 0.1 s is 0.3 s. An interval that ends within
 * rounding of `until` makes no row of its own.
 */
export function outputTimes(until: number, every: number | null): OutputTimes {
  if (until === 0) return { count: 1, at: () => 0 };
  const ratio = every === null ? defaultOutputs : until / every;
  const nearest = Math.round(ratio);
  const intervals = Math.abs(ratio - nearest) <= 1e-9 * ratio ? nearest : Math.ceil(ratio);
  return {
    count: intervals + 1,
    at(k) {
      if (k === intervals) return until;
      return Number((every === null ? (k * until) / defaultOutputs : k * every).toPrecision(15));
    },
  };
}
