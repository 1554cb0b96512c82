/** A trajectory is one thing: how it is looked at, divided or interrupted does not change it. */
import { describe, expect, it } from "vitest";
import type { CompiledModel } from "../../../runtime/model.ts";
import { selections } from "../../../runtime/engines/ssa/selectors.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { advanceTo, startJumpRun } from "../../support/jumpRuns.ts";

const constantModel = handMadeJumpModel({
  states: { A: 60, B: 0, D: 0, pulses: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: 0.7 },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.3 },
    { from: { A: 2 }, to: { D: 1 }, rate: 0.01 },
    { from: { D: 1 }, to: { A: 2 }, rate: 0.2 },
    { from: { B: 1 }, rate: (_, y) => (2 * y[1]) / (5 + y[1]) },
    { to: { A: 1 }, rate: 2 },
  ],
  events: [
    { name: "refill", when: (_, y) => y[0] < 10, set: { A: (_, y) => y[0] + 20 } },
    { name: "pulse", when: (t) => t % 3 >= 1, set: { pulses: (_, y) => y[3] + 1 } },
  ],
  schedule: [
    { start: 1, period: 3, count: Number.POSITIVE_INFINITY },
    { start: 3, period: 3, count: Number.POSITIVE_INFINITY },
  ],
});

const varyingModel = handMadeJumpModel({
  states: { A: 50, B: 0, x: 1, hits: 0 },
  reactions: [
    {
      from: { A: 1 },
      to: { B: 1 },
      rate: (t, y) => 0.2 * y[0] * y[2] * (1 + 0.5 / (1 + t)),
      isTimed: true,
      reads: ["x"],
    },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.4 },
    { to: { A: 1 }, rate: 1 },
  ],
  flows: { x: (_, y) => 0.1 * y[1] - y[2] },
  events: [{ name: "high", when: (_, y) => y[2] > 2, set: { hits: (_, y) => y[3] + 1, x: () => 1 } }],
  roots: [(_, y) => y[2] - 2],
});

const quietModel = handMadeJumpModel({
  states: { A: 0, B: 0 },
  reactions: [
    { to: { A: 1 }, rate: (t) => 3 + t, isTimed: true },
    { from: { A: 1 }, to: { B: 1 }, rate: 1 },
    { from: { B: 1 }, rate: 0.3 },
  ],
});

/** A ring of forty states with dimers, refilled at set times: what the kernel runs. */
const ringSize = 40;
const ringModel = handMadeJumpModel({
  states: {
    ...Object.fromEntries(Array.from({ length: ringSize }, (_, i) => [`s${i}`, i === 0 ? 300 : 0])),
    dimer: 0,
  },
  reactions: [
    ...Array.from({ length: ringSize }, (_, i) => ({
      from: { [`s${i}`]: 1 },
      to: { [`s${(i + 1) % ringSize}`]: 1 },
      rate: 0.5 + 0.1 * (i % 3),
    })),
    { from: { s3: 2 }, to: { dimer: 1 }, rate: 0.05 },
    { from: { dimer: 1 }, to: { s3: 2 }, rate: 0.4 },
    { from: { s5: 1 }, rate: (_: number, y: Float64Array) => (2 * y[5]) / (5 + y[5]) },
  ],
  events: [{ name: "pulse", when: (t) => t % 3 >= 1, set: { s0: (_, y) => y[0] + 20 }, isTimed: true }],
  schedule: [
    { start: 1, period: 3, count: Number.POSITIVE_INFINITY },
    { start: 3, period: 3, count: Number.POSITIVE_INFINITY },
  ],
});

const models: readonly (readonly [string, CompiledModel])[] = [
  ["constant hazards", constantModel],
  ["constant hazards of many reactions", ringModel],
  ["varying hazards", varyingModel],
  ["varying hazards beside constant ones", quietModel],
];
const cases = models.flatMap(([name, model]) =>
  selections.map((selector) => [name, selector.name, model, selector] as const),
);

describe.each(cases)("%s, %s", (_name, _selection, model, selector) => {
  it("the same seed gives the same run", () => {
    const runs = [1, 1].map((replicate) => startJumpRun(model, selector, replicate));
    for (const run of runs) advanceTo(run, 20);
    expect(runs[0].state.y).toEqual(runs[1].state.y);
    expect(runs[0].random.save()).toEqual(runs[1].random.save());
    expect(runs[0].engine.statistics().reactions).toBeGreaterThan(50);
  });

  it("does not depend on the times of output", () => {
    const direct = startJumpRun(model, selector);
    const watched = startJumpRun(model, selector);
    advanceTo(direct, 20);
    for (let k = 1; k <= 999; k++) advanceTo(watched, k * 0.02);
    advanceTo(watched, 20);
    expect(watched.state.y).toEqual(direct.state.y);
    expect(watched.engine.statistics()).toEqual(direct.engine.statistics());
  });

  it("does not depend on how the work is divided", () => {
    const whole = startJumpRun(model, selector);
    const divided = startJumpRun(model, selector);
    advanceTo(whole, 20);
    while (!divided.engine.advance(20, 3)) expect(divided.state.t).toBeLessThanOrEqual(20);
    expect(divided.state.y).toEqual(whole.state.y);
    expect(divided.random.save()).toEqual(whole.random.save());
  });

  it.each([0, 0.001, 4.37, 9])(
    "goes on from a checkpoint at %d s as if it had not been interrupted",
    (time) => {
      const whole = startJumpRun(model, selector);
      advanceTo(whole, time);
      const saved = JSON.stringify(whole.engine.save(), (_, value: unknown) =>
        value === Number.POSITIVE_INFINITY ? "Infinity" : value,
      );
      const resumed = startJumpRun(model, selector, 77);
      resumed.state.t = whole.state.t;
      resumed.state.y.set(whole.state.y);
      resumed.random.restore(whole.random.save());
      resumed.engine.restore(
        JSON.parse(saved, (_, value: unknown) => (value === "Infinity" ? Number.POSITIVE_INFINITY : value)),
      );
      for (const run of [whole, resumed]) advanceTo(run, 20);
      expect(resumed.state.y).toEqual(whole.state.y);
      expect(resumed.random.save()).toEqual(whole.random.save());
      expect(resumed.engine.statistics().reactions).toBe(whole.engine.statistics().reactions);
    },
  );
});

describe("what can not be restored", () => {
  it("refuses the data of another engine", () => {
    const run = startJumpRun(constantModel, null);
    expect(() => run.engine.restore({ selection: "none" })).toThrow("does not hold the state of this engine");
    expect(() => run.engine.restore(null)).toThrow("does not hold the state of this engine");
  });
});
