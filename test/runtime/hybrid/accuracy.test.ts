/**
 * Hybrid runs against known moments. The noise of continuous numbers is lost by design: relative to the mean it is
 * below `tolerance`; what discrete reactions do to them is kept. Sampling errors as in test/support/statistics.ts.
 */
import { describe, expect, it } from "vitest";
import { hybridEngine } from "../../../runtime/engines/hybrid/hybridEngine.ts";
import { advanceRun, sampleStates, startEngineRun } from "../../support/engineRuns.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { sampleMoments } from "../../support/statistics.ts";

const tolerance = 0.03;

describe("a gene that switches, with abundant protein", () => {
  const [on, off, make, lose] = [0.2, 0.3, 20_000, 0.5];
  const gene = handMadeJumpModel({
    states: { idle: 1, active: 0, protein: 0 },
    reactions: [
      { from: { idle: 1 }, to: { active: 1 }, rate: on },
      { from: { active: 1 }, to: { idle: 1 }, rate: off },
      { from: { active: 1 }, to: { active: 1, protein: 1 }, rate: make },
      { from: { protein: 1 }, rate: lose },
    ],
  });

  it("has the mean and variance of the telegraph model", () => {
    const runs = 600;
    const times = [1, 4, 20];
    const [, protein] = sampleStates(gene, hybridEngine, tolerance, [1, 2], times, runs);
    // Moments of x' = make g - lose x with g a telegraph process, plus the Poisson part of x itself.
    const p = on / (on + off);
    const sum = on + off;
    times.forEach((t, i) => {
      const steps = 4000;
      const h = t / steps;
      let [g, x, gx, xx] = [0, 0, 0, 0];
      // Heun's method on the closed equations of the moments.
      const slope = (s: readonly number[]): number[] => [
        on - sum * s[0],
        make * s[0] - lose * s[1],
        on * s[1] - sum * s[2] + make * s[0] - lose * s[2],
        2 * make * s[2] - 2 * lose * s[3],
      ];
      for (let k = 0; k < steps; k++) {
        const s = [g, x, gx, xx];
        const a = slope(s);
        const b = slope(s.map((v, j) => v + h * a[j]));
        [g, x, gx, xx] = s.map((v, j) => v + (h / 2) * (a[j] + b[j]));
      }
      expect(g).toBeCloseTo(p * (1 - Math.exp(-sum * t)), 4);
      const variance = xx - x * x;
      const found = sampleMoments(protein[i]);
      expect(Math.abs(found.mean - x)).toBeLessThan(4 * Math.sqrt(variance / runs) + 1e-3 * x);
      expect(Math.abs(found.variance / (variance + x) - 1)).toBeLessThan(6 * Math.sqrt(2 / runs));
    });
  });

  it("fires only the gene one by one once there is protein", () => {
    const run = startEngineRun(gene, hybridEngine, { tolerance });
    advanceRun(run, 100);
    const { reactions, continuousFirings } = run.engine.statistics();
    expect(Number(continuousFirings)).toBeGreaterThan(20 * Number(reactions));
  });
});

describe("limits", () => {
  const pair = {
    states: { A: 200, B: 0, D: 0 },
    reactions: [
      { from: { A: 1 }, to: { B: 1 }, rate: 0.7 },
      { from: { B: 1 }, to: { A: 1 }, rate: 0.3 },
      { from: { A: 2 }, to: { D: 1 }, rate: 0.01 },
      { from: { D: 1 }, to: { A: 2 }, rate: 0.2 },
    ],
  };

  it("with few molecules the run is the exact engine's with its linear search, draw for draw", async () => {
    const { ssaEngine } = await import("../../../runtime/engines/ssa/ssaEngine.ts");
    const model = handMadeJumpModel(pair);
    const exact = startEngineRun(model, ssaEngine, { tolerance, selection: "linear search" });
    const hybrid = startEngineRun(model, hybridEngine, { tolerance });
    for (const run of [exact, hybrid]) for (let t = 1; t <= 20; t++) advanceRun(run, t);
    expect(hybrid.state.y).toEqual(exact.state.y);
    expect(hybrid.random.save()).toEqual(exact.random.save());
  });

  it("with everything continuous it is deterministic: mass action with powers", () => {
    const model = handMadeJumpModel({
      states: { A: 1e6, D: 0 },
      reactions: [
        { from: { A: 2 }, to: { D: 1 }, rate: 1e-6 },
        { from: { D: 1 }, to: { A: 2 }, rate: 1 },
      ],
      experiment: { treated: [0, 1].map((state) => ({ state, as: "continuous" as const })) },
    });
    const [a] = sampleStates(model, hybridEngine, 1e-3, [0], [0.5, 3], 2);
    // A' = -2 (1e-6 A^2 - D), D = (1e6 - A) / 2, in units of 1e6: x' = -2 x^2 + 1 - x = -2 (x - 1/2) (x + 1).
    [0.5, 3].forEach((t, i) => {
      const q = 0.25 * Math.exp(-3 * t);
      const x = (0.5 + q) / (1 - q);
      expect(a[i][0] / 1e6).toBeCloseTo(x, 6);
      expect(a[i][1]).toBe(a[i][0]);
    });
  });

  it("a species that the user calls discrete stays whole however many there are", () => {
    const model = handMadeJumpModel({
      states: { A: 50_000, B: 0 },
      reactions: [{ from: { A: 1 }, to: { B: 1 }, rate: 1 }],
      experiment: { treated: [{ state: 1, as: "discrete" }] },
    });
    const run = startEngineRun(model, hybridEngine, { tolerance });
    advanceRun(run, 0.3);
    expect([...run.state.y].every(Number.isInteger)).toBe(true);
    expect(run.engine.statistics().continuousFirings).toBe(0);
  });
});

describe("a fast reversible pair with a rare way out, after Haseltine and Rawlings", () => {
  // All molecules are independent: what has left is binomial. The pair is continuous, the way out discrete.
  const [fast, out] = [50, 0.002];
  const total = 20_000;
  const model = handMadeJumpModel({
    states: { A: total / 2, B: total / 2, left: 0 },
    reactions: [
      { from: { A: 1 }, to: { B: 1 }, rate: fast },
      { from: { B: 1 }, to: { A: 1 }, rate: fast },
      { from: { B: 1 }, to: { left: 1 }, rate: out },
    ],
  });

  it("leaves with the exact mean and variance", () => {
    const runs = 300;
    const [left] = sampleStates(model, hybridEngine, tolerance, [2], [5], runs);
    const p = 1 - Math.exp((-out * 5) / 2);
    const { mean, variance } = sampleMoments(left[0]);
    const known = { mean: total * p, variance: total * p * (1 - p) };
    expect(Math.abs(mean - known.mean)).toBeLessThan(
      4 * Math.sqrt(known.variance / runs) + 1e-3 * known.mean,
    );
    expect(Math.abs(variance / known.variance - 1)).toBeLessThan(6 * Math.sqrt(2 / runs));
  });
});
