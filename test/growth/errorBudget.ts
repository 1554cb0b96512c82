/**
 * Computed standard errors for the tests of growth. Seeds are fixed, so that a test that passes stays passing; when
 * one is chosen anew, a number lies beyond four standard errors with a probability of 6e-5, wider where tails are.
 */
import { expect } from "vitest";

const bound = 4;

/** A value whose standard error is known. */
export function expectNear(value: number, expected: number, standardError: number, what = "value"): void {
  const z = (value - expected) / standardError;
  expect(Math.abs(z), `${what}: ${value}, expected ${expected} +- ${standardError}`).toBeLessThan(bound);
}

/** A sum of `degrees` squares of standard normals. */
export function expectChiSquare(sum: number, degrees: number): void {
  expectNear(sum, degrees, Math.sqrt(2 * degrees), "chi square");
}

export function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum / values.length;
}

/**
 * Mean of a stationary series with its standard error from means of blocks, which are independent when a block is
 * much longer than the memory of the series.
 */
export function blockMean(
  values: ArrayLike<number>,
  blocks: number,
): { readonly mean: number; readonly standardError: number } {
  const length = Math.floor(values.length / blocks);
  const means = Array.from({ length: blocks }, (_, block) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += values[block * length + i];
    return sum / length;
  });
  const mean = meanOf(means);
  const squares = means.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / (blocks * (blocks - 1))) };
}
