/** Hubs of few molecules are run by partial propensities, chosen by counted work: the same for every seed. */
import { describe, expect, it } from "vitest";
import { hub, chain } from "../../../bench/ssa/ssaModels.ts";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { kernelSelection, partialSelection } from "../../../runtime/engines/ssa/selectors.ts";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { advanceTo, startJumpRun } from "../../support/jumpRuns.ts";

function compiled(text: string): CompiledModel {
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled: model, diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ssa" });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

const hubModel = compiled(hub(300));

describe("the calibration run", () => {
  it.each([1, 2, 3])("chooses partial propensities for a hub, replicate %d", (replicate) => {
    const run = startJumpRun(hubModel, null, replicate);
    expect(run.engine.statistics().selection).toBe(partialSelection.name);
  });

  it("leaves the random numbers and the state of the run as they are", () => {
    const [chosen, asked] = [null, partialSelection].map((selection) => {
      const run = startJumpRun(hubModel, selection);
      run.random.restore([1, 2, 3, 4]);
      advanceTo(run, 3);
      return run;
    });
    expect(chosen.state.y).toEqual(asked.state.y);
    expect(chosen.random.save()).toEqual(asked.random.save());
  });

  it("is left out where no state is read by many reactions", () => {
    const run = startJumpRun(compiled(chain(200)), null);
    expect(run.engine.statistics().selection).toBe(kernelSelection.name);
  });
});

describe("a selection that the user names", () => {
  it.each(["partial", "kernel", "two-level"])("%s is used and stands in the statistics", (selection) => {
    const run = new Simulation(hubModel, ssaEngine, { seed: "s", selection });
    expect(run.statistics()["selection"]).toContain(selection);
  });

  it.each(["fastest", "tree", "unrolled"])("%s is refused: unknown, not unique, or unable", (selection) => {
    expect(() => new Simulation(hubModel, ssaEngine, { seed: "s", selection })).toThrow(/selection/);
  });
});

describe("partial propensities", () => {
  it("keep the molecules of hub and partners over 2e5 reactions", () => {
    const run = startJumpRun(hubModel, partialSelection);
    run.engine.advance(Number.MAX_VALUE, 200_000);
    expect(run.engine.statistics().reactions).toBe(200_000);
    const number = (name: string): number =>
      run.state.y[hubModel.states.findIndex((state) => state.name === name)];
    let bound = 0;
    for (let i = 0; i < 300; i++) {
      bound += number(`C${i}`);
      expect(number(`P${i}`) + number(`C${i}`)).toBe(2);
    }
    expect(number("H") + bound).toBe(3);
  });

  it("go on from a checkpoint in an engine that had chosen otherwise", () => {
    const whole = startJumpRun(hubModel, partialSelection);
    advanceTo(whole, 6);
    const begun = startJumpRun(hubModel, partialSelection);
    advanceTo(begun, 2);
    const resumed = startJumpRun(hubModel, kernelSelection, 5);
    resumed.state.t = begun.state.t;
    resumed.state.y.set(begun.state.y);
    resumed.random.restore(begun.random.save());
    resumed.engine.restore(JSON.parse(JSON.stringify(begun.engine.save())));
    advanceTo(resumed, 6);
    expect(resumed.state.y).toEqual(whole.state.y);
    expect(resumed.engine.statistics()).toEqual(whole.engine.statistics());
  });
});
