/** Molecules that diffuse inside a membrane that itself moves under its energies and noise. */
import { describe, it } from "vitest";
import { expectNear, meanOf } from "./errorBudget.ts";
import { growthModel, series, startGrowth } from "./growthRun.ts";

describe("a membrane as the boundary of free molecules", () => {
  it("keeps them evenly inside", () => {
    const model = growthModel(`space 2D depth 0.1 um
      temperature 298 K
      membrane plasma { bending 2 pN*um  tension 15 pN/um  mesh 60 nm  radius 0.25 um }
      molecule Free { pos: vector um }
      motion plasma.pos overdamped drag 0.1 pN*s/um
      motion Free.pos overdamped drag 0.004 pN*s/um
      boundary plasma membrane
      init Free = 100 count set pos = 0.1 um * random_direction()
      observe squares: um^2 = mean(dot(f.pos, f.pos) over f: Free())
      observe fourths: um^4 = mean(dot(f.pos, f.pos)^2 over f: Free())
      observe inside: um^4 = sum(cross(a.pos, b.pos) * (dot(a.pos, a.pos) + dot(a.pos, b.pos) + dot(b.pos, b.pos)) / 12
        over a: plasma(right[1]), b: plasma(left[1]))
      observe surface: um^2 = area(plasma)`);
    const times = { from: 0.1, every: 0.05, count: 12 };
    const seen = series(startGrowth(model), ["squares", "fourths", "inside", "surface"], times);
    // The mean square distance from the middle over the polygon as it is at each time.
    const excess = seen.squares.map((square, i) => square - seen.inside[i] / seen.surface[i]);
    const variances = seen.fourths.map((fourth, i) => (fourth - seen.squares[i] ** 2) / 100);
    expectNear(meanOf(excess), 0, Math.sqrt(meanOf(variances) / times.count));
  });
});
