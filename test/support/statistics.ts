/**
 * Tests of samples against a known mean and variance, after the discrete stochastic models test suite (Evans,
 * Gillespie and Wilkinson 2008, doi:10.1093/bioinformatics/btm566): with n samples of mean m and variance s^2,
 *
 *   Z = sqrt(n) (m - mean) / sd           Y = sqrt(n / 2) (s^2 / variance - 1)
 *
 * are about standard normal; Y has a wider tail than that where the distribution has.
 */
import { expect } from "vitest";

/**
 * Excursion budget: seeds are fixed, so a test that passes stays passing; when a seed is chosen anew, one of some
 * three hundred numbers of the test suite lies beyond these bounds with a probability of about 2 %.
 */
const meanBound = 4;
const varianceBound = 6;

export interface KnownMoments {
  readonly mean: number;
  readonly variance: number;
}

export function sampleMoments(samples: ArrayLike<number>): KnownMoments {
  const values = Array.from(samples);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / (values.length - 1) };
}

/** Checks several sets of samples, such as one quantity at several times, against what is known of each. */
export function expectMoments(sets: readonly ArrayLike<number>[], known: readonly KnownMoments[]): void {
  expect(sets.length).toBe(known.length);
  sets.forEach((samples, i) => {
    const { mean, variance } = sampleMoments(samples);
    const n = samples.length;
    const z = (Math.sqrt(n) * (mean - known[i].mean)) / Math.sqrt(known[i].variance);
    const y = Math.sqrt(n / 2) * (variance / known[i].variance - 1);
    expect(Math.abs(z), `Z of set ${i}: mean ${mean}, known ${known[i].mean}`).toBeLessThan(meanBound);
    expect(Math.abs(y), `Y of set ${i}: variance ${variance}, known ${known[i].variance}`).toBeLessThan(
      varianceBound,
    );
  });
}
