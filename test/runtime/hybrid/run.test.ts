/** What a hybrid run keeps to while its partition changes. */
import { describe, expect, it } from "vitest";
import { hybridEngine } from "../../../runtime/engines/hybrid/hybridEngine.ts";
import { advanceRun, startEngineRun } from "../../support/engineRuns.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const tolerance = 0.03;

/** Bursts of a gene, a dimer of its product, an event on the product and a timed dose. */
const bursts = handMadeJumpModel({
  states: { idle: 1, active: 0, A: 0, D: 0, hits: 0 },
  reactions: [
    { from: { idle: 1 }, to: { active: 1 }, rate: 0.5 },
    { from: { active: 1 }, to: { idle: 1 }, rate: 0.5 },
    { from: { active: 1 }, to: { active: 1, A: 1 }, rate: 30_000 },
    { from: { A: 2 }, to: { D: 1 }, rate: 1e-4 },
    { from: { D: 1 }, to: { A: 2 }, rate: 1 },
    { from: { A: 1 }, rate: 1 },
  ],
  events: [
    {
      name: "wash",
      when: (_, y) => y[2] > 12_000,
      set: { A: (_, y) => y[2] - 10_000, hits: (_, y) => y[4] + 1 },
    },
    { name: "dose", when: (t) => t % 4 >= 2, set: { A: (_, y) => y[2] + 5000 } },
  ],
  roots: [(_, y) => y[2] - 12_000],
  schedule: [
    { start: 2, period: 4, count: Number.POSITIVE_INFINITY },
    { start: 4, period: 4, count: Number.POSITIVE_INFINITY },
  ],
});

/** A pulse of molecules that is used up: continuous at first, discrete at the end. */
const exhaustion = handMadeJumpModel({
  states: { A: 30_000, B: 0, C: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: 1 },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.5 },
    { from: { B: 1 }, to: { C: 1 }, rate: 1 },
  ],
});

describe("a hybrid run", () => {
  it("changes its partition, and meets its events", () => {
    const run = startEngineRun(bursts, hybridEngine, { tolerance });
    advanceRun(run, 20);
    const { partitionChanges, events, reactions } = run.engine.statistics();
    expect(partitionChanges).toBeGreaterThan(0);
    expect(events).toBeGreaterThan(5);
    expect(reactions).toBeGreaterThan(0);
    expect(run.state.y[4]).toBeGreaterThan(0);
    expect(run.state.y[0] + run.state.y[1]).toBe(1);
  });

  it("keeps conserved sums exactly, and ends with whole molecules", () => {
    for (let replicate = 1; replicate <= 10; replicate++) {
      const run = startEngineRun(exhaustion, hybridEngine, { tolerance, replicate });
      for (const t of [0.01, 0.3, 1, 3, 8, 20, 60]) {
        advanceRun(run, t);
        expect(run.state.y.reduce((sum, n) => sum + n)).toBeCloseTo(30_000, 7);
        expect(Math.min(...run.state.y)).toBeGreaterThanOrEqual(0);
      }
      expect([...run.state.y]).toEqual([0, 0, 30_000]);
      expect(run.engine.statistics().partitionChanges).toBeGreaterThan(0);
    }
  });

  it("does not go to and fro at the border", () => {
    const model = handMadeJumpModel({
      states: { A: 1500 },
      reactions: [
        { to: { A: 1 }, rate: 15_000 },
        { from: { A: 1 }, rate: 10 },
      ],
    });
    const run = startEngineRun(model, hybridEngine, { tolerance });
    advanceRun(run, 20);
    expect(run.engine.statistics().partitionChanges).toBeLessThanOrEqual(1);
  });

  it.each([
    ["bursts", bursts],
    ["exhaustion", exhaustion],
  ])("does not depend on the times of output or the division of work: %s", (_, model) => {
    const whole = startEngineRun(model, hybridEngine, { tolerance });
    const divided = startEngineRun(model, hybridEngine, { tolerance });
    const watched = startEngineRun(model, hybridEngine, { tolerance });
    advanceRun(whole, 7);
    while (!divided.engine.advance(7, 3)) expect(divided.state.t).toBeLessThanOrEqual(7);
    for (let k = 1; k < 200; k++) advanceRun(watched, k * 0.035);
    advanceRun(watched, 7);
    for (const run of [divided, watched]) {
      expect(run.state.y).toEqual(whole.state.y);
      expect(run.random.save()).toEqual(whole.random.save());
    }
  });

  it.each([0, 0.013, 1, 2, 4.3])("goes on from a checkpoint at %s s as if not interrupted", (time) => {
    for (const model of [bursts, exhaustion]) {
      const whole = startEngineRun(model, hybridEngine, { tolerance });
      advanceRun(whole, time);
      const resumed = startEngineRun(model, hybridEngine, { tolerance, replicate: 77 });
      resumed.state.t = whole.state.t;
      resumed.state.y.set(whole.state.y);
      resumed.random.restore(whole.random.save());
      resumed.engine.restore(structuredClone(whole.engine.save()));
      for (const run of [whole, resumed]) advanceRun(run, 7);
      expect(resumed.state.y).toEqual(whole.state.y);
      expect(resumed.random.save()).toEqual(whole.random.save());
      expect(resumed.engine.statistics()).toEqual(whole.engine.statistics());
    }
  });

  it("refuses the data of another engine", () => {
    const run = startEngineRun(bursts, hybridEngine, { tolerance });
    expect(() => run.engine.restore(null)).toThrow("does not hold the state of this engine");
  });
});
