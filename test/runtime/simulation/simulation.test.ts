import { describe, expect, it } from "vitest";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import { concentrationDimension, rateDimension } from "../../../runtime/units/dimension.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const uM = 602.214076;

const model = handMadeJumpModel({
  parameters: [
    { name: "k", value: 0.5, unit: "/s", dimension: rateDimension },
    { name: "start", value: 0.1, unit: "uM", factor: uM, dimension: concentrationDimension },
  ],
  states: { A: "start", B: 0 },
  reactions: [{ from: { A: 1 }, to: { B: 1 }, rate: "k" }],
  observables: { total: (_, y) => y[0] + y[1], B: (_, y) => y[1] },
});

function kindOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof SimulationError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "done";
}

describe("a simulation that a program drives", () => {
  it("moves on, reads states and observes", () => {
    const simulation = new Simulation(model, ssaEngine, { seed: "one" });
    simulation.advanceTo(2);
    expect(simulation.time).toBe(2);
    expect(simulation.state("A") + simulation.state("B")).toBe(60);
    expect({ ...simulation.observe() }).toEqual({ total: 60, B: simulation.state("B") });
  });

  it("rounds initial numbers of molecules with a notice", () => {
    const simulation = new Simulation(model, ssaEngine);
    expect(simulation.state("A")).toBe(60);
    expect(simulation.notices).toEqual(["The initial number of A was rounded from 60.2214 to 60."]);
  });

  it("takes parameters in their declared unit and with units of their own", () => {
    const inUnit = new Simulation(model, ssaEngine, { parameters: { start: 0.2 } });
    const withUnit = new Simulation(model, ssaEngine, { parameters: { start: "200 nM" } });
    expect(inUnit.state("A")).toBe(120);
    expect(withUnit.state("A")).toBe(120);
    expect(withUnit.parameter("start")).toBe(0.2);
  });

  it.each([
    [
      "a parameter that does not exist",
      { strat: 1 },
      "badInput: There is no parameter strat; did you mean start?",
    ],
    [
      "a unit that does not exist",
      { start: "1 um" },
      /of dimension length, but .* of dimension concentration \(uM\)/,
    ],
    ["a unit that is not known", { start: "1 uMM" }, /a unit that is not known: uMM/],
    ["a text that is no number", { start: "much" }, /is not a number, with or without a unit \(uM\)/],
    ["a number that is none", { start: Number.NaN }, "badInput: The parameter start can not be NaN."],
  ])("refuses %s", (_, parameters, message) => {
    const text = kindOf(() => new Simulation(model, ssaEngine, { parameters }));
    expect(text).toMatch(/^badInput: /);
    if (typeof message === "string") expect(text).toBe(message);
    else expect(text).toMatch(message);
  });

  it("gives each replicate and each seed random numbers of its own", () => {
    const ends = [
      { seed: "one", replicate: 1 },
      { seed: "one", replicate: 2 },
      { seed: "two", replicate: 1 },
      { seed: "one", replicate: 1 },
    ].map((options) => {
      const simulation = new Simulation(model, ssaEngine, { ...options, parameters: { start: 100 } });
      simulation.advanceTo(1);
      return simulation.state("B");
    });
    expect(new Set(ends.slice(0, 3)).size).toBe(3);
    expect(ends[3]).toBe(ends[0]);
  });

  it("sets a parameter during a run and keeps the state", () => {
    const simulation = new Simulation(model, ssaEngine, { parameters: { k: 0 } });
    simulation.advanceTo(10);
    expect(simulation.state("B")).toBe(0);
    simulation.setParameter("k", "1000 /s");
    simulation.setParameter("start", 5);
    simulation.advanceTo(20);
    expect(simulation.state("B")).toBe(60);
  });

  it("recomputes the initial state when a parameter is set at time 0", () => {
    const simulation = new Simulation(model, ssaEngine);
    simulation.setParameter("start", 1);
    expect(simulation.state("A")).toBe(602);
  });

  it("sets a state, in whole numbers of molecules", () => {
    const simulation = new Simulation(model, ssaEngine);
    simulation.advanceTo(1);
    simulation.setState("A", 10.4);
    expect(simulation.state("A")).toBe(10);
    expect(kindOf(() => simulation.setState("C", 1))).toBe("badInput: There is no state C.");
    expect(kindOf(() => simulation.setState("A", Number.NaN))).toBe("badInput: The state A can not be NaN.");
    expect(kindOf(() => simulation.setState("A", -5))).toBe("badInput: The state A can not be -5.");
    expect(kindOf(() => simulation.setState("A", 1e300))).toMatch(
      /^badInput: The state A can not be 1e\+300: beyond/,
    );
    expect(simulation.state("A")).toBe(10);
  });

  it("does not go back in time", () => {
    const simulation = new Simulation(model, ssaEngine);
    simulation.advanceTo(2);
    expect(kindOf(() => simulation.advanceTo(1))).toBe("badInput: The run is at 2 s and can not go to 1 s.");
    expect(kindOf(() => simulation.advanceTo(Number.NaN))).toMatch(/^badInput/);
  });

  it("refuses an initial value that is no number", () => {
    const broken = handMadeJumpModel({ states: { A: Number.NaN } });
    expect(kindOf(() => new Simulation(broken, ssaEngine))).toBe("notFinite: The initial value of A is NaN.");
  });
});

describe("names that mean something to the host language", () => {
  const names = ["__proto__", "constructor", "toString", "hasOwnProperty"];
  const hostile = handMadeJumpModel({
    parameters: names.map((name) => ({ name, value: 3 })),
    states: Object.fromEntries(names.map((name) => [name, name])) as Record<string, string>,
    reactions: [],
  });

  it.each(names)("%s is a parameter, a state and an observable like any other", (name) => {
    const parameters = JSON.parse(`{ "${name}": 7 }`) as Record<string, number>;
    const simulation = new Simulation(hostile, ssaEngine, { parameters });
    expect(simulation.parameter(name)).toBe(7);
    expect(simulation.state(name)).toBe(7);
    expect(Object.getOwnPropertyDescriptor(simulation.observe(), name)?.value).toBe(7);
    const resumed = Simulation.restore(hostile, ssaEngine, JSON.parse(JSON.stringify(simulation.save())));
    expect(resumed.parameter(name)).toBe(7);
  });

  it("are not found where they were not declared", () => {
    for (const name of names) {
      expect(kindOf(() => new Simulation(model, ssaEngine, { parameters: new Map([[name, 1]]) }))).toBe(
        `badInput: There is no parameter ${name}.`,
      );
      expect(kindOf(() => new Simulation(model, ssaEngine).state(name))).toMatch(/^badInput/);
    }
  });
});
