/**
 * A bead under thermal forces alone: its diffusion constant is kT/drag (Einstein 1905,
 * doi:10.1002/andp.19053220806).
 */
import { describe, expect, it } from "vitest";
import { expectChiSquare } from "./errorBudget.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;

describe("a bead without forces", () => {
  for (const dimension of [2, 3]) {
    const model = growthModel(`space ${dimension}D
      temperature 298 K
      molecule P { x, pos: vector um }
      motion P.pos overdamped drag 0.1 pN*s/um
      init P = 1000 count
      observe squares: um^2 = sum(dot(a.pos, a.pos) over a: P)`);

    it(`spreads by 2 kT/drag a second and dimension in ${dimension}D, wherever in a step it is looked at`, () => {
      const simulation = startGrowth(model);
      for (const time of [0.37, 1.3, 20]) {
        simulation.advanceTo(time);
        expectChiSquare(simulation.observe().squares / ((2 * kT * time) / 0.1), 1000 * dimension);
      }
    });
  }

  it("does not move athermally", () => {
    const model = growthModel(`space 2D
      temperature 298 K
      molecule P { x, pos: vector um }
      motion P.pos overdamped drag 0.1 pN*s/um athermal
      init P = 10 count
      observe squares: um^2 = sum(dot(a.pos, a.pos) over a: P)`);
    const simulation = startGrowth(model);
    simulation.advanceTo(10);
    expect(simulation.observe().squares).toBe(0);
  });
});
