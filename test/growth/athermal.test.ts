/**
 * Without heat motion follows its differential equation. A bent chain of three beads straightens as in an explicit
 * integration of the same energies (Heun's method in steps of 0.1 us), however far apart its outputs are.
 */
import { describe, expect, it } from "vitest";
import { growthModel, startGrowth } from "./growthRun.ts";

/** pN/um, pN um, um, pN s/um. */
const [stretch, bend, length, drag] = [148_000, 0.15, 0.27, 0.1];
const start = [0, 0, 0.27, 0, 0.461, 0.191];

/** Forces of stretch/2 (|u| - length)^2 on both bonds and of bend (1 - cos b). */
function forces(x: readonly number[]): number[] {
  const [ux, uy, vx, vy] = [x[2] - x[0], x[3] - x[1], x[4] - x[2], x[5] - x[3]];
  const [u, v] = [Math.hypot(ux, uy), Math.hypot(vx, vy)];
  const cosine = (ux * vx + uy * vy) / (u * v);
  const pull = (own: number, other: number, size: number, otherSize: number): number =>
    (stretch * (size - length) * own) / size - (bend * (other / otherSize - (cosine * own) / size)) / size;
  const [fx, fy, gx, gy] = [pull(ux, vx, u, v), pull(uy, vy, u, v), pull(vx, ux, v, u), pull(vy, uy, v, u)];
  return [fx, fy, gx - fx, gy - fy, -gx, -gy];
}

function angleOf(x: readonly number[]): number {
  return Math.atan2(x[5] - x[3], x[4] - x[2]) - Math.atan2(x[3] - x[1], x[2] - x[0]);
}

/** In radians, after so many s. */
function integrated(end: number): number {
  const steps = Math.round(end / 1e-7);
  const h = end / steps / drag;
  let x = start;
  for (let i = 0; i < steps; i++) {
    const first = forces(x);
    const second = forces(x.map((at, k) => at + h * first[k]));
    x = x.map((at, k) => at + 0.5 * h * (first[k] + second[k]));
  }
  return angleOf(x);
}

describe("a bent chain without heat", () => {
  const end = 0.01;
  const expected = integrated(end);
  for (const dimension of [2, 3])
    for (const temperature of ["", "temperature 298 K"])
      it(`straightens in ${dimension}D in time, ${temperature === "" ? "without a temperature" : temperature}`, () => {
        const z = dimension === 3 ? ", 0 um" : "";
        const model = growthModel(`space ${dimension}D
          ${temperature}
          molecule P { l, r, pos: vector um }
          energy spring: a: P(r[1]), b: P(l[1]) = 0.5 * ${stretch} pN/um * (distance(a, b) - ${length} um)^2
          energy bend: a: P(r[1]), b: P(l[1], r[2]), c: P(l[2])
            = ${bend} pN*um * (1 - cos(angle(b.pos - a.pos, c.pos - b.pos)))
          motion P.pos overdamped drag ${drag} pN*s/um athermal
          init a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]) = 1 count
            set pos = vec(0 um, 0 um${z}), b.pos = vec(270 nm, 0 um${z}), c.pos = vec(461 nm, 191 nm${z})
          observe bent = sum(angle(b.pos - a.pos, c.pos - b.pos) over a: P(r[1]), b: P(l[1], r[2]), c: P(l[2]))`);
        const simulation = startGrowth(model);
        simulation.advanceTo(end);
        // The bend relaxes by a factor of e, in steps of a millisecond.
        expect(Number(simulation.statistics().motionSteps)).toBeLessThan(50);
        expect(Math.abs(simulation.observe().bent / expected - 1)).toBeLessThan(0.03);
      });
});
