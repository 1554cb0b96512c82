/**
 * Growth against a load: V = delta (k_on c exp(-F delta / kT) - k_off), which stalls at kT/delta log(k_on c / k_off)
 * (Peskin, Odell and Oster 1993, doi:10.1016/S0006-3495(93)81035-X). At 10 uM, 298 K and 2.7 nm that is 6.7 pN.
 */
import { describe, expect, it } from "vitest";
import { expectNear } from "./errorBudget.ts";
import { growthModel, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;
const delta = 2.7e-3;
const [on, off] = [116, 1.4];

/** Net subunits a second. */
function speed(force: number): number {
  return on * Math.exp((-force * delta) / kT) - off;
}

const stall = (kT / delta) * Math.log(on / off);

describe("a load on the barbed ends", () => {
  // Each filament is pushed by a wall of its own: the energy falls by F with the distance from it.
  const filaments = 60;
  const model = growthModel(`space 2D depth 0.1 um
    temperature 298 K
    compartment tube { volume 1 um^3 }
    param force = 0 pN
    fixed species G in tube = 10 uM
    filament Actin { ends barbed, pointed  rise 2.7 nm }
    molecule Wall { pos: vector um }
    energy push: f: Actin(barbed[.]) + w: Wall() when distance(f, w) < 5 um = -force * (distance(f, w) - 5 um)
    grow Actin at barbed from G @ 11.6 /uM/s * exp(-load * 2.7 nm / kT)
    shrink Actin at barbed to G @ 1.4 /s
    init chain of 30 Actin by barbed - pointed = ${filaments} count set pos = vec(index * 2.7 nm, copy * 20 um)
    init Wall = ${filaments} count set pos = vec(4 um, copy * 20 um)
    observe beads = count Actin`);

  for (const force of [0, 3, stall])
    it(`of ${force.toFixed(1)} pN slows growth to its ratchet's speed`, () => {
      const simulation = startGrowth(model, { parameters: { force } });
      simulation.advanceTo(0);
      const start = simulation.observe().beads;
      const time = force > 5 ? 4 : 0.5;
      simulation.advanceTo(time);
      const grown = (simulation.observe().beads - start) / (filaments * time);
      const noise = speed(force) + 2 * off;
      expectNear(grown, speed(force), Math.sqrt(noise / (filaments * time)), "subunits a second");
    });

  it("stalls at 6.7 pN", () => {
    expect(Math.abs(stall - 6.7)).toBeLessThan(0.05);
  });
});
