import { describe, expect, it } from "vitest";
import { runShipped, simulate } from "./shippedModel.ts";

const file = "models/oregonator/oregonator.tdl";
const [k2, k3, bromate] = [1.6e9, 8e3, 0.06];

describe("the Oregonator", () => {
  // Test Set for IVP Solvers (Mazzia and Magherini), problem OREGO: s = 77.27, w = 0.161, q = 8.375e-6, at 360.
  it("ends at the reference solution of the test set", () => {
    const k1 = k3 / 77.27 ** 2;
    const k4 = (8.375e-6 * k2 * k3) / (2 * k1);
    // 1/s: by this the time without dimensions is measured.
    const pace = bromate * Math.sqrt(k1 * k3);
    const k5 = 0.161 * pace;
    const parameters = { k1: `${k1} /M/s`, k4: `${k4} /M/s`, k5: `${k5} /s` };
    const run = simulate(file, "oscillation", { parameters });
    run.advanceTo(360 / pace);
    const { acid, bromide, cerium } = run.observe();
    const nM = 1e-9;
    const [x, y, z] = [
      (acid * nM * k2) / (k1 * bromate),
      (bromide * nM * k2) / (k3 * bromate),
      (cerium * nM * k2 * k5) / (k1 * k3 * bromate ** 2),
    ];
    expect(x / 1.000_814_870_318_523).toBeCloseTo(1, 5);
    expect(y / 1228.178_521_549_917).toBeCloseTo(1, 4);
    expect(z / 132.055_494_284_670_6).toBeCloseTo(1, 4);
  });

  it("comes round to the same peaks after the same time", async () => {
    const { column } = await runShipped(file, "oscillation");
    const [time, cerium] = [column("time"), column("cerium")];
    const peaks = Array.from(cerium.keys()).filter(
      (i) => i > 0 && cerium[i] > cerium[i - 1] && cerium[i] >= (cerium[i + 1] ?? Infinity),
    );
    expect(peaks.length).toBeGreaterThanOrEqual(5);
    const periods = peaks.slice(2).map((peak, i) => time[peak] - time[peaks[i + 1]]);
    for (const period of periods) expect(Math.abs(period - 48.75)).toBeLessThan(0.15);
  });
});
