import { describe, expect, it } from "vitest";
import { mean, runShipped, variance } from "./shippedModel.ts";

const file = "models/treadmilling/treadmilling.tdl";

describe("treadmilling", () => {
  it("settles where both ends together gain as much as they lose", async () => {
    const { column } = await runShipped(file, "steady");
    // The number of monomers has a correlation time of 0.9 s: about 100 independent samples of relative error 0.1.
    const monomers = column("monomers").subarray(20);
    const critical = 2.2 / 12.9;
    expect(Math.abs(mean(monomers) / critical - 1)).toBeLessThan(0.04);
    expect(Math.abs(mean(column("flux").subarray(20)) - 0.578)).toBeLessThan(0.08);
    const counts = monomers.map((value) => value * 602.214);
    expect(variance(counts) / mean(counts)).toBeGreaterThan(0.6);
    expect(variance(counts) / mean(counts)).toBeLessThan(1.5);
  }, 60_000);

  it("has a cap of ATP subunits as long as growth and random hydrolysis make it", async () => {
    const { column } = await runShipped(file, "growth");
    // Nearly every end carries ATP: hydrolysis is 400 times slower than growth.
    const expected = (11.6 * 10 + 1.3 * 10 - 1.4 - 0.8) / 0.3;
    // 20 filaments, 21 samples over three lifetimes of the cap: relative error 0.7 %.
    expect(Math.abs(mean(column("cap").subarray(40)) / expected - 1)).toBeLessThan(0.02);
    const [released, aged] = [column("released"), column("aged")];
    // Monomers that are recharged leave this count, so phosphate may only be more.
    released.forEach((count, i) => expect(count).toBeGreaterThanOrEqual(aged[i] - aged[0]));
  }, 60_000);
});
