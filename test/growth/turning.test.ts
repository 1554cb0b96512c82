/**
 * Short stiff rods turn by heat as fast as they should, however their bend is written: cos of the angle decays as
 * exp(-(d - 1) kT t / (drag sum r^2)) for beads at r from the middle. A scheme that resists turning together with bending
 * would hold them, and keep all equilibria right.
 */
import { describe, expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

/** In pN um at 298 K. */
const kT = 1.380649e-23 * 298 * 1e18;
const [length, beads, drag, rods] = [0.0027, 4, 0.003, 400];
const squares = [-1.5, -0.5, 0.5, 1.5].reduce((sum, at) => sum + (at * length) ** 2, 0);

const bends = [
  "0.5 * norm(unit(b.pos - a.pos) - unit(c.pos - b.pos))^2",
  "1 - dot(unit(b.pos - a.pos), unit(c.pos - b.pos))",
  "1 + dot(unit(a.pos - b.pos), unit(c.pos - b.pos))",
  "1 - cos(angle(b.pos - a.pos, c.pos - b.pos))",
  "0.5 * angle(b.pos - a.pos, c.pos - b.pos)^2",
];

describe("rods of 8 nm", () => {
  for (const [dimension, bend] of [...bends.map((one) => [2, one] as const), [3, bends[1]] as const])
    it(`turn in ${dimension}D with the bend ${bend}`, () => {
      const model = growthModel(`space ${dimension}D
        temperature 298 K
        molecule P { l, r, pos: vector um }
        energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * 15 pN/nm * 1000 * (distance(a, b) - ${length} um)^2
        energy bend: a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]) = kT * 6300 * (${bend})
        motion P.pos overdamped drag ${drag} pN*s/um
        init chain of ${beads} P by r - l = ${rods} count
          set pos = vec(index * ${length} um, copy * 1 um${dimension === 3 ? ", 0 um" : ""})
        observe ahead = mean((b.pos.x - a.pos.x) / distance(a, b) over a: P(l[.], r[1]), b: P(l[1]))`);
      const simulation = startGrowth(model);
      // By exp(-1/2).
      simulation.advanceTo((0.5 * drag * squares) / kT / (dimension - 1));
      expect(Number(simulation.statistics().motionSteps)).toBeGreaterThan(10);
      const expected = Math.exp(-0.5);
      // The mean of the squared cosine is 1/2 + exp(-4 D t)/2 in a plane, 1/3 + 2 exp(-6 D t)/3 in space.
      const square = dimension === 2 ? (1 + expected ** 4) / 2 : (1 + 2 * expected ** 3) / 3;
      const standardError = Math.sqrt((square - expected ** 2) / rods);
      expect(4 * standardError).toBeLessThan(0.1);
      // Steps of the default tolerance may add 3 %.
      expect(Math.abs(simulation.observe().ahead - expected)).toBeLessThan(
        4 * standardError + 0.03 * expected,
      );
    });
});
