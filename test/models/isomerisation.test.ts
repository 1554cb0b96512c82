import { describe, expect, it } from "vitest";
import { mean, runShipped, simulate, variance } from "./shippedModel.ts";

const file = "models/isomerisation/isomerisation.tdl";
/** Chance of the second shape at t. */
const chance = (t: number): number => 0.8 * (1 - Math.exp(-1.25 * t));

describe("isomerisation", () => {
  it("relaxes exponentially to 80 of 100 in the second shape", () => {
    const run = simulate(file, "relaxation");
    for (const t of [0.2, 1, 5, 30]) {
      run.advanceTo(t);
      expect(run.observe().second).toBeCloseTo(100 * chance(t), 3);
    }
  });

  it("has the binomial mean and variance at 1 s in single molecules", async () => {
    const { column } = await runShipped(file, "chance", { until: 1, every: 1, replicates: 1000 });
    const seconds = column("second").filter((_, row) => column("time")[row] === 1);
    const p = chance(1);
    const spread = 100 * p * (1 - p);
    expect(Math.abs(mean(seconds) - 100 * p)).toBeLessThan(4 * Math.sqrt(spread / 1000));
    expect(Math.abs(variance(seconds) / spread - 1)).toBeLessThan(4 * Math.sqrt(2 / 1000));
  });

  it("shifts to the second shape as the way there gets faster", async () => {
    const { column } = await runShipped(file, "forward_rates", { until: 50, every: 50 });
    const last = column("second").filter((_, row) => column("time")[row] === 50);
    expect([...last].map((x) => Math.round(x * 1e3) / 1e3)).toEqual([50, 80, 94.118]);
  });
});
