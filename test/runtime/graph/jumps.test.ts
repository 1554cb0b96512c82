/** Rules on a graph in which nothing varies between events, against the theory of the process. */
import { describe, expect, it } from "vitest";
import { graphFaults } from "../../support/graphFaults.ts";
import { handMadeGraphModel } from "../../support/handMadeGraphModel.ts";
import { runGraphTo, sampleGraph, startGraphRun } from "../../support/graphRun.ts";
import { expectMoments } from "../../support/statistics.ts";

const ends = { sites: { barbed: ["open", "capped"], pointed: [] } };

/** Growth and loss at both ends, capping, joining of filaments, cutting. */
const filaments = handMadeGraphModel({
  states: { actin: 3000 },
  types: { Bead: ends },
  rules: [
    {
      name: "grow barbed",
      match: ["a: Bead(barbed{open}[.])"],
      create: "b: Bead(barbed{open}, pointed)",
      do: ["bind a.barbed b.pointed"],
      takes: { actin: 1 },
      rate: 0.01,
    },
    {
      name: "lose barbed",
      match: ["a: Bead(barbed{open}[.], pointed[1]), b: Bead(barbed[1])"],
      do: ["delete a"],
      gives: { actin: 1 },
      rate: 1,
    },
    {
      name: "grow pointed",
      match: ["a: Bead(pointed[.])"],
      create: "b: Bead(barbed{open}, pointed)",
      do: ["bind a.pointed b.barbed"],
      takes: { actin: 1 },
      rate: 0.003,
    },
    {
      name: "lose pointed",
      match: ["a: Bead(pointed[.], barbed[1]), b: Bead(pointed[1])"],
      do: ["delete a"],
      gives: { actin: 1 },
      rate: 0.8,
    },
    { name: "cap", match: ["a: Bead(barbed{open}[.])"], do: ["state a.barbed capped"], rate: 0.2 },
    { name: "uncap", match: ["a: Bead(barbed{capped})"], do: ["state a.barbed open"], rate: 0.3 },
    {
      name: "sever",
      match: ["a: Bead(barbed[Bead.pointed])"],
      do: ["unbind a.barbed"],
      rate: 0.02,
    },
    {
      name: "anneal",
      match: ["a: Bead(barbed{open}[.])", "b: Bead(pointed[.])"],
      do: ["bind a.barbed b.pointed"],
      apart: true,
      rate: 0.002,
    },
    { name: "nucleate", create: "a: Bead(barbed{open}, pointed)", takes: { actin: 1 }, rate: 0.0005 },
    {
      name: "lose",
      match: ["a: Bead(barbed[.], pointed[.])"],
      do: ["delete a"],
      gives: { actin: 1 },
      rate: 3,
    },
    {
      name: "clear",
      match: ["a: Bead(barbed[1]), b: Bead(pointed[1], barbed[2]), c: Bead(pointed[2], barbed{capped}[.])"],
      do: ["deleteComplex a"],
      rate: 0.5,
    },
    {
      name: "lose middle",
      match: ["a: Bead(barbed[_], pointed[_])"],
      do: ["delete a"],
      gives: { actin: 1 },
      rate: 0.01,
    },
  ],
  measures: {
    beads: { of: "a: Bead()" },
    open: { of: "a: Bead(barbed{open}[.])" },
    chains: { of: "a: Bead()", kind: "complexes" },
  },
  seeds: [{ of: "a: Bead(barbed{open}[1], pointed), b: Bead(pointed[1], barbed{open})", amount: 50 }],
});

describe("rules on a graph", () => {
  it("keep lists, hazards and measures as a search of the whole graph finds them", () => {
    const run = startGraphRun(filaments);
    for (let i = 1; i <= 120; i++) {
      run.engine.advance(1e9, 50);
      expect(graphFaults(run.engine.network)).toEqual([]);
    }
    expect(
      run.engine.network.channels
        .filter((_, i) => run.engine.network.fired[i] === 0)
        .map(({ rule }) => rule.name),
    ).toEqual([]);
  });

  it("make and remove nodes as a birth-death process does", () => {
    const model = handMadeGraphModel({
      types: { A: {} },
      rules: [
        { create: "a: A()", rate: 5 },
        { match: ["a: A()"], do: ["delete a"], rate: 0.5 },
      ],
      measures: { n: { of: "a: A()" } },
      seeds: [{ of: "a: A()", amount: 3 }],
    });
    const times = [0.5, 2, 6];
    const known = times.map((t) => {
      const left = Math.exp(-0.5 * t);
      return { mean: 3 * left + 10 * (1 - left), variance: 3 * left * (1 - left) + 10 * (1 - left) };
    });
    expectMoments(sampleGraph(model, "n", times, 1500), known);
  });

  it("grow a chain by a Poisson number of beads", () => {
    const model = handMadeGraphModel({
      types: { Bead: ends },
      rules: [
        {
          match: ["a: Bead(barbed{open}[.])"],
          create: "b: Bead(barbed{open}, pointed)",
          do: ["bind a.barbed b.pointed"],
          rate: 4,
        },
      ],
      measures: { n: { of: "a: Bead(pointed[_])" }, chains: { of: "a: Bead()", kind: "complexes" } },
      seeds: [{ of: "a: Bead(barbed{open}, pointed)", amount: 1 }],
    });
    expectMoments(sampleGraph(model, "n", [1, 5], 1500), [
      { mean: 4, variance: 4 },
      { mean: 20, variance: 20 },
    ]);
    expect([...sampleGraph(model, "chains", [5], 3)[0]]).toEqual([1, 1, 1]);
  });

  it("pair nodes as plain reactions of the same numbers do", () => {
    const paired = handMadeGraphModel({
      types: { A: { sites: { x: [] } } },
      rules: [
        {
          match: ["a: A(x[.])", "b: A(x[.])"],
          do: ["bind a.x b.x"],
          divisor: 2,
          rate: 0.02,
        },
        { match: ["a: A(x[1]), b: A(x[1])"], do: ["unbind a.x"], divisor: 2, rate: 0.4 },
      ],
      measures: { free: { of: "a: A(x[.])" } },
      seeds: [{ of: "a: A(x)", amount: 40 }],
    });
    const plain = handMadeGraphModel({
      types: {},
      states: { free: 40, pairs: 0 },
      reactions: [
        { from: { free: 2 }, to: { pairs: 1 }, rate: 0.01 },
        { from: { pairs: 1 }, to: { free: 2 }, rate: 0.4 },
      ],
    });
    const times = [1, 5];
    const [a, b] = [paired, plain].map((model) => sampleGraph(model, "free", times, 1500));
    a.forEach((samples, i) => {
      const moments = momentsOf(b[i]);
      // The reference is a sample too, so that the bound on the difference is that of two means.
      expect(Math.abs(momentsOf(samples).mean - moments.mean)).toBeLessThan(
        4 * Math.sqrt((2 * moments.variance) / 1500),
      );
    });
  });

  it("choose among matches by their weight", () => {
    const counts = new Float64Array(5);
    const model = handMadeGraphModel({
      types: { A: { attributes: { size: 1, hits: 1 } } },
      rules: [
        {
          match: ["a: A()"],
          rate: 1,
          weight: (at) => at.get("a", "size"),
          weightReads: ["a.size"],
          set: (at) => at.set("a", "hits", at.get("a", "hits") + 1),
          writes: ["a.hits"],
        },
      ],
      measures: {
        total: { of: "a: A()", kind: "sum", value: (at) => at.get("a", "size"), reads: ["a.size"] },
      },
      seeds: [{ of: "a: A()", amount: 5, place: (at) => at.set("a", "size", at.copy) }],
    });
    const run = startGraphRun(model);
    runGraphTo(run, 2000);
    const { store } = run.engine.network.mixture;
    for (let node = 0; node < 5; node++) counts[node] = store.x[node * 2 + 1];
    const events = counts.reduce((a, b) => a + b, 0);
    expect(run.state.y[0]).toBe(10);
    expect(Math.abs(events - 20000)).toBeLessThan(4 * Math.sqrt(20000));
    let chiSquare = 0;
    for (let node = 1; node < 5; node++)
      chiSquare += (counts[node] - events * node * 0.1) ** 2 / (events * node * 0.1);
    expect(counts[0]).toBe(0);
    // 99.9 % of chi-square with three degrees of freedom.
    expect(chiSquare).toBeLessThan(16.3);
  });

  it("follow weights that events change", () => {
    const model = handMadeGraphModel({
      types: { A: { sites: { next: [], back: [] }, attributes: { size: 1 } } },
      rules: [
        {
          match: ["a: A(next[1]), b: A(back[1])"],
          rate: 0.3,
          weight: (at) => at.get("b", "size"),
          weightReads: ["b.size"],
          set: (at) => at.set("a", "size", at.get("b", "size") + 1),
          writes: ["a.size"],
        },
        { match: ["a: A(next[1]), b: A(back[1])"], do: ["unbind a.next"], rate: 0.2 },
        { match: ["a: A(next[.])", "b: A(back[.])"], do: ["bind a.next b.back"], apart: true, rate: 0.3 },
        { create: "a: A(next, back)", set: (at) => at.set("a", "size", 2), writes: ["a.size"], rate: 3 },
        { match: ["a: A()"], do: ["delete a"], rate: 0.1 },
      ],
      measures: {
        total: { of: "a: A(next[_])", kind: "sum", value: (at) => at.get("a", "size"), reads: ["a.size"] },
        mean: { of: "a: A()", kind: "mean", value: (at) => at.get("a", "size"), reads: ["a.size"] },
      },
      seeds: [{ of: "a: A(next, back)", amount: 10, place: (at) => at.set("a", "size", 1) }],
    });
    const run = startGraphRun(model);
    for (let i = 0; i < 40; i++) {
      run.engine.advance(1e9, 25);
      expect(graphFaults(run.engine.network)).toEqual([]);
    }
    expect(
      run.engine.network.channels
        .filter((_, i) => run.engine.network.fired[i] === 0)
        .map(({ rule }) => rule.name),
    ).toEqual([]);
  });

  it("happen at a total velocity while some place allows it", () => {
    const model = handMadeGraphModel({
      types: { A: { sites: { x: [] } } },
      rules: [{ match: ["a: A(x[.])", "b: A(x[.])"], do: ["bind a.x b.x"], isTotal: true, rate: 3 }],
      measures: { free: { of: "a: A(x[.])" } },
      seeds: [{ of: "a: A(x)", amount: 101 }],
    });
    expectMoments(sampleGraph(model, "free", [5], 1000), [{ mean: 101 - 30, variance: 4 * 15 }]);
    expect([...sampleGraph(model, "free", [40], 3)[0]]).toEqual([1, 1, 1]);
  });

  it("stop when a plain reactant is used up", () => {
    const model = handMadeGraphModel({
      types: { A: {} },
      states: { S: 7 },
      rules: [{ create: "a: A()", takes: { S: 1 }, rate: 5 }],
      measures: { n: { of: "a: A()" } },
    });
    const run = startGraphRun(model);
    runGraphTo(run, 100);
    expect([...run.state.y]).toEqual([0, 7]);
  });

  it("stand beside plain reactions that read their measures", () => {
    const model = handMadeGraphModel({
      types: { A: {} },
      states: { S: 0 },
      reactions: [
        { to: { S: 1 }, rate: (_, y) => 0.5 * y[1], reads: ["n"] },
        { from: { S: 1 }, rate: 1 },
      ],
      rules: [
        { create: "a: A()", rate: 5 },
        { match: ["a: A()"], do: ["delete a"], rate: 0.5 },
      ],
      measures: { n: { of: "a: A()" } },
    });
    // Mean of S: half the mean of n, which is 10; its variance by the linear noise of the cascade, which is exact.
    expectMoments(sampleGraph(model, "S", [40], 1500), [{ mean: 5, variance: 5 + (10 * 0.25) / 1.5 }]);
  });
});

function momentsOf(samples: Float64Array): { mean: number; variance: number } {
  const mean = samples.reduce((a, b) => a + b, 0) / samples.length;
  return { mean, variance: samples.reduce((a, b) => a + (b - mean) ** 2, 0) / (samples.length - 1) };
}
