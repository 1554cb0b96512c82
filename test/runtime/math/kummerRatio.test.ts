/** The ratio of Kummer's functions against their power series, and its derivatives against differences. */
import { describe, expect, test } from "vitest";
import { kummerRatio, kummerRatioPartial } from "../../../runtime/math/kummerRatio.ts";

/** M(a, b, z) by its series; good where the terms do not cancel. */
function series(a: number, b: number, z: number): number {
  let term = 1;
  let sum = 1;
  for (let n = 0; n < 500 && term !== 0; n++) {
    term *= (((a + n) / (b + n)) * z) / (n + 1);
    sum += term;
  }
  return sum;
}

const places: readonly (readonly [number, number, number])[] = [
  [1, 2, 3],
  [0.5, 1.5, -2],
  [-3, 2.5, 7],
  [2, 9, 20],
  [3, 0.5, -1],
  [1, 1, 60],
];

describe("kummerRatio", () => {
  test.each(places)("is the ratio of the series at (%d, %d, %d)", (a, b, z) => {
    const ratio = kummerRatio(0, a, b, z);
    expect(Math.abs(ratio / (series(a + 1, b + 1, z) / series(a, b, z)) - 1)).toBeLessThan(1e-13);
  });

  // Values by mpmath 1.3 with 30 digits; the continued fraction of the first two settles on -0.995 and -0.005.
  test.each([
    [0.3, 500, 1000, 832.660036813268],
    [0.3, 500, 100_000, 1658.33827474121],
    [2, 900, -3000, 0.230905934351464],
    [1, 1.5, 2000, 1.499625],
  ])("is right for large arguments, (%d, %d, %d)", (a, b, z, expected) => {
    expect(Math.abs(kummerRatio(0, a, b, z) / expected - 1)).toBeLessThan(1e-12);
  });

  test("gives the mean of bound pairs of A + B <-> C at equilibrium", () => {
    // Stationary probability of n pairs: weight w(n) = K^n / (n! (A - n)! (B - n)!).
    const [all, others, equilibrium] = [10, 14, 0.3];
    let weight = 1;
    let total = 1;
    let mean = 0;
    for (let n = 1; n <= all; n++) {
      weight *= (equilibrium * (all - n + 1) * (others - n + 1)) / n;
      total += weight;
      mean += n * weight;
    }
    const [a, b, z] = [-all, others - all + 1, -1 / equilibrium];
    const free = all - mean / total;
    // Free A is A z / -b times the ratio.
    expect(((a * z) / b) * kummerRatio(0, a, b, z)).toBeCloseTo(free, 12);
  });

  test.each(places)("has the slopes of its differences at (%d, %d, %d)", (a, b, z) => {
    const h = 1e-5;
    [0, 1, 2].forEach((index) => {
      const shifted = (by: number): number => {
        const at: [number, number, number] = [a, b, z];
        at[index] = (at[index] ?? 0) + by;
        return kummerRatio(0, ...at);
      };
      expect(kummerRatioPartial(index, a, b, z)).toBeCloseTo((shifted(h) - shifted(-h)) / (2 * h), 6);
    });
  });

  test("is no number where the functions have no value", () => {
    expect(kummerRatio(0, 1, 0, 1)).toBeNaN();
    expect(kummerRatioPartial(0, 1, -1, 1)).toBeNaN();
  });
});
