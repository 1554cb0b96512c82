/** Poisson and binomial draws; error budget as in randomStream.test.ts: scores beyond 4 come once in 10,000 seeds. */
import { describe, expect, it } from "vitest";
import { logFactorial } from "../../../runtime/math/logFactorial.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { chiSquareScore } from "./distributionTests.ts";

const size = 100_000;

function countsOf(seed: string, classes: number, one: (stream: RandomStream) => number): number[] {
  const stream = RandomStream.fromSeed(seed, 0, "test");
  const counts = Array.from({ length: classes }, () => 0);
  for (let i = 0; i < size; i++) {
    const k = one(stream);
    if (!(k >= 0 && k < classes && Number.isInteger(k))) throw new RangeError(`a draw of ${k}`);
    counts[k] = (counts[k] ?? 0) + 1;
  }
  return counts;
}

describe("Poisson draws", () => {
  it.each([0.05, 1, 9.99, 10, 25, 300])("of mean %d have the Poisson distribution", (mean) => {
    const classes = Math.ceil(mean + 12 * Math.sqrt(mean) + 12);
    const expected = Array.from(
      { length: classes },
      (_, k) => size * Math.exp(k * Math.log(mean) - mean - logFactorial(k)),
    );
    expect(
      Math.abs(
        chiSquareScore(
          countsOf(`poisson ${mean}`, classes, (s) => s.poisson(mean)),
          expected,
        ),
      ),
    ).toBeLessThan(4);
  });

  it("of mean zero are zero", () => {
    expect(RandomStream.fromSeed("zero", 0, 0).poisson(0)).toBe(0);
  });

  it("of a huge mean have its mean and variance", () => {
    const stream = RandomStream.fromSeed("huge", 0, 0);
    const mean = 1e9;
    const deviations = Array.from({ length: 20_000 }, () => (stream.poisson(mean) - mean) / Math.sqrt(mean));
    const average = deviations.reduce((sum, x) => sum + x, 0) / deviations.length;
    const variance = deviations.reduce((sum, x) => sum + x * x, 0) / deviations.length;
    expect(Math.abs(average)).toBeLessThan(4 / Math.sqrt(deviations.length));
    expect(Math.abs(variance - 1)).toBeLessThan(4 * Math.sqrt(2 / deviations.length));
  });
});

describe("binomial draws", () => {
  it.each([
    [1, 0.3],
    [20, 0.1],
    [20, 0.5],
    [40, 0.9],
    [100, 0.3],
    [1000, 0.011],
    [1000, 0.005],
  ])("of %d trials of probability %d have the binomial distribution", (trials, probability) => {
    const expected = Array.from(
      { length: trials + 1 },
      (_, k) =>
        size *
        Math.exp(
          logFactorial(trials) -
            logFactorial(k) -
            logFactorial(trials - k) +
            k * Math.log(probability) +
            (trials - k) * Math.log1p(-probability),
        ),
    );
    const counts = countsOf(`binomial ${trials} ${probability}`, trials + 1, (s) =>
      s.binomial(trials, probability),
    );
    expect(Math.abs(chiSquareScore(counts, expected))).toBeLessThan(4);
  });

  it("are certain at probabilities zero and one", () => {
    const stream = RandomStream.fromSeed("certain", 0, 0);
    expect([stream.binomial(9, 0), stream.binomial(9, 1), stream.binomial(0, 0.5)]).toEqual([0, 9, 0]);
  });
});

describe("logFactorial", () => {
  it("is the sum of logarithms", () => {
    let sum = 0;
    for (let k = 1; k <= 400; k++) {
      sum += Math.log(k);
      expect(Math.abs(logFactorial(k) - sum)).toBeLessThan(1e-13 * Math.max(1, sum));
    }
    expect(logFactorial(0)).toBe(0);
  });
});
