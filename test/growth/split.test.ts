/** Operator splitting: events and motion in turns, against the exact coupling and against theory. */
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";

/** Molecules whose rate of ticking decays as exp(-t / 1 s); the boundary makes the engine move in steps. */
const clocks = `language 1.0
model Clocks {
  space 2D depth 0.1 um
  region dish = rectangle(-1 um, -1 um, 1 um, 1 um)
  boundary dish reflecting
  molecule Clock { pos: vector um, speed: /s }
  init Clock = 20 count set pos = vec(0 um, 0 um), speed = 5000 /s
  flow slowing: a: Clock() a.speed' = -a.speed / 1 s
  species ticks = 0 count
  rule tick: a: Clock() -> a() + ticks @ a.speed
  observe number = count ticks
}
`;

function start(setting: string): Simulation {
  const text = `${clocks}experiment e of Clocks { method graph  until 2 s  seed "split"  ${setting} }\n`;
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled, diagnostics } = compile({ main: "m.tdl", host, experiment: "e", method: null });
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return new Simulation(compiled, graphEngine);
}

function ticks(setting: string): number {
  const simulation = start(setting);
  simulation.advanceTo(2);
  return simulation.observe().number;
}

describe("events and motion in turns", () => {
  const expected = 20 * 5000 * (1 - Math.exp(-2));

  // The middle of a step stands for the whole: (h / 2) / sinh(h / 2) of an integral of exp(-t).
  for (const h of [2, 1, 0.5]) {
    it(`have an error of second order: h^2 / 24 and little more for ${h} s`, () => {
      const share = h / 2 / Math.sinh(h / 2);
      // Four standard deviations of about 86,000 events.
      expect(Math.abs(ticks(`split ${h} s`) / expected / share - 1)).toBeLessThan(0.014);
    });
  }

  it("are exact beside without", () => {
    expect(Math.abs(ticks("") / expected - 1)).toBeLessThan(0.014);
  });

  it("are told of in the run record", () => {
    const simulation = start("split 0.5 s");
    simulation.advanceTo(2);
    expect(simulation.statistics()).toMatchObject({ coupling: "split in steps of 0.5 s", splitSteps: 4 });
  });

  it("go on from a checkpoint as without it", () => {
    const whole = start("split 0.5 s");
    whole.advanceTo(0.6);
    const saved = structuredClone(whole.save());
    whole.advanceTo(1.6);
    const resumed = Simulation.restore(whole.model, graphEngine, saved);
    resumed.advanceTo(1.6);
    expect(resumed.observe()).toEqual(whole.observe());
  });
});
