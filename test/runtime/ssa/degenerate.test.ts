import { describe, expect, it } from "vitest";
import { selections } from "../../../runtime/engines/ssa/selectors.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import { type HandMadeJumpModel, handMadeJumpModel } from "../../support/handMadeJumpModel.ts";
import { advanceTo, startJumpRun } from "../../support/jumpRuns.ts";

function errorOf(source: HandMadeJumpModel): SimulationError {
  const run = startJumpRun(handMadeJumpModel(source), null);
  try {
    advanceTo(run, 100);
  } catch (error) {
    if (error instanceof SimulationError) return error;
    throw error;
  }
  throw new Error("the run went on to its end");
}

describe.each(selections)("$name", (selector) => {
  it("without reactions time passes", () => {
    const run = startJumpRun(handMadeJumpModel({ states: { A: 3 } }), selector);
    expect(run.engine.advance(1e9, 1)).toBe(true);
    expect(run.state.t).toBe(1e9);
    expect(run.state.y[0]).toBe(3);
  });

  it("reactions of rate zero never happen", () => {
    const model = handMadeJumpModel({
      states: { A: 10, B: 0 },
      reactions: [
        { from: { A: 1 }, to: { B: 1 }, rate: 0 },
        { from: { B: 1 }, to: { A: 1 }, rate: 5 },
      ],
    });
    const run = startJumpRun(model, selector);
    advanceTo(run, 1e6);
    expect([...run.state.y]).toEqual([10, 0]);
  });

  it("after extinction a run goes to its end at once", () => {
    const model = handMadeJumpModel({
      states: { A: 1001, B: 7 },
      reactions: [
        { from: { A: 2 }, rate: 1e6 },
        { from: { A: 1, B: 1 }, to: { A: 1 }, rate: 1e3 },
        { from: { B: 1 }, rate: 1 },
      ],
    });
    const run = startJumpRun(model, selector);
    expect(run.engine.advance(1e12, 10_000)).toBe(true);
    expect([...run.state.y]).toEqual([1, 0]);
  });

  it("a reaction whose rate ignores its reactant stops when there is none", () => {
    const model = handMadeJumpModel({
      states: { A: 5 },
      reactions: [{ from: { A: 1 }, rate: () => 10 }],
    });
    const run = startJumpRun(model, selector);
    advanceTo(run, 100);
    expect(run.state.y[0]).toBe(0);
    expect(run.engine.statistics().reactions).toBe(5);
  });

  it("propensities of very different size leave no reaction of propensity zero a chance", () => {
    const model = handMadeJumpModel({
      states: { A: 1000, B: 1000, C: 0 },
      reactions: [
        { from: { A: 1 }, rate: 1e9 },
        { from: { B: 1 }, rate: 1e-6 },
        { from: { C: 1 }, to: { C: 2 }, rate: 1e9 },
      ],
    });
    const run = startJumpRun(model, selector);
    advanceTo(run, 1e7);
    expect(run.state.y[0]).toBe(0);
    expect(run.state.y[2]).toBe(0);
    expect(run.state.y[1]).toBeLessThan(10);
  });
});

describe("runs that can not go on", () => {
  it("a negative rate names the reaction and the time", () => {
    const error = errorOf({
      states: { A: 10 },
      reactions: [{ name: "decay", from: { A: 1 }, rate: (_, y) => y[0] - 4.5 }],
    });
    expect(error.kind).toBe("negativePropensity");
    expect(error.message).toMatch(
      /^At [\d.]+ s the rate of the reaction decay is negative \(-0\.5\)\. If it is meant to end there, write max\(0, …\) around it\.$/,
    );
    expect(error.time).toBeGreaterThan(0);
  });

  it("a rate that is no number names the reaction", () => {
    const error = errorOf({ states: { A: 10 }, reactions: [{ name: "odd", rate: () => Number.NaN }] });
    expect(error.kind).toBe("notFinite");
    expect(error.message).toBe("At 0 s the rate of the reaction odd is not a finite number (NaN).");
  });

  it("rates at the end of the numbers are refused by the kernel, whose powers of two must lie above them", () => {
    const error = errorOf({
      states: { A: 100, B: 0 },
      reactions: Array.from({ length: 6 }, (_, i) => ({
        from: { A: 1 },
        to: { B: 1 },
        rate: i === 0 ? 1e306 : 1,
      })),
    });
    expect(error.message).toBe("At 0 s the rates of the reactions add up to infinity.");
  });

  it("a negative rate constant is refused", () => {
    const error = errorOf({ states: { A: 0 }, reactions: [{ name: "wrong", from: { A: 1 }, rate: -1 }] });
    expect(error.message).toContain("At 0 s the rate of the reaction wrong is negative (-1).");
  });

  it("a number in which one molecule more or less is lost is refused", () => {
    const error = errorOf({ states: { A: 1e16 }, reactions: [{ from: { A: 1 }, rate: 1 }] });
    expect(error.message).toMatch(
      /^At 0 s the number of A is 10000000000000000, too large to count single molecules/,
    );
  });

  it("reactions so fast that time stands still are told", () => {
    const model = handMadeJumpModel({
      states: { A: 0 },
      reactions: [
        { to: { A: 1 }, rate: 1e25 },
        { from: { A: 1 }, rate: 1e25 },
      ],
    });
    const run = startJumpRun(model, null);
    run.state.t = 1;
    expect(() => advanceTo(run, 2)).toThrow("At 1 s reactions fire too fast for time to go on");
  });

  it("a varying rate that turns negative is found where it does", () => {
    const error = errorOf({
      states: { A: 0 },
      reactions: [{ name: "fading", to: { A: 1 }, rate: (t) => 3 - t, isTimed: true }],
    });
    expect(error.kind).toBe("negativePropensity");
    expect(error.time).toBeGreaterThan(2.9);
    expect(error.time).toBeLessThan(3.1);
  });

  it("an event that makes a number negative is refused", () => {
    const error = errorOf({
      states: { A: 3 },
      reactions: [{ from: { A: 1 }, rate: 1 }],
      events: [{ name: "take", when: (t) => t >= 1, set: { A: () => -2 } }],
      schedule: [{ start: 1, period: 0, count: 1 }],
    });
    expect(error.message).toBe(
      "At 1 s the number of A is -2, but a stochastic run needs whole numbers from 0.",
    );
  });

  it("a condition that changes back and forth without end is refused", () => {
    const error = errorOf({
      states: { x: 1, A: 0 },
      reactions: [{ to: { A: 1 }, rate: 0.001 }],
      flows: { x: (_, y) => (y[0] > 0 ? -1 : 1) },
      roots: [(_, y) => y[0]],
    });
    expect(error.kind).toBe("stepTooSmall");
    expect(error.time).toBeCloseTo(1, 6);
  });
});
