/**
 * Sources that change fast beside slow motion: the number of events in a step is that of the integral of the hazard.
 * Three pulses of 1e5 /s that decay in 10 ms bring 3000 molecules, with a standard deviation of 55; steps of motion
 * alone would take tens of milliseconds. Allowed are four standard deviations and 1 % that steps may miss.
 */
import { expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

it("counts the molecules of short pulses beside slow motion", () => {
  const model = growthModel(`
    space 2D
    temperature 310 K
    species Ca = 0 count
    molecule Bead { pos: vector um }
    init Bead = 2 count set pos = vec(copy * 1 um, 0 um)
    energy well: a: Bead() = 0.5 * 1 pN/um * dot(a.pos, a.pos)
    motion Bead.pos overdamped drag 1 pN*s/um athermal
    stimulus pulses adds Ca from 1 s every 1 s for 3 s shape 1e5 count/s * exp(-t / 10 ms)
    observe ca = count Ca`);
  const simulation = startGrowth(model);
  simulation.advanceTo(5);
  const { ca = Number.NaN } = simulation.observe();
  expect(Math.abs(ca - 3000)).toBeLessThan(4 * 55 + 30);
});
