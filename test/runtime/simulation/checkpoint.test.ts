import { describe, expect, it } from "vitest";
import { packNumbers, unpackNumbers } from "../../../runtime/checkpoint.ts";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import { handMadeJumpModel } from "../../support/handMadeJumpModel.ts";

const model = handMadeJumpModel({
  parameters: [{ name: "k", value: 0.5 }],
  states: { A: 100, B: 0 },
  reactions: [
    { from: { A: 1 }, to: { B: 1 }, rate: "k" },
    { from: { B: 1 }, to: { A: 1 }, rate: 0.1 },
  ],
});

function savedAt(time: number): Record<string, unknown> {
  const simulation = new Simulation(model, ssaEngine, { parameters: { k: 0.3 }, seed: "s", replicate: 4 });
  simulation.advanceTo(time);
  return JSON.parse(JSON.stringify(simulation.save())) as Record<string, unknown>;
}

function restoreError(data: unknown): string {
  try {
    Simulation.restore(model, ssaEngine, data);
  } catch (error) {
    if (error instanceof SimulationError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  return "restored";
}

describe("a checkpoint", () => {
  it("after a change from outside keeps the counts of reactions", () => {
    const simulation = new Simulation(model, ssaEngine, { seed: "s" });
    simulation.advanceTo(2);
    const before = Number(simulation.statistics()["reactions"]);
    simulation.setState("A", 40);
    const resumed = Simulation.restore(model, ssaEngine, simulation.save());
    expect(before).toBeGreaterThan(10);
    expect(resumed.statistics()["reactions"]).toBe(before);
    for (const run of [simulation, resumed]) run.advanceTo(4);
    expect(resumed.statistics()).toEqual(simulation.statistics());
    expect(resumed.save().y).toEqual(simulation.save().y);
  });

  it.each([0, 1.5, 1e4])("at %d s goes on as if the run had not been interrupted", (time) => {
    const whole = new Simulation(model, ssaEngine, { parameters: { k: 0.3 }, seed: "s", replicate: 4 });
    whole.advanceTo(time + 5);
    const resumed = Simulation.restore(model, ssaEngine, savedAt(time));
    expect(resumed.time).toBe(time);
    resumed.advanceTo(time + 5);
    expect(JSON.stringify(resumed.save())).toBe(JSON.stringify(whole.save()));
  });

  it("keeps the values of its parameters where another build has other defaults", () => {
    const other = handMadeJumpModel({
      parameters: [{ name: "k", value: 7 }],
      states: { A: 100, B: 0 },
      reactions: [
        { from: { A: 1 }, to: { B: 1 }, rate: "k" },
        { from: { B: 1 }, to: { A: 1 }, rate: 0.1 },
      ],
    });
    const whole = new Simulation(model, ssaEngine, { seed: "s" });
    whole.advanceTo(1);
    const resumed = Simulation.restore(other, ssaEngine, whole.save());
    whole.advanceTo(4);
    resumed.advanceTo(4);
    expect(resumed.observe()).toEqual(whole.observe());
  });

  it("is refused by another experiment of the same model", () => {
    const data = { ...savedAt(1), experiment: "train" };
    expect(restoreError(data)).toBe(
      "badCheckpoint: The checkpoint is of the experiment train, this run is of the experiment none.",
    );
  });

  it("keeps the end of all reactions, which JSON has no number for", () => {
    const dead = handMadeJumpModel({ states: { A: 1 }, reactions: [{ from: { A: 1 }, rate: 100 }] });
    const simulation = new Simulation(dead, ssaEngine);
    simulation.advanceTo(10);
    const resumed = Simulation.restore(dead, ssaEngine, JSON.parse(JSON.stringify(simulation.save())));
    resumed.advanceTo(20);
    expect(resumed.state("A")).toBe(0);
  });

  it("keeps numbers that JSON can not hold", () => {
    const data = {
      a: [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -0, 0.1],
      b: { c: null },
    };
    expect(unpackNumbers(JSON.parse(JSON.stringify(packNumbers(data))))).toEqual(data);
  });

  it.each<[string, (data: Record<string, unknown>) => unknown, RegExp]>([
    ["something else", () => "hello", /^badCheckpoint: This is not a checkpoint/],
    ["nothing", () => null, /^badCheckpoint: This is not a checkpoint/],
    ["an earlier format", (data) => ({ ...data, version: 2 }), /^badCheckpoint: .*format version 2/],
    ["a later format", (data) => ({ ...data, version: 4 }), /^badCheckpoint: .*format version 4/],
    ["another model", (data) => ({ ...data, hash: "f".repeat(64) }), /^badCheckpoint: .*another model/],
    [
      "another method",
      (data) => ({ ...data, method: "ode" }),
      /^badCheckpoint: .*run by ode, this one is by ssa/,
    ],
    ["too few states", (data) => ({ ...data, y: [1] }), /^badCheckpoint: .*damaged/],
    ["states that are no numbers", (data) => ({ ...data, y: ["1", "2"] }), /^badCheckpoint: .*damaged/],
    ["an unknown parameter", (data) => ({ ...data, parameters: [["q", 1]] }), /^badCheckpoint: .*sets q/],
    ["no engine data", (data) => ({ ...data, engine: null }), /^badCheckpoint/],
    ["a random stream of the wrong size", (data) => ({ ...data, random: [1, 2] }), /^badCheckpoint/],
  ])("is refused when it is %s", (_, damage, message) => {
    expect(restoreError(damage(savedAt(1)))).toMatch(message);
  });
});
