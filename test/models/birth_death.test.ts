import { describe, expect, it } from "vitest";
import { mean, runShipped, simulate, variance } from "./shippedModel.ts";

const file = "models/birth_death/birth_death.tdl";

describe("birth and death", () => {
  it("has the exact mean at every time in the deterministic run", () => {
    const run = simulate(file, "mean");
    for (const t of [0.5, 2, 20]) {
      run.advanceTo(t);
      expect(run.observe().molecules / (20 * (1 - Math.exp(-0.5 * t)))).toBeCloseTo(1, 7);
    }
  });

  it("is a Poisson distribution of mean 20 in the long run", async () => {
    // Samples 6 s, three relaxation times, apart are nearly independent.
    const { column } = await runShipped(file, "stationary", { until: 30_000, every: 6 });
    const numbers = column("molecules").slice(5);
    const n = numbers.length;
    expect(Math.abs(mean(numbers) - 20)).toBeLessThan(4 * Math.sqrt(20 / n));
    expect(Math.abs(variance(numbers) / 20 - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
    // Chance of exactly 20 molecules: e^-20 20^20 / 20!
    const hits = numbers.filter((x) => x === 20).length;
    const chance = 0.088_835_317;
    expect(Math.abs(hits - n * chance)).toBeLessThan(4 * Math.sqrt(n * chance * (1 - chance)));
  });
});
