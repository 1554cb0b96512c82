/** Events while nodes move: neither may disturb the statistics of the other. */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { handMadeGraphModel } from "../../support/handMadeGraphModel.ts";
import { runGraphTo, sampleGraph, startGraphRun } from "../../support/graphRun.ts";
import { expectMoments } from "../../support/statistics.ts";

const diffusing = {
  sites: { x: [] },
  attributes: { pos: 2, age: 1 },
  motion: { drag: 1, thermal: true },
  varies: ["age"],
};

describe("moving nodes", () => {
  it("diffuse at their own rate however many events happen", () => {
    const model = handMadeGraphModel({
      dimension: 2,
      kT: 0.5,
      types: { P: diffusing, Q: {} },
      rules: [
        { create: "q: Q()", rate: 30 },
        {
          match: ["a: P()"],
          rate: 5,
          weight: (at) => 1 + at.get("a", "pos") ** 2,
          weightReads: ["a.pos"],
          weightVaries: true,
        },
      ],
      measures: {
        square: { of: "a: P()", kind: "sum", value: (at) => at.get("a", "pos") ** 2, isLive: false },
      },
      seeds: [{ of: "a: P(x)", amount: 400 }],
    });
    const run = startGraphRun(model);
    runGraphTo(run, 1);
    // Variance 2 kT t / drag = 1 a coordinate: a sum of 400 squares of normals.
    expect(Math.abs(run.state.y[0] - 400)).toBeLessThan(4 * Math.sqrt(800));
  });

  it("age while they move, from the moment that they are made", () => {
    const model = handMadeGraphModel({
      dimension: 2,
      kT: 0.5,
      types: { P: diffusing },
      rules: [{ create: "a: P(x)", rate: 50 }],
      growth: [{ on: "a: P()", targets: ["a.age"], rate: (_, out) => out.fill(1) }],
      measures: {
        n: { of: "a: P()" },
        age: { of: "a: P()", kind: "sum", value: (at) => at.get("a", "age"), isLive: false },
      },
    });
    const times = [2];
    expectMoments(sampleGraph(model, "n", times, 60), [{ mean: 100, variance: 100 }]);
    // Ages are uniform on 0 .. 2: a compound Poisson sum of mean 100 * 1 and variance 100 * 4 / 3.
    expectMoments(sampleGraph(model, "age", times, 60), [{ mean: 100, variance: 400 / 3 }]);
  });

  it("meet in a periodic box as often as their places overlap", () => {
    const reach = 0.3;
    const model = handMadeGraphModel({
      dimension: 2,
      kT: 0.5,
      types: { P: diffusing },
      rules: [
        {
          match: ["a: P(x[.])", "b: P(x[.])"],
          do: ["bind a.x b.x"],
          near: { a: "a", b: "b", reach },
          rate: 0.2,
          divisor: 2,
        },
      ],
      measures: { free: { of: "a: P(x[.])" } },
      boundaries: [{ condition: "periodic", types: ["P"], shape: "box", values: [0, 0, 1, 1] }],
      seeds: [
        {
          of: "a: P(x)",
          amount: 2,
          place: (at) => {
            for (let k = 0; k < 2; k++) at.set("a", "pos", at.random.uniform(), k);
          },
        },
      ],
    });
    // Diffusion over the box is fast beside the reaction, so pairs stay uniform: a hazard of k pi reach^2.
    const survival = Math.exp(-0.2 * Math.PI * reach * reach * 10);
    expectMoments(sampleGraph(model, "free", [10], 60), [
      { mean: 2 * survival, variance: 4 * survival * (1 - survival) },
    ]);
  });

  it("go on from a checkpoint as if they had not been interrupted", () => {
    const model = handMadeGraphModel({
      dimension: 2,
      kT: 0.01,
      types: { P: diffusing },
      states: { S: 100 },
      rules: [
        {
          match: ["a: P(x[.])", "b: P(x[.])"],
          do: ["bind a.x b.x"],
          near: { a: "a", b: "b", reach: 0.2 },
          rate: 2,
          divisor: 2,
        },
        { match: ["a: P(x[_])"], do: ["unbind a.x"], rate: 1 },
        {
          match: ["a: P()"],
          do: ["delete a"],
          rate: 0.1,
          weight: (at) => at.get("a", "age"),
          weightReads: ["a.age"],
          weightVaries: true,
        },
        {
          create: "a: P(x)",
          rate: 0.05,
          takes: { S: 1 },
          set: (at) => {
            for (let k = 0; k < 2; k++) at.set("a", "pos", at.random.uniform(), k);
          },
          writes: ["a.pos"],
        },
      ],
      growth: [{ on: "a: P()", targets: ["a.age"], rate: (_, out) => out.fill(1) }],
      measures: {
        n: { of: "a: P()" },
        free: { of: "a: P(x[.])" },
        place: { of: "a: P()", kind: "sum", value: (at) => at.get("a", "pos"), isLive: false },
      },
      boundaries: [{ condition: "periodic", types: ["P"], shape: "box", values: [0, 0, 1, 1] }],
      seeds: [{ of: "a: P(x)", amount: 20, place: (at) => at.set("a", "pos", at.random.uniform()) }],
    });
    const whole = new Simulation(model, graphEngine, { seed: "a" });
    whole.advanceTo(0.731);
    whole.observe();
    const saved: unknown = JSON.parse(JSON.stringify(whole.save()));
    const resumed = Simulation.restore(model, graphEngine, saved);
    for (const simulation of [whole, resumed]) simulation.advanceTo(2);
    expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(whole.save()));
    expect(resumed.observe()).toEqual(whole.observe());
  });
});
