/** The loop that is made for a model's few rules does, draw by draw, what the loop over tables does. */
import { describe, expect, test } from "vitest";
import { networkFreeEngine } from "../../../runtime/engines/networkFree/networkFreeEngine.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { networkFreeCases } from "../../support/networkFreeModels.ts";
import { compileFor, modelText } from "../../support/networkFreeRun.ts";

/** The same model without its loop. */
function fromTables(model: CompiledModel): CompiledModel {
  if (model.agents === null) throw new Error("no molecules");
  const { unrolled: _, ...agents } = model.agents;
  return { ...model, agents };
}

function observed(model: CompiledModel, times: readonly number[]): unknown {
  const run = new Simulation(model, networkFreeEngine, { seed: "1" });
  const values = times.map((time) => {
    run.advanceTo(time);
    return run.observe();
  });
  const { reactions, nullEvents } = run.statistics();
  return { values, reactions, nullEvents };
}

const unrolledCases = networkFreeCases
  .map(({ name, text, until }) => ({ name, model: compileFor(text, "network_free"), until }))
  .filter(({ model }) => model.agents?.unrolled !== undefined);

test("several of the models have a loop", () => {
  expect(unrolledCases.length).toBeGreaterThan(3);
});

describe.each(unrolledCases)("$name", ({ model, until }) => {
  test("has the same numbers from the same seed", () => {
    const times = [until / 4, until];
    expect(observed(model, times)).toEqual(observed(fromTables(model), times));
  });
});

test("rates that change at a given time are read again there", () => {
  const text = modelText(`molecule A { s {u, p} }
    init A() = 50 count
    observe p = count A(s{p})
    rule go: A(s{u -> p}) @ if time >= 2 s then 1 /s else 0 /s`);
  const model = compileFor(text, "network_free");
  expect(model.agents?.unrolled).toBeDefined();
  const { values } = observed(model, [2, 20]) as { values: readonly { readonly p: number }[] };
  expect(values.map(({ p }) => p)).toEqual([0, 50]);
});

test("a rate that reads a measure has no loop", () => {
  const text = modelText(`molecule A { s {u, p} }
    init A() = 50 count
    observe p = count A(s{p})
    rule go: A(s{u -> p}) @ 1 /s * p`);
  expect(compileFor(text, "network_free").agents?.unrolled).toBeUndefined();
});
