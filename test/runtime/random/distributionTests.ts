/** Tests of goodness of fit for fixed seeds. */

/**
 * The Kolmogorov-Smirnov statistic times sqrt(n): under the hypothesis its tail probability is about
 * 2 exp(-2 d^2), so 1.95 is exceeded once in a thousand and 2.47 once in a hundred thousand seeds.
 */
export function kolmogorovSmirnov(sample: readonly number[], distribution: (x: number) => number): number {
  const sorted = Float64Array.from(sample).toSorted();
  const n = sorted.length;
  let largest = 0;
  sorted.forEach((x, i) => {
    const p = distribution(x);
    largest = Math.max(largest, p - i / n, (i + 1) / n - p);
  });
  return largest * Math.sqrt(n);
}

/** The mean of f over the sample, as a number of standard errors from what is expected. */
export function standardErrors(
  sample: readonly number[],
  f: (x: number) => number,
  expected: number,
): number {
  let sum = 0;
  let squares = 0;
  for (const x of sample) {
    const value = f(x) - expected;
    sum += value;
    squares += value * value;
  }
  const n = sample.length;
  const mean = sum / n;
  return mean / Math.sqrt((squares / n - mean * mean) / n);
}

/**
 * Pearson's chi-square for counts in classes, as a standard score by the Wilson-Hilferty approximation; classes
 * expected less than five times are pooled with the next.
 */
export function chiSquareScore(observed: readonly number[], expected: readonly number[]): number {
  let statistic = 0;
  let classes = 0;
  let pooledObserved = 0;
  let pooledExpected = 0;
  for (let i = 0; i < expected.length; i++) {
    pooledObserved += observed[i] ?? 0;
    pooledExpected += expected[i] ?? 0;
    const rest = expected.slice(i + 1).reduce((sum, x) => sum + x, 0);
    if (pooledExpected < 5 || (rest < 5 && i < expected.length - 1)) continue;
    statistic += (pooledObserved - pooledExpected) ** 2 / pooledExpected;
    classes++;
    pooledObserved = 0;
    pooledExpected = 0;
  }
  const freedom = classes - 1;
  const spread = 2 / (9 * freedom);
  return (Math.cbrt(statistic / freedom) - (1 - spread)) / Math.sqrt(spread);
}
