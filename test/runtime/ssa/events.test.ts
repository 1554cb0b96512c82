import { describe, expect, it } from "vitest";
import { selections } from "../../../runtime/engines/ssa/selectors.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { advanceTo, sampleState, startJumpRun } from "../../support/jumpRuns.ts";

describe.each(selections)("$name", (selector) => {
  it("an event at a threshold of a number fires with the reaction that reaches it", () => {
    const model = handMadeJumpModel({
      states: { A: 0, cycles: 0 },
      reactions: [{ to: { A: 1 }, rate: 100 }],
      events: [{ name: "full", when: (_, y) => y[0] >= 10, set: { A: () => 0, cycles: (_, y) => y[1] + 1 } }],
    });
    const run = startJumpRun(model, selector);
    for (let k = 1; k <= 500; k++) {
      advanceTo(run, k * 0.01);
      expect(run.state.y[0]).toBeLessThan(10);
    }
    const { reactions } = run.engine.statistics();
    expect(run.state.y[1]).toBe(Math.floor(Number(reactions) / 10));
    expect(run.state.y[1]).toBeGreaterThan(30);
  });

  it("a scheduled event acts exactly at its time, and propensities follow", () => {
    const model = handMadeJumpModel({
      states: { A: 0, at: 0 },
      reactions: [{ from: { A: 1 }, rate: 1 }],
      events: [{ name: "inject", when: (t) => t >= 2.5, set: { A: () => 1000, at: (t) => t * 1000 } }],
      schedule: [{ start: 2.5, period: 0, count: 1 }],
    });
    const run = startJumpRun(model, selector);
    advanceTo(run, 2.4999);
    expect([...run.state.y]).toEqual([0, 0]);
    advanceTo(run, 2.5);
    expect([...run.state.y]).toEqual([1000, 2500]);
    advanceTo(run, 2.6);
    expect(run.state.y[0]).toBeLessThan(960);
    expect(run.state.y[0]).toBeGreaterThan(850);
  });
});

it("a periodic schedule of many events misses none", () => {
  const model = handMadeJumpModel({
    states: { beats: 0, A: 5 },
    reactions: [{ from: { A: 1 }, to: { A: 1 }, rate: 3 }],
    events: [
      { name: "up", when: (t) => Math.floor(t / 0.1 + 1e-9) % 2 === 1, set: { beats: (_, y) => y[0] + 1 } },
    ],
    schedule: [{ start: 0.1, period: 0.1, count: Number.POSITIVE_INFINITY }],
  });
  const [ends] = sampleState(model, null, 0, [100], 1);
  expect(ends[0]).toBe(500);
});
