/**
 * Triggers on what moves, beside steps of motion much longer than the times that are asked for: they are located within
 * the step, on the line between its ends, and the step ends where an event fires.
 */
import { describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { expectNear } from "./errorBudget.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/** A bead that falls at 1 um/s, in steps of about a second. */
const falling = `
  space 2D
  temperature 298 K
  compartment cell { volume 1 um^3 }
  molecule Bead { pos: vector um }
  init Bead = 1 count set pos = vec(0 um, 0 um)
  energy weight: a: Bead() = 1 pN * a.pos.x
  motion Bead.pos overdamped drag 1 pN*s/um athermal
  define x: um = sum(a.pos.x over a: Bead())
  variable met = -1 s`;

function metAt(statements: string, until = 10): number {
  const simulation = startGrowth(growthModel(`${falling}\n${statements}\nobserve time_met: s = met`));
  simulation.advanceTo(until);
  return simulation.observe().time_met;
}

describe("triggers within a step of motion", () => {
  it("see a place that is reached", () => {
    expect(metAt("event there when x < -1.2345 um set met = time")).toBeCloseTo(1.2345, 7);
  });

  it("see what has become true although it ceases to be", () => {
    const statements = `variable left = -1 s
      event there when x < -1 um set met = time
      event gone when not (x < -1 um and x > -1.5 um) set left = time
      observe time_left: s = left`;
    const simulation = startGrowth(growthModel(`${falling}\n${statements}`));
    simulation.advanceTo(10);
    expect(simulation.observe().time_left).toBeCloseTo(1.5, 7);
  });

  it("go on from a scheduled time at which they end a very short step", () => {
    const statements = `variable early = 0
      define on = if time >= 3 s then 1 else 0
      event before when x < -(3 um - 1e-7 um) set early = 1
      event there when on > 0.5 and x < -1 um set met = time`;
    expect(metAt(statements)).toBeCloseTo(3, 9);
  });

  it("see a variable that flows", () => {
    // exp(-t) = 0.3
    const statements = `variable v = 1
      flow v' = -v / 1 s
      event low when v < 0.3 set met = time`;
    expect(metAt(statements)).toBeCloseTo(Math.log(1 / 0.3), 5);
  });

  it("let flows go on from what an event has set", () => {
    // v grows by 1 /s until the bead is at -1.3 um, then falls by 2 /s.
    const statements = `variable v = 0
      variable slope = 1 /s
      flow v' = slope
      event turn when x < -1.3 um set slope = -2 /s
      observe value = v`;
    const simulation = startGrowth(growthModel(`${falling}\n${statements}`));
    simulation.advanceTo(2);
    expect(simulation.observe().value).toBeCloseTo(1.3 - 1.4, 6);
  });

  it("change hazards from then on", () => {
    const statements = `variable speed = 0 /s
      fixed species none in cell = 1 count
      species made in cell = 0 count
      rule make: none -> made @ speed
      event begin when x < -1.25 um set speed = 4000 /s
      observe all = count made`;
    const simulation = startGrowth(growthModel(`${falling}\n${statements}`));
    simulation.advanceTo(2);
    expectNear(simulation.observe().all, 3000, Math.sqrt(3000), "molecules");
  });

  it("are located in runs that are split, too", () => {
    const model = growthModel(`${falling}
      event there when x < -1.2345 um set met = time
      observe time_met: s = met`);
    const simulation = startGrowth({ ...model, experiment: { ...model.experiment, splitStep: 1 } });
    simulation.advanceTo(3);
    expect(simulation.observe().time_met).toBeCloseTo(1.2345, 7);
  });

  it("leave a run the same after a checkpoint", () => {
    const model = growthModel(`${falling}
      fixed species none in cell = 1 count
      species made in cell = 0 count
      rule make: none -> made @ 100 /s
      event there when x < -1.2345 um set met = time
      observe time_met: s = met
      observe all = count made`);
    const whole = startGrowth(model);
    whole.advanceTo(0.7);
    const again = Simulation.restore(model, graphEngine, whole.save());
    whole.advanceTo(3);
    again.advanceTo(3);
    expect(again.observe()).toEqual(whole.observe());
    expect(whole.observe().time_met).toBeCloseTo(1.2345, 7);
  });
});
