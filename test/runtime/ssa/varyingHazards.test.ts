import { describe, expect, it } from "vitest";
import { isSelector, selections } from "../../../runtime/engines/ssa/selectors.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { advanceTo, sampleState, startJumpRun } from "../../support/jumpRuns.ts";
import { momentsOf, solveMasterEquation } from "../../support/masterEquation.ts";
import { expectMoments } from "../../support/statistics.ts";

const replicates = 1500;
const times = [0.5, 1, 2, 4];

// The other ways need hazards that are constant between reactions; these models would be run by a selector instead.
describe.each(selections.filter(isSelector))("$name", (selector) => {
  it("immigration at a rate that rises in time, and death, give a Poisson number", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [
        { to: { A: 1 }, rate: (t) => 5 + 10 * t, isTimed: true },
        { from: { A: 1 }, rate: 0.5 },
      ],
    });
    // m' = 5 + 10 t - m / 2
    const known = times.map((t) => {
      const mean = 20 * t - 30 + 30 * Math.exp(-0.5 * t);
      return { mean, variance: mean };
    });
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("the first reaction at hazard t has the Rayleigh distribution", () => {
    const model = handMadeJumpModel({
      states: { waiting: 1, ticks: 0 },
      reactions: [{ from: { waiting: 1 }, rate: (t) => t, isTimed: true }],
    });
    const known = times.map((t) => {
      const p = Math.exp((-t * t) / 2);
      return { mean: p, variance: p * (1 - p) };
    });
    expectMoments(sampleState(model, selector, 0, times.slice(0, 3), replicates), known.slice(0, 3));
  });

  it("binding in a growing volume follows its master equation", () => {
    const model = handMadeJumpModel({
      states: { A: 30, B: 20, V: 1 },
      reactions: [{ from: { A: 1, B: 1 }, rate: (_, y) => (0.05 * y[0] * y[1]) / y[2], reads: ["V"] }],
      flows: { V: () => 0.5 },
    });
    const process = {
      size: 31,
      start: 30,
      jumps: [{ by: -1, rate: (a: number, t: number) => (0.05 * a * Math.max(0, a - 10)) / (1 + 0.5 * t) }],
    };
    const known = solveMasterEquation(process, times, 0.005).map((p) => momentsOf(p, (a) => a));
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("a continuous product of a switching gene has the moments of the telegraph model", () => {
    const on = 1;
    const off = 2;
    const decay = 1;
    const model = handMadeJumpModel({
      states: { active: 0, idle: 1, x: 0 },
      reactions: [
        { from: { idle: 1 }, to: { active: 1 }, rate: on },
        { from: { active: 1 }, to: { idle: 1 }, rate: off },
      ],
      flows: { x: (_, y) => 10 * y[0] - decay * y[2] },
    });
    const p = on / (on + off);
    const known = [{ mean: (10 * p) / decay, variance: (100 * p * (1 - p)) / (decay * (decay + on + off)) }];
    expectMoments(sampleState(model, selector, 2, [15], replicates), known);
  });

  it("a reaction that takes from a flowing pool never takes it below zero", () => {
    const model = handMadeJumpModel({
      states: { pool: 20, B: 0 },
      reactions: [{ from: { pool: 1 }, to: { B: 1 }, rate: 5 }],
      flows: { pool: (_, y) => -0.5 * y[0] },
    });
    const run = startJumpRun(model, selector);
    for (let k = 1; k <= 200; k++) {
      advanceTo(run, 0.05 * k);
      expect(run.state.y[0]).toBeGreaterThanOrEqual(0);
    }
    expect(run.state.y[0]).toBeLessThan(1);
    expect(run.state.y[1]).toBeGreaterThan(0);
  });
});

describe("times that are located", () => {
  it("nothing happens before a scheduled time at which a hazard is switched on", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [{ to: { A: 1 }, rate: (t) => (t < 1 ? 0 : 1000), isTimed: true }],
      schedule: [{ start: 1, period: 0, count: 1 }],
    });
    const run = startJumpRun(model, null);
    advanceTo(run, 0.999999999);
    expect(run.state.y[0]).toBe(0);
    advanceTo(run, 2);
    expect(run.state.y[0]).toBeGreaterThan(800);
  });

  it("an event fires when a continuous state crosses its threshold", () => {
    const model = handMadeJumpModel({
      states: { x: 1, crossed: 0, A: 1000 },
      reactions: [{ from: { A: 1 }, rate: 0.5 }],
      flows: { x: (_, y) => -y[0], crossed: () => 0 },
      events: [{ name: "half", when: (_, y) => y[0] < 0.5, set: { crossed: (t) => t } }],
      roots: [(_, y) => y[0] - 0.5],
    });
    const run = startJumpRun(model, null);
    advanceTo(run, 3);
    expect(run.state.y[1]).toBeCloseTo(Math.LN2, 7);
    expect(run.engine.statistics().events).toBe(1);
  });

  it("an event at a time that depends on a state is found without a schedule", () => {
    const model = handMadeJumpModel({
      states: { A: 0, when: -1 },
      reactions: [{ to: { A: 1 }, rate: 1 }],
      flows: { when: () => 0 },
      events: [{ name: "late", when: (t) => t * t >= 2, set: { when: (t) => t } }],
      roots: [(t) => t * t - 2],
    });
    const run = startJumpRun(model, null);
    advanceTo(run, 5);
    expect(run.state.y[1]).toBeCloseTo(Math.SQRT2, 12);
  });

  it("a hazard that jumps where a state crosses a line is integrated from the crossing on", () => {
    const model = handMadeJumpModel({
      states: { x: 0, A: 0 },
      reactions: [{ to: { A: 1 }, rate: (_, y) => (y[0] < 1 ? 0 : 50), reads: ["x"] }],
      flows: { x: () => 0.5 },
      roots: [(_, y) => y[0] - 1],
    });
    const times = [1.9, 2.5, 4];
    const sets = sampleState(model, null, 1, times, 400);
    expect(Math.max(...sets[0])).toBe(0);
    expectMoments(sets.slice(1), [
      { mean: 25, variance: 25 },
      { mean: 100, variance: 100 },
    ]);
  });

  it("constant reactions do not make the integrator step", () => {
    const model = handMadeJumpModel({
      states: { A: 0, B: 0 },
      reactions: [
        { to: { A: 1 }, rate: (t) => 1 + t, isTimed: true },
        { to: { B: 1 }, rate: 1000 },
      ],
    });
    const run = startJumpRun(model, null);
    advanceTo(run, 10);
    const { steps, reactions } = run.engine.statistics();
    expect(reactions).toBeGreaterThan(9000);
    expect(steps).toBeLessThan(500);
  });
});
