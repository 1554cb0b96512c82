import { describe, expect, it } from "vitest";
import { mean, runShipped, variance } from "./shippedModel.ts";

/** In pN s/um: of the radius. */
const drag = 20;

describe("a dendritic network in a sphere", async () => {
  const { column } = await runShipped("models/dendritic_sphere/dendritic_sphere.tdl", "growth");
  const late = (name: string): Float64Array => column(name).filter((_, i) => column("time")[i] > 0.0399);

  it("balances tension and pressure by the contacts of its filaments", () => {
    const [push, squeeze, radius, time] = ["push", "squeeze", "radius", "time"].map(late);
    const last = time.length - 1;
    const moving = (drag * (radius[last] - radius[0])) / (time[last] - time[0]);
    const difference = push.map((force, i) => force - squeeze[i]);
    const error = Math.sqrt(variance(difference) / difference.length);
    // Forces relax between outputs, which are 2 ms apart, so that samples are independent.
    expect(error).toBeLessThan(0.08 * mean(squeeze));
    expect(Math.abs(mean(difference) - moving)).toBeLessThan(4 * error);
  });

  it("stays inside and loses nothing", () => {
    expect(column("outside").every((beads) => beads === 0)).toBe(true);
    expect(column("branches").at(-1)).toBeGreaterThan(0);
    for (const name of ["actin", "arms"])
      expect(
        column(name).every((value) => value === column(name)[0]),
        name,
      ).toBe(true);
  });
}, 120_000);
