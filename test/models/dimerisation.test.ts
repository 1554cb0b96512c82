import { describe, expect, it } from "vitest";
import { mean, runShipped, simulate, variance } from "./shippedModel.ts";

const file = "models/dimerisation/dimerisation.tdl";
/** Molecules in 1 uM of the model's 0.1 um^3. */
const perMicromolar = 60.221_407_6;
const [kon, koff, monomers] = [1 / perMicromolar, 1, 20];

/** Probability of 0, 1, … dimers at equilibrium: detailed balance of the chemical master equation. */
function stationary(constant: number): readonly number[] {
  const weights = [1];
  for (let n = 0; n < monomers / 2; n++) {
    const free = monomers - 2 * n;
    weights.push((weights[n] * constant * ((free * (free - 1)) / 2)) / (koff * (n + 1)));
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function moment(probabilities: readonly number[], order: number): number {
  return probabilities.reduce((sum, probability, n) => sum + probability * n ** order, 0);
}

describe("dimerisation", () => {
  it("relaxes to the root of kon [A]^2 / 2 = koff [A2]", () => {
    const run = simulate(file, "relaxation");
    run.advanceTo(50);
    // kon (N - 2 x)^2 / 2 = koff x
    const b = 4 * kon * monomers + 2 * koff;
    const dimers = (b - Math.sqrt(b * b - 16 * kon * kon * monomers ** 2)) / (8 * kon);
    expect(run.state("A2") / run.state("A")).toBeCloseTo(dimers / (monomers - 2 * dimers), 8);
    expect(run.observe().dimers).toBeCloseTo(dimers, 7);
  });

  it("consumes monomers at kon [A]^2, two for each pairing", () => {
    const run = simulate(file, "relaxation");
    run.advanceTo(1e-5);
    expect((monomers - run.observe().monomers) / 1e-5).toBeCloseTo(kon * monomers ** 2, 3);
  });

  it("has the mean and variance of the chemical master equation in single molecules", async () => {
    const { column } = await runShipped(file, "stationary", { until: 20_000, every: 2 });
    const dimers = column("dimers").slice(10);
    const exact = stationary(kon);
    const average = moment(exact, 1);
    const spread = moment(exact, 2) - average ** 2;
    // Samples 2 s apart, more than two relaxation times, are nearly independent.
    const error = Math.sqrt(spread / dimers.length);
    expect(Math.abs(mean(dimers) - average)).toBeLessThan(4 * error);
    expect(variance(dimers) / spread).toBeCloseTo(1, 1);
    // The deterministic value and the mean without the factor 1/2 both lie far outside.
    expect(Math.abs(mean(dimers) - 2.0825)).toBeGreaterThan(4 * error);
    expect(Math.abs(mean(dimers) - moment(stationary(2 * kon), 1))).toBeGreaterThan(40 * error);
  });

  it("never has an odd number of monomers", async () => {
    const { column } = await runShipped(file, "molecules", { replicates: 3 });
    expect(new Set(column("monomers").map((n) => n % 2))).toEqual(new Set([0]));
  });
});
