import { describe, it } from "vitest";
import { selections } from "../../../runtime/engines/ssa/selectors.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { sampleState } from "../../support/jumpRuns.ts";
import { momentsOf, solveMasterEquation } from "../../support/masterEquation.ts";
import { expectMoments } from "../../support/statistics.ts";

const replicates = 2000;
const times = [0.5, 1, 2, 4, 8];

describe.each(selections)("$name", (selector) => {
  it("immigration and death give a Poisson number", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [
        { to: { A: 1 }, rate: 10 },
        { from: { A: 1 }, rate: 0.5 },
      ],
    });
    const known = times.map((t) => {
      const mean = 20 * (1 - Math.exp(-0.5 * t));
      return { mean, variance: mean };
    });
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("birth and death of independent individuals", () => {
    const birth = 0.1;
    const death = 0.2;
    const model = handMadeJumpModel({
      states: { A: 100 },
      reactions: [
        { from: { A: 1 }, to: { A: 2 }, rate: birth },
        { from: { A: 1 }, rate: death },
      ],
    });
    const known = times.map((t) => {
      const growth = Math.exp((birth - death) * t);
      return {
        mean: 100 * growth,
        variance: ((100 * (birth + death)) / (birth - death)) * growth * (growth - 1),
      };
    });
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("many states in a ring give binomial numbers", () => {
    const size = 40;
    const model = handMadeJumpModel({
      states: Object.fromEntries(Array.from({ length: size }, (_, i) => [`s${i}`, i === 0 ? 400 : 0])),
      reactions: Array.from({ length: 2 * size }, (_, i) => ({
        from: { [`s${i % size}`]: 1 },
        to: { [`s${(i + (i < size ? 1 : size - 1)) % size}`]: 1 },
        rate: i < size ? 3 : 1,
      })),
    });
    // Steps to and fro are independent: the share at a place is a sum over how often the ring was gone round.
    const share = (t: number): number => {
      const step = 0.001;
      const p = new Float64Array(size);
      p[0] = 1;
      for (let k = 0; k < t / step; k++) {
        const before = p.slice();
        for (let i = 0; i < size; i++)
          p[i] += step * (3 * before[(i + size - 1) % size] + before[(i + 1) % size] - 4 * before[i]);
      }
      return p[7];
    };
    const known = [2, 5].map((t) => {
      const p = share(t);
      return { mean: 400 * p, variance: 400 * p * (1 - p) };
    });
    expectMoments(sampleState(model, selector, 7, [2, 5], 300), known);
  });

  it("isomerisation gives a binomial number", () => {
    const model = handMadeJumpModel({
      states: { A: 50, B: 0 },
      reactions: [
        { from: { A: 1 }, to: { B: 1 }, rate: 0.3 },
        { from: { B: 1 }, to: { A: 1 }, rate: 0.2 },
      ],
    });
    const known = times.map((t) => {
      const p = 0.6 * (1 - Math.exp(-0.5 * t));
      return { mean: 50 * p, variance: 50 * p * (1 - p) };
    });
    expectMoments(sampleState(model, selector, 1, times, replicates), known);
  });

  it("dimerisation follows its master equation", () => {
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
    const known = solveMasterEquation(process, times, 0.002).map((p) => momentsOf(p, (d) => d));
    expectMoments(sampleState(model, selector, 1, times, replicates), known);
  });

  it("binding of two species and a reaction of three molecules follow their master equation", () => {
    const model = handMadeJumpModel({
      states: { A: 30, B: 20 },
      reactions: [
        { from: { A: 1, B: 1 }, to: { A: 1 }, rate: 0.02 },
        { to: { B: 1 }, rate: 4 },
        { from: { B: 3 }, rate: 0.0005 },
      ],
    });
    const process = {
      size: 100,
      start: 20,
      jumps: [
        { by: -1, rate: (b: number) => 0.02 * 30 * b },
        { by: 1, rate: (b: number) => (b < 99 ? 4 : 0) },
        { by: -3, rate: (b: number) => 0.0005 * b * (b - 1) * (b - 2) },
      ],
    };
    const known = solveMasterEquation(process, times, 0.0005).map((p) => momentsOf(p, (b) => b));
    expectMoments(sampleState(model, selector, 1, times, replicates), known);
  });

  it("a rate of the model's own follows its master equation", () => {
    const model = handMadeJumpModel({
      states: { S: 40 },
      reactions: [{ from: { S: 1 }, rate: (_, y) => (8 * y[0]) / (10 + y[0]) }],
    });
    const process = {
      size: 41,
      start: 40,
      jumps: [{ by: -1, rate: (s: number) => (8 * s) / (10 + s) }],
    };
    const known = solveMasterEquation(process, times, 0.005).map((p) => momentsOf(p, (s) => s));
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("a rate that rises and falls with its substrate follows its master equation, beside many others", () => {
    // Inhibition by the substrate: the maximum lies at 12, inside of what bounds of the state would span.
    const rate = (s: number): number => (60 * s) / (12 + s + (s * s) / 12);
    const idle = Array.from({ length: 20 }, (_, i) => ({
      from: { [`x${i}`]: 1 },
      to: { [`x${(i + 1) % 20}`]: 1 },
      rate: 1,
    }));
    const model = handMadeJumpModel({
      states: { S: 40, ...Object.fromEntries(idle.map((_, i) => [`x${i}`, 3])) },
      reactions: [{ from: { S: 1 }, rate: (_, y) => rate(y[0]) }, { to: { S: 1 }, rate: 14 }, ...idle],
    });
    const process = {
      size: 160,
      start: 40,
      jumps: [
        { by: -1, rate },
        { by: 1, rate: (s: number) => (s < 159 ? 14 : 0) },
      ],
    };
    const known = solveMasterEquation(process, times, 0.005).map((p) => momentsOf(p, (s) => s));
    expectMoments(sampleState(model, selector, 0, times, replicates), known);
  });

  it("forty species in a ring of conversions stay multinomial", () => {
    const count = 40;
    const states = Object.fromEntries(Array.from({ length: count }, (_, i) => [`s${i}`, i === 0 ? 400 : 0]));
    const reactions = Array.from({ length: count }, (_, i) => ({
      from: { [`s${i}`]: 1 },
      to: { [`s${(i + 1) % count}`]: 1 },
      rate: 1,
    }));
    const model = handMadeJumpModel({ states, reactions });
    // One molecule has made a Poisson number of moves; up to t = 8 hardly any has gone round.
    const poisson = (mean: number, k: number): number => {
      let p = Math.exp(-mean);
      for (let i = 1; i <= k; i++) p *= mean / i;
      return p;
    };
    const known = times.map((t) => {
      const p = poisson(t, 3);
      return { mean: 400 * p, variance: 400 * p * (1 - p) };
    });
    expectMoments(sampleState(model, selector, 3, times, 400), known);
  });
});
