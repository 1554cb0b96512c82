/** What a run by leaps keeps to: whole numbers, exhaustion, events, and going on as if not interrupted. */
import { describe, expect, it } from "vitest";
import { tauEngine } from "../../../runtime/engines/tau/tauEngine.ts";
import { advanceRun, sampleStates, startEngineRun } from "../../support/engineRuns.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { momentsOf, solveMasterEquation } from "../../support/masterEquation.ts";
import { expectMoments } from "../../support/statistics.ts";

const epsilon = 0.03;

const cascade = handMadeJumpModel({
  states: { A: 30_000, B: 0, E: 3, P: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: 2 },
    { from: { B: 2 }, to: { A: 1 }, rate: 1e-4 },
    { from: { B: 1, E: 1 }, to: { E: 1, P: 1 }, rate: 0.2 },
    { from: { E: 1 }, rate: 0.3 },
    { to: { E: 1 }, rate: 1 },
  ],
  events: [
    { name: "refill", when: (_, y) => y[0] < 4000, set: { A: (_, y) => y[0] + 20_000 } },
    { name: "dose", when: (t) => t % 2 >= 1, set: { E: (_, y) => y[2] + 5 } },
  ],
  schedule: [
    { start: 1, period: 2, count: Number.POSITIVE_INFINITY },
    { start: 2, period: 2, count: Number.POSITIVE_INFINITY },
  ],
});

const moving = handMadeJumpModel({
  states: { A: 20_000, B: 0, x: 1, hits: 0 },
  reactions: [
    {
      from: { A: 1 },
      to: { B: 1 },
      rate: (t, y) => 0.2 * y[0] * y[2] * (1 + 0.5 / (1 + t)),
      isTimed: true,
      reads: ["x"],
    },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.4 },
  ],
  flows: { x: (_, y) => 3e-4 * y[1] - y[2] },
  events: [{ name: "high", when: (_, y) => y[2] > 2, set: { hits: (_, y) => y[3] + 1, x: () => 1 } }],
  roots: [(_, y) => y[2] - 2],
});

describe.each([
  ["numbers and scheduled events", cascade],
  ["a flow that rates follow", moving],
])("a run with %s", (_, model) => {
  it("leaps", () => {
    const run = startEngineRun(model, tauEngine, { tolerance: epsilon });
    advanceRun(run, 7);
    expect(run.engine.statistics().leaps).toBeGreaterThan(50);
    expect(run.engine.statistics().events).toBeGreaterThan(1);
  });

  it("does not depend on how the work is divided", () => {
    const whole = startEngineRun(model, tauEngine, { tolerance: epsilon });
    const divided = startEngineRun(model, tauEngine, { tolerance: epsilon });
    advanceRun(whole, 7);
    while (!divided.engine.advance(7, 3)) expect(divided.state.t).toBeLessThanOrEqual(7);
    expect(divided.state.y).toEqual(whole.state.y);
    expect(divided.random.save()).toEqual(whole.random.save());
  });

  it.each([0, 0.013, 1, 4.3])("goes on from a checkpoint at %d s as if not interrupted", (time) => {
    const whole = startEngineRun(model, tauEngine, { tolerance: epsilon });
    advanceRun(whole, time);
    const resumed = startEngineRun(model, tauEngine, { tolerance: epsilon, replicate: 77 });
    resumed.state.t = whole.state.t;
    resumed.state.y.set(whole.state.y);
    resumed.random.restore(whole.random.save());
    resumed.engine.restore(structuredClone(whole.engine.save()));
    for (const run of [whole, resumed]) advanceRun(run, 7);
    expect(resumed.state.y).toEqual(whole.state.y);
    expect(resumed.random.save()).toEqual(whole.random.save());
    expect(resumed.engine.statistics()).toEqual(whole.engine.statistics());
  });
});

describe("near exhaustion", () => {
  it("few molecules react exactly", () => {
    const model = handMadeJumpModel({
      states: { A: 40, D: 0 },
      reactions: [
        { from: { A: 2 }, to: { D: 1 }, rate: 0.01 },
        { from: { D: 1 }, to: { A: 2 }, rate: 0.1 },
      ],
    });
    const process = {
      size: 21,
      start: 0,
      jumps: [
        { by: 1, rate: (d: number) => 0.01 * (40 - 2 * d) * (39 - 2 * d) },
        { by: -1, rate: (d: number) => 0.1 * d },
      ],
    };
    const times = [0.5, 1, 2, 4, 8];
    const known = solveMasterEquation(process, times, 0.002).map((p) => momentsOf(p, (d) => d));
    expectMoments(sampleStates(model, tauEngine, epsilon, [1], times, 2000)[0], known);
  });

  it("no number is ever negative, and what is used up together ends together", () => {
    const model = handMadeJumpModel({
      states: { A: 5000, B: 4990, C: 0 },
      reactions: [
        { from: { A: 1, B: 1 }, to: { C: 1 }, rate: 1 },
        { from: { A: 1 }, rate: 0.001 },
      ],
    });
    for (let replicate = 1; replicate <= 20; replicate++) {
      const run = startEngineRun(model, tauEngine, { tolerance: 0.3, replicate });
      for (let k = 1; k <= 40; k++) {
        advanceRun(run, k * 5e-5);
        expect([...run.state.y].every((n) => n >= 0 && Number.isInteger(n))).toBe(true);
        expect(run.state.y[1] + run.state.y[2]).toBe(4990);
      }
    }
  });

  it("a tolerance too small for leaps gives an exact run", () => {
    const model = handMadeJumpModel({ states: { A: 500 }, reactions: [{ from: { A: 1 }, rate: 1 }] });
    const run = startEngineRun(model, tauEngine, { tolerance: 1e-9 });
    advanceRun(run, 20);
    expect(run.engine.statistics()).toMatchObject({ leaps: 0, reactions: 500, exactReactions: 500 });
  });
});

describe("what can not be restored", () => {
  it("is refused", () => {
    const run = startEngineRun(cascade, tauEngine, { tolerance: epsilon });
    expect(() => run.engine.restore(null)).toThrow("does not hold the state of this engine");
    expect(() => run.engine.restore({ network: {} })).toThrow("does not hold the state of this engine");
  });
});
