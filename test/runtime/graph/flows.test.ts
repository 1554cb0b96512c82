/** Hazards that change between events are integrated: survival, growth and clocks against their formulas. */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { handMadeGraphModel } from "../../support/handMadeGraphModel.ts";
import { runGraphTo, sampleGraph, startGraphRun } from "../../support/graphRun.ts";
import { expectMoments } from "../../support/statistics.ts";

const aging = { sites: { x: [] }, attributes: { age: 1 }, varies: ["age"] };
const getsOlder = { on: "a: A()", targets: ["a.age"], rate: (_: unknown, out: Float64Array) => out.fill(1) };

describe("flows on a graph", () => {
  it("let nodes die by their age", () => {
    const model = handMadeGraphModel({
      types: { A: aging },
      rules: [
        {
          match: ["a: A()"],
          do: ["delete a"],
          rate: 1,
          weight: (at) => 0.5 * at.get("a", "age"),
          weightReads: ["a.age"],
          weightVaries: true,
        },
      ],
      growth: [getsOlder],
      measures: { n: { of: "a: A()" } },
      seeds: [{ of: "a: A(x)", amount: 50 }],
    });
    const times = [0.5, 1.5, 3];
    // A hazard of t/2: survival exp(-t^2/4).
    const known = times.map((t) => {
      const p = Math.exp((-t * t) / 4);
      return { mean: 50 * p, variance: 50 * p * (1 - p) };
    });
    expectMoments(sampleGraph(model, "n", times, 100), known);
  });

  it("locate an event where the cumulative hazard reaches its draw", () => {
    const model = handMadeGraphModel({
      types: { A: aging },
      states: { S: 0 },
      rules: [{ match: ["a: A()"], do: ["delete a"], rate: (t) => t * t, rateVaries: true }],
      growth: [getsOlder],
      measures: {
        n: { of: "a: A()" },
        age: { of: "a: A()", kind: "sum", value: (at) => at.get("a", "age"), reads: ["a.age"], varies: true },
      },
      events: [{ name: "young", when: (_, y) => y[2] > 0.25, set: { S: () => 1 } }],
      roots: [(_, y) => y[2] - 0.25],
      seeds: [{ of: "a: A(x)", amount: 1 }],
    });
    const run = startGraphRun(model, 1, 1e-9);
    const draw = startGraphRun(model, 1, 1e-9).random.exponential();
    const death = Math.cbrt(3 * draw);
    expect(death).toBeGreaterThan(0.25);
    run.engine.advance(0.25 + 1e-9, 1e6);
    expect([...run.state.y.subarray(0, 2)]).toEqual([1, 1]);
    run.engine.advance(death - 1e-6, 1e6);
    expect(run.state.y[1]).toBe(1);
    expect(run.state.y[2]).toBeCloseTo(death, 5);
    run.engine.advance(death + 1e-6, 1e6);
    expect([...run.state.y]).toEqual([1, 0, 0]);
  });

  it.each([true, false])("have a mean over no matches of 0 (kept between events: %s)", (isLive) => {
    const model = handMadeGraphModel({
      types: { A: aging },
      rules: [{ match: ["a: A()"], do: ["delete a"], rate: 1 }],
      measures: {
        age: { of: "a: A()", kind: "mean", value: (at) => at.get("a", "age") + 7, reads: ["a.age"], isLive },
      },
      seeds: [{ of: "a: A(x)", amount: 2 }],
    });
    const run = startGraphRun(model);
    run.engine.prepareObservation();
    expect(run.state.y[0]).toBe(7);
    runGraphTo(run, 100);
    expect(run.state.y[0]).toBe(0);
  });

  it("take from a pool that flows move one count at a time, and none below one", () => {
    const model = handMadeGraphModel({
      types: { A: {} },
      states: { S: 0 },
      flows: { S: () => 3 },
      rules: [
        {
          create: "a: A()",
          takes: { S: 1 },
          rate: (_, y) => 1000 * y[0],
          rateReads: ["S"],
          rateVaries: true,
        },
      ],
      measures: { n: { of: "a: A()" } },
    });
    const run = startGraphRun(model);
    for (const t of [1.1, 2.5, 4]) {
      run.engine.advance(t, 1e6);
      expect(run.state.y[0] + run.state.y[1]).toBeCloseTo(3 * t, 6);
      expect(run.state.y[0]).toBeGreaterThanOrEqual(0);
      expect(run.state.y[0]).toBeLessThan(1.1);
    }
  });

  it("go on from a checkpoint as if they had not been interrupted", () => {
    const model = handMadeGraphModel({
      types: { A: aging },
      rules: [
        { create: "a: A(x)", rate: 6 },
        {
          match: ["a: A()"],
          do: ["delete a"],
          rate: 1,
          weight: (at) => at.get("a", "age"),
          weightReads: ["a.age"],
          weightVaries: true,
        },
        { match: ["a: A(x[.])", "b: A(x[.])"], do: ["bind a.x b.x"], divisor: 2, rate: 0.3 },
      ],
      growth: [getsOlder],
      measures: {
        n: { of: "a: A()" },
        age: { of: "a: A()", kind: "mean", value: (at) => at.get("a", "age"), isLive: false },
      },
    });
    const whole = new Simulation(model, graphEngine, { seed: "a", relativeTolerance: 1e-6 });
    whole.advanceTo(1.234);
    const saved: unknown = JSON.parse(JSON.stringify(whole.save()));
    const resumed = Simulation.restore(model, graphEngine, saved);
    for (const simulation of [whole, resumed]) simulation.advanceTo(4);
    expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(whole.save()));
    const undivided = new Simulation(model, graphEngine, { seed: "a", relativeTolerance: 1e-6 });
    undivided.advanceTo(4);
    expect(JSON.stringify(undivided.save())).toBe(JSON.stringify(whole.save()));
    expect(undivided.observe().n).toBeGreaterThan(2);
  });
});
