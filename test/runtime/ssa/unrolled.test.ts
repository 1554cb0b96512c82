/** Code for a few reactions makes the run that tables and the linear search make, draw by draw. */
import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { linearSelector } from "../../../runtime/engines/ssa/linearSelector.ts";
import { unrolledSelection } from "../../../runtime/engines/ssa/selectors.ts";
import { SimulationError } from "../../../runtime/simulationError.ts";
import type { CompiledModel } from "../../../runtime/model.ts";
import { advanceTo, startJumpRun } from "../../support/jumpRuns.ts";

function compiled(rules: string): CompiledModel {
  const text = `language 1.0
model M {
  compartment cell { volume 1 um^3 }
  species A in cell = 90 count
  species B in cell = 20 count
  species C in cell = 0 count
${rules}
}
experiment e of M { method ssa  until 20 s }
`;
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled: model, diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ssa" });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return model;
}

const cases: readonly (readonly [string, string])[] = [
  [
    "mass action of every order",
    `  rule source: nothing -> A @ 3 uM/s
  rule back: A -> B @ 0.4 /s
  rule bind: A + B -> C @ 0.3 /uM/s
  rule pair: 2 A -> C @ 0.2 /uM/s
  rule three: 2 A + B -> 3 B @ 0.1 /uM^2/s`,
  ],
  [
    "rates by code",
    `  rule michaelis: A -> B total 20 count/s * count A / (count A + 30)
  rule back: B -> A @ 0.7 /s
  rule out: B -> C @ 0.01 /s`,
  ],
  [
    "scheduled events",
    `  rule there: A -> B @ 1 /s
  rule back: B -> A @ 2 /s
  event refill when time >= 7 s set count A = count A + 50`,
  ],
];

describe.each(cases)("%s", (_, rules) => {
  const model = compiled(rules);

  it("is unrolled", () => {
    const run = startJumpRun(model, null);
    expect(run.engine.statistics().selection).toBe(unrolledSelection.name);
  });

  it("gives the run of the linear search", () => {
    const runs = [unrolledSelection, linearSelector].map((selection) => {
      const run = startJumpRun(model, selection);
      run.random.restore([1, 2, 3, 4]);
      for (const time of [0.3, 6.9, 7, 20]) advanceTo(run, time);
      return run;
    });
    expect(runs[0].engine.statistics().reactions).toBeGreaterThan(100);
    expect(runs[0].state.y).toEqual(runs[1].state.y);
    expect(runs[0].random.save()).toEqual(runs[1].random.save());
  });

  it("goes on from a checkpoint, and does not depend on how the work is divided", () => {
    const whole = startJumpRun(model, null);
    advanceTo(whole, 20);
    const divided = startJumpRun(model, null);
    for (let calls = 0; calls < 20 && !divided.engine.advance(20, 3); calls++) {
      // In small pieces.
    }
    const resumed = startJumpRun(model, null, 9);
    resumed.state.t = divided.state.t;
    resumed.state.y.set(divided.state.y);
    resumed.random.restore(divided.random.save());
    resumed.engine.restore(divided.engine.save());
    advanceTo(resumed, 20);
    expect(resumed.state.y).toEqual(whole.state.y);
    expect(resumed.random.save()).toEqual(whole.random.save());
  });
});

describe("a rate that turns negative", () => {
  it("is refused with the time at which it does, not that of an earlier call", () => {
    const run = startJumpRun(compiled("  rule fade: A -> B total 1 count/s * (count A - 84.5)"), null);
    const end = (time: number): unknown => {
      try {
        return advanceTo(run, time);
      } catch (error) {
        return error;
      }
    };
    let time = 0;
    let error: unknown;
    while (error === undefined && time < 20) error = end((time += 0.125));
    expect(error).toBeInstanceOf(SimulationError);
    const at = error instanceof SimulationError ? error.time : null;
    expect(at).toBeGreaterThan(time - 0.125);
    expect(at).toBeLessThanOrEqual(time);
  });
});

describe("models that are not unrolled", () => {
  it("have events that watch numbers", () => {
    const model = compiled("  rule go: A -> B @ 1 /s\n  event low when count A < 5 set count A = 50");
    expect(startJumpRun(model, null).engine.statistics().selection).toBe(linearSelector.name);
  });
});
