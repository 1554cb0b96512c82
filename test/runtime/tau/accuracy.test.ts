/**
 * Tau-leaping against known moments. A leap is an approximation, so the bounds have two parts: the sampling error,
 * with the budget of test/support/statistics.ts, and a bias that is stated here for the default epsilon of 0.03.
 */
import { describe, expect, it } from "vitest";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { tauEngine } from "../../../runtime/engines/tau/tauEngine.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { advanceRun, sampleStates, startEngineRun } from "../../support/engineRuns.ts";
import { type HandMadeReaction, handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { type KnownMoments, sampleMoments } from "../../support/statistics.ts";

const epsilon = 0.03;
/** Relative bias of a mean, and of a variance. */
const meanBias = 0.003;
const varianceBias = 0.06;
const replicates = 800;

function expectNear(sets: readonly Float64Array[], known: readonly KnownMoments[]): void {
  sets.forEach((samples, i) => {
    const found = sampleMoments(samples);
    const n = samples.length;
    const { mean, variance } = known[i];
    const ofMean = 4 * Math.sqrt(variance / n) + meanBias * mean;
    const ofVariance = (6 * Math.sqrt(2 / n) + varianceBias) * variance;
    expect(Math.abs(found.mean - mean), `mean ${found.mean} of set ${i}, known ${mean}`).toBeLessThan(ofMean);
    expect(
      Math.abs(found.variance - variance),
      `variance ${found.variance} of set ${i}, known ${variance}`,
    ).toBeLessThan(ofVariance);
  });
}

const sampled = (model: CompiledModel, times: readonly number[], state = 0, runs = replicates) =>
  sampleStates(model, tauEngine, epsilon, [state], times, runs)[0];

describe("mean and variance at large numbers", () => {
  it("decay to exhaustion is binomial", () => {
    const model = handMadeJumpModel({ states: { A: 10_000 }, reactions: [{ from: { A: 1 }, rate: 1 }] });
    const times = [1, 5, 9];
    const known = times.map((t) => {
      const p = Math.exp(-t);
      return { mean: 10_000 * p, variance: 10_000 * p * (1 - p) };
    });
    expectNear(sampled(model, times), known);
  });

  it("immigration and death give a Poisson number, also where gains and losses balance", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [
        { to: { A: 1 }, rate: 10_000 },
        { from: { A: 1 }, rate: 0.5 },
      ],
    });
    const times = [0.5, 2, 8, 40];
    const known = times.map((t) => {
      const mean = 20_000 * (1 - Math.exp(-0.5 * t));
      return { mean, variance: mean };
    });
    expectNear(sampled(model, times), known);
  });

  it("birth and death of independent individuals", () => {
    const [birth, death] = [1, 1.1];
    const model = handMadeJumpModel({
      states: { A: 5000 },
      reactions: [
        { from: { A: 1 }, to: { A: 2 }, rate: birth },
        { from: { A: 1 }, rate: death },
      ],
    });
    const times = [0.5, 2, 6];
    const known = times.map((t) => {
      const growth = Math.exp((birth - death) * t);
      return { mean: 5000 * growth, variance: ((5000 * 2.1) / -0.1) * growth * (growth - 1) };
    });
    expectNear(sampled(model, times), known);
  });

  it("immigration at a rate that changes with time stays Poisson", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [
        { to: { A: 1 }, rate: (t) => 5000 * (1 + Math.sin(t)), isTimed: true },
        { from: { A: 1 }, rate: 1 },
      ],
    });
    const times = [1, 4, 10];
    const known = times.map((t) => {
      const mean = 5000 * (1 - Math.exp(-t)) + (5000 * (Math.sin(t) - Math.cos(t) + Math.exp(-t))) / 2;
      return { mean, variance: mean };
    });
    expectNear(sampled(model, times, 0, 300), known);
  });

  it("a rate that follows a flow, and jumps of a state that flows move", () => {
    // x' = -x, raised by 1 by every firing of a source: E x' = 500 - x; A is made at 10 x.
    const model = handMadeJumpModel({
      states: { x: 100, A: 0 },
      reactions: [
        { to: { x: 1 }, rate: 500 },
        { to: { A: 1 }, rate: (_, y) => 10 * y[0], reads: ["x"] },
      ],
      flows: { x: (_, y) => -y[0] },
    });
    const times = [0.5, 2];
    const sets = sampleStates(model, tauEngine, epsilon, [0, 1], times, 300);
    times.forEach((t, i) => {
      const x = 500 - 400 * Math.exp(-t);
      const a = 10 * (500 * t - 400 * (1 - Math.exp(-t)));
      const foundX = sampleMoments(sets[0][i]);
      const foundA = sampleMoments(sets[1][i]);
      // Campbell: the variance of shot noise is rate * (1 - exp(-2 t)) / 2.
      const variance = 250 * (1 - Math.exp(-2 * t));
      expect(Math.abs(foundX.mean - x)).toBeLessThan(4 * Math.sqrt(variance / 300) + meanBias * x);
      expect(Math.abs(foundX.variance / variance - 1)).toBeLessThan(6 * Math.sqrt(2 / 300) + varianceBias);
      expect(Math.abs(foundA.mean - a)).toBeLessThan(4 * Math.sqrt(foundA.variance / 300) + meanBias * a);
    });
  });
});

describe("the decaying-dimerising set", () => {
  // Gillespie 2001, doi:10.1063/1.1378322, at its usual constants and numbers.
  const reactions: readonly HandMadeReaction[] = [
    { from: { S1: 1 }, rate: 1 },
    { from: { S1: 2 }, to: { S2: 1 }, rate: 0.001 },
    { from: { S2: 1 }, to: { S1: 2 }, rate: 0.5 },
    { from: { S2: 1 }, to: { S3: 1 }, rate: 0.04 },
  ];

  it("has the exact engine's means and variances", () => {
    const model = handMadeJumpModel({ states: { S1: 20_000, S2: 0, S3: 0 }, reactions });
    const times = [0.05, 1, 5, 10];
    const exact = sampleStates(model, ssaEngine, epsilon, [0, 1, 2], times, 150);
    const leapt = sampleStates(model, tauEngine, epsilon, [0, 1, 2], times, 400);
    exact.forEach((sets, state) => {
      sets.forEach((samples, i) => {
        const a = sampleMoments(samples);
        const b = sampleMoments(leapt[state][i]);
        const error = 4 * Math.sqrt(a.variance / 150 + b.variance / 400);
        expect(Math.abs(a.mean - b.mean), `S${state + 1} at ${times[i]} s`).toBeLessThan(
          error + meanBias * a.mean,
        );
        expect(Math.abs(b.variance / a.variance - 1)).toBeLessThan(6 * Math.sqrt(2 / 150 + 2 / 400));
      });
    });
  });

  it("takes one leap for hundreds of firings", () => {
    const model = handMadeJumpModel({ states: { S1: 100_000, S2: 0, S3: 0 }, reactions });
    const run = startEngineRun(model, tauEngine, { tolerance: epsilon });
    advanceRun(run, 10);
    const { reactions: firings, leaps, exactReactions } = run.engine.statistics();
    expect(Number(firings)).toBeGreaterThan(100 * (Number(leaps) + Number(exactReactions)));
  });
});
