/**
 * A membrane that moves without noise comes to rest as a circle where tension, bending and pressure balance. Of a circle
 * of radius R the energy per depth is 2 pi R tension + pi bending / R - pi R^2 pressure, so that
 *
 *   pressure = tension / R - bending / (2 R^3)
 *
 * (Laplace's law with Helfrich's bending in 2D; Zhong-can and Helfrich 1989, doi:10.1103/PhysRevA.39.5280). For a
 * regular polygon of n vertices at the distance R from its middle, with the energies of the membrane, the pressure is
 * multiplied by cos(pi / n).
 */
import { describe, expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

/** In pN/um, pN um and pN/um^2. */
const [tension, bending] = [15, 0.18];

/** Distance of the vertices from the middle at rest: the one below which bending wins. */
function radiusAtRest(pressure: number, vertices: number): number {
  const inward = pressure * Math.cos(Math.PI / vertices);
  let [low, high] = [0.01, Math.cbrt(bending / Math.max(pressure, 1))];
  for (let i = 0; i < 100; i++) {
    const middle = 0.5 * (low + high);
    if (inward - tension / middle + bending / (2 * middle ** 3) > 0) low = middle;
    else high = middle;
  }
  return low;
}

const observed = `observe vertices = count plasma
  observe area: um^2 = sum(0.5 * cross(a.pos, b.pos) over a: plasma(right[1]), b: plasma(left[1]))
  observe perimeter: um = sum(distance(a, b) over a: plasma(right[1]), b: plasma(left[1]))
  observe squares: um^2 = mean(norm(a.pos)^2 over a: plasma)
  observe fourths: um^4 = mean(norm(a.pos)^4 over a: plasma)`;

describe("a membrane at rest", () => {
  for (const pressure of [0, 20, 30])
    it(`has the radius of Laplace's law at ${pressure} Pa`, () => {
      const model = growthModel(`space 2D depth 0.1 um
        membrane plasma {
          radius 0.11 um
          mesh 15 nm
          tension ${tension} pN/um
          bending ${bending} pN*um
          pressure ${pressure} Pa
        }
        motion plasma.pos overdamped drag 0.001 pN*s/um athermal
        ${observed}`);
      const simulation = startGrowth(model);
      simulation.advanceTo(0.02);
      const seen = simulation.observe();
      // Vertices need not stand quite evenly, which changes energies by the square of that.
      const expected = radiusAtRest(pressure, seen.vertices);
      expect(Math.abs(Math.sqrt(seen.squares) / expected - 1)).toBeLessThan(3e-4);
      expect(seen.fourths / seen.squares ** 2 - 1).toBeLessThan(1e-5);
    });

  // Bending as it is written here is less where edges are uneven: without the third energy, which is zero at rest, short
  // edges vanish (in an explicit integration, too).
  it("is round, whatever it was at first", () => {
    const model = growthModel(`space 2D depth 0.1 um
      molecule plasma { left, right, pos: vector um }
      energy length: a: plasma(right[1]), b: plasma(left[1]) = ${tension} pN/um * depth * distance(a, b)
      energy bend: a: plasma(right[1]), b: plasma(left[1], right[2]), c: plasma(left[2])
        = 2 * ${bending} pN*um * depth * (1 - dot(unit(b.pos - a.pos), unit(c.pos - b.pos))) / (distance(a, b) + distance(b, c))
      energy even: a: plasma(right[1]), b: plasma(left[1], right[2]), c: plasma(left[2])
        = 50 pN/um * (distance(a, b) - distance(b, c))^2
      motion plasma.pos overdamped drag 0.001 pN*s/um athermal
      init ring of 40 plasma by right - left = 1 count
        set pos = vec(0.14 um * cos(2 * pi * index / 40), 0.06 um * sin(2 * pi * index / 40))
      ${observed}`);
    const simulation = startGrowth(model);
    simulation.advanceTo(0.02);
    const seen = simulation.observe();
    expect(Math.abs(Math.sqrt(seen.squares) / radiusAtRest(0, 40) - 1)).toBeLessThan(1e-3);
    expect(seen.fourths / seen.squares ** 2 - 1).toBeLessThan(1e-4);
  });
});
