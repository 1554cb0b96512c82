/** Fast reversible pairs, which implicit leaps step over: the stiff set of two conversions with a slow drain. */
import { describe, expect, it } from "vitest";
import { tauEngine } from "../../../runtime/engines/tau/tauEngine.ts";
import { advanceRun, sampleStates, startEngineRun } from "../../support/engineRuns.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { sampleMoments } from "../../support/statistics.ts";

const fast = 1000;
const drain = 0.01;
const model = handMadeJumpModel({
  states: { A: 50_000, B: 50_000, C: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: fast },
    { from: { B: 1 }, to: { A: 1 }, rate: fast },
    { from: { B: 1 }, to: { C: 1 }, rate: drain },
  ],
});

describe("a fast pair with a slow drain", () => {
  it("keeps the mean and variance of the pair and of what is drained", () => {
    const n = 300;
    const [a, c] = sampleStates(model, tauEngine, 0.03, [0, 2], [1, 10], n);
    // All molecules are independent; of those not drained each is A or B with probability 1/2.
    [1, 10].forEach((t, i) => {
      const left = Math.exp((-drain * t) / 2);
      for (const [samples, p] of [
        [a[i], left / 2],
        [c[i], 1 - left],
      ] as const) {
        const { mean, variance } = sampleMoments(samples);
        const known = { mean: 100_000 * p, variance: 100_000 * p * (1 - p) };
        expect(Math.abs(mean - known.mean)).toBeLessThan(
          4 * Math.sqrt(known.variance / n) + 0.001 * known.mean,
        );
        expect(Math.abs(variance / known.variance - 1)).toBeLessThan(6 * Math.sqrt(2 / n));
      }
    });
  });

  it("is leapt over by steps far longer than the pair's own time", () => {
    const run = startEngineRun(model, tauEngine, { tolerance: 0.03 });
    advanceRun(run, 10);
    const { implicitLeaps, leaps } = run.engine.statistics();
    expect(implicitLeaps).toBeGreaterThan(0);
    // Explicit leaps of the pair alone would be 10 s / 45 us = 200,000.
    expect(leaps).toBeLessThan(500);
  });

  it("conserves the sum of all molecules exactly", () => {
    const run = startEngineRun(model, tauEngine, { tolerance: 0.03 });
    advanceRun(run, 100);
    expect(run.state.y.reduce((sum, n) => sum + n)).toBe(100_000);
    expect([...run.state.y].every(Number.isInteger)).toBe(true);
  });
});
