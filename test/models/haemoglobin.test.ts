import { describe, expect, it } from "vitest";
import { mean, runShipped, simulate } from "./shippedModel.ts";

const file = "models/haemoglobin/haemoglobin.tdl";
const [L, c] = [9054, 0.014];

/** Equations of Monod, Wyman and Changeux 1965, of oxygen over its dissociation constant from the relaxed form. */
function relaxed(alpha: number): number {
  return (1 + alpha) ** 4 / ((1 + alpha) ** 4 + L * (1 + c * alpha) ** 4);
}

function saturation(alpha: number): number {
  const share = relaxed(alpha);
  return (share * alpha) / (1 + alpha) + ((1 - share) * c * alpha) / (1 + c * alpha);
}

describe("haemoglobin", () => {
  it("has the saturation and the forms of the paper", async () => {
    const { column } = await runShipped(file, "saturation");
    const time = column("time");
    const oxygen = column("oxygen");
    const found = column("saturation");
    const forms = column("relaxed");
    let points = 0;
    time.forEach((t, i) => {
      if (t === 0) return;
      points++;
      expect(found[i]).toBeCloseTo(saturation(oxygen[i] ?? Number.NaN), 5);
      expect(forms[i]).toBeCloseTo(relaxed(oxygen[i] ?? Number.NaN), 5);
    });
    expect(points).toBe(9);
  });

  it("has them on average among a hundred molecules", () => {
    const run = simulate(file, "molecules");
    const samples = { saturation: new Float64Array(80), relaxed: new Float64Array(80) };
    for (let k = 0; k < 80; k++) {
      // The forms change within some tenths of a second.
      run.advanceTo(2 + 0.4 * k);
      const observed = run.observe();
      samples.saturation[k] = observed.saturation ?? Number.NaN;
      samples.relaxed[k] = observed.relaxed ?? Number.NaN;
    }
    for (const [values, exact] of [
      [samples.saturation, saturation(10)],
      [samples.relaxed, relaxed(10)],
    ] as const) {
      const centre = mean(values);
      const error = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)) / (values.length - 1));
      // Budget: four standard errors of one run with a fixed seed; a larger error would show nothing.
      expect(error).toBeLessThan(0.02);
      expect(Math.abs(centre - exact)).toBeLessThan(4 * error);
    }
  });
});
