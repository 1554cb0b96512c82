/**
 * Error budget: every statistic below is compared with a bound that a correct generator exceeds for less than one
 * seed in 10,000 (4 standard errors, or 2.3 for the Kolmogorov-Smirnov statistic). Seeds are fixed, so a failure
 * means that the draws changed.
 */
import { describe, expect, it } from "vitest";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { nextUint32 } from "../../../runtime/random/xoshiro128.ts";
import { chiSquareScore, kolmogorovSmirnov, standardErrors } from "./distributionTests.ts";

const size = 200_000;
const largestScore = 4;
const largestDistance = 2.3;

function draw(seed: string, one: (stream: RandomStream) => number): number[] {
  const stream = RandomStream.fromSeed(seed, 0, "test");
  return Array.from({ length: size }, () => one(stream));
}

/** The normal distribution function by Marsaglia's series (2004, J. Stat. Softw. 11(4)). */
function normalDistribution(x: number): number {
  if (Math.abs(x) > 8) return x > 0 ? 1 : 0;
  let sum = x;
  for (let term = x, i = 3; sum !== sum + term; i += 2) sum += term *= (x * x) / i;
  return 0.5 + sum * Math.exp(-0.5 * x * x - 0.9189385332046727);
}

describe("uniform draws", () => {
  const sample = draw("uniform", (stream) => stream.uniform());

  it("are uniform", () => {
    expect(kolmogorovSmirnov(sample, (x) => x)).toBeLessThan(largestDistance);
  });

  it("do not depend on the draw before", () => {
    const products = sample.slice(1).map((x, i) => (x - 0.5) * ((sample[i] ?? 0) - 0.5));
    expect(Math.abs(standardErrors(products, (x) => x, 0))).toBeLessThan(largestScore);
  });
});

describe("exponential draws", () => {
  const sample = draw("exponential", (stream) => stream.exponential());

  it("have the exponential distribution", () => {
    expect(kolmogorovSmirnov(sample, (x) => -Math.expm1(-x))).toBeLessThan(largestDistance);
  });

  it.each([1, 2, 3, 4])("have moment %d", (order) => {
    const factorial = [1, 1, 2, 6, 24][order] ?? 0;
    expect(Math.abs(standardErrors(sample, (x) => x ** order, factorial))).toBeLessThan(largestScore);
  });

  it("have the exponential tail", () => {
    for (const t of [5, 8]) {
      expect(Math.abs(standardErrors(sample, (x) => (x > t ? 1 : 0), Math.exp(-t)))).toBeLessThan(
        largestScore,
      );
    }
  });

  it("are -log(U) to within rounding", () => {
    const stream = RandomStream.fromSeed("inversion", 0, "test");
    for (let i = 0; i < 50_000; i++) {
      const words = stream.state.slice();
      const first = nextUint32(words);
      const second = nextUint32(words);
      const zeros = Math.clz32(first);
      const f = ((first << (zeros + 1)) >>> 12) * 2 ** -20 + (second + 0.5) * 2 ** Math.max(-52, zeros - 63);
      const expected = (zeros + 1) * Math.LN2 - Math.log1p(f);
      const error = Math.abs(stream.exponential() - expected);
      if (error > 1e-15 * Math.max(1, expected))
        expect.fail(`the draw for ${first}, ${second} is off by ${error}`);
    }
  });

  it("are positive and precise where U is nearest to one", () => {
    // The state for which the first word is 2^32 - 1.
    const state = Int32Array.of(0, 0, 0, 0);
    const inverse = (word: number): number => {
      // Undo the output function: times 9, rotation by 7, times 5.
      const rotated = Math.imul(word, 0x38e38e39);
      return Math.imul((rotated >>> 7) | (rotated << 25), 0xcccccccd);
    };
    state[1] = inverse(-1);
    const stream = new RandomStream(state);
    const words = stream.state.slice();
    expect(nextUint32(words)).toBe(2 ** 32 - 1);
    const f = (2 ** 20 - 1) * 2 ** -20 + (nextUint32(words) + 0.5) * 2 ** -52;
    const value = stream.exponential();
    const expected = -Math.log1p(-(1 - f) / 2);
    expect(value).toBeGreaterThan(0);
    expect(Math.abs(value - expected)).toBeLessThan(1e-15 * expected);
  });
});

describe("normal draws", () => {
  const sample = draw("normal", (stream) => stream.normal());

  it("have the normal distribution", () => {
    expect(kolmogorovSmirnov(sample, normalDistribution)).toBeLessThan(largestDistance);
  });

  it.each([1, 2, 3, 4, 6])("have moment %d", (order) => {
    const moment = [1, 0, 1, 0, 3, 0, 15][order] ?? 0;
    expect(Math.abs(standardErrors(sample, (x) => x ** order, moment))).toBeLessThan(largestScore);
  });

  it("have the normal tail beyond the last layer", () => {
    const beyond = 2 * normalDistribution(-3.6541528853610088);
    expect(
      Math.abs(standardErrors(sample, (x) => (Math.abs(x) > 3.6541528853610088 ? 1 : 0), beyond)),
    ).toBeLessThan(largestScore);
  });
});

describe("whole numbers below a bound", () => {
  it("come equally often", () => {
    const counts = Array.from({ length: 7 }, () => 0);
    for (const k of draw("below", (stream) => stream.below(7))) counts[k] = (counts[k] ?? 0) + 1;
    expect(
      Math.abs(
        chiSquareScore(
          counts,
          counts.map(() => size / 7),
        ),
      ),
    ).toBeLessThan(largestScore);
  });
});

it.each([1, 2 ** 21 - 1, 2 ** 21, 2 ** 21 + 1, 3 * 2 ** 30])(
  "whole numbers below %d fill eighths alike",
  (bound) => {
    const bins = Math.min(bound, 8);
    const counts = Array.from({ length: bins }, () => 0);
    const drawn = draw(`below ${bound}`, (stream) => stream.below(bound));
    expect(drawn.filter((k) => !(Number.isInteger(k) && k >= 0 && k < bound))).toEqual([]);
    for (const k of drawn) counts[Math.floor((k / bound) * bins)]++;
    const expected = counts.map((_, bin) => {
      const share = Math.ceil(((bin + 1) * bound) / bins) - Math.ceil((bin * bound) / bins);
      return (size * share) / bound;
    });
    if (bins > 1) expect(Math.abs(chiSquareScore(counts, expected))).toBeLessThan(largestScore);
  },
);

describe("a random stream", () => {
  it("continues from a saved state", () => {
    const stream = RandomStream.fromSeed("save", 1, 2);
    stream.normal();
    const saved = stream.save();
    const mixed = (s: RandomStream): number[] => [
      s.uniform(),
      s.exponential(),
      s.normal(),
      s.uint32(),
      s.openUniform(),
    ];
    const first = mixed(stream);
    const other = RandomStream.fromSeed("other", 1, 2);
    other.restore(saved);
    expect(mixed(other)).toEqual(first);
  });

  it("differs between replicates and streams", () => {
    const firsts = [
      RandomStream.fromSeed("s", 0, 0),
      RandomStream.fromSeed("s", 1, 0),
      RandomStream.fromSeed("s", 0, 1),
      RandomStream.fromSeed("t", 0, 0),
    ].map((stream) => stream.uint32());
    expect(new Set(firsts).size).toBe(4);
  });

  it("refuses the state of zeros, in which the generator would stay", () => {
    expect(() => new RandomStream(new Int32Array(4))).toThrow(RangeError);
  });
});
