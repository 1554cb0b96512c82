import { describe, expect, it } from "vitest";
import { runShipped, simulate } from "./shippedModel.ts";

const file = "models/calcium_pulse/calcium_pulse.tdl";
const [buffer, dissociation, resting] = [62, 524 / 247, 0.1];
/** Free calcium in uM when `total` is shared with the buffer at equilibrium. */
function free(total: number): number {
  const b = dissociation + buffer - total;
  return (Math.sqrt(b * b + 4 * dissociation * total) - b) / 2;
}
const restingTotal = resting + (buffer * resting) / (resting + dissociation);

describe("calcium pulse", () => {
  it("starts in equilibrium with its buffer", () => {
    const { calcium, total } = simulate(file, "single").observe();
    expect(total).toBeCloseTo(restingTotal, 10);
    expect(calcium).toBeCloseTo(free(restingTotal), 10);
  });

  it("brings in the time integral of its shape", () => {
    const run = simulate(file, "single");
    // Integral of A (t / 2 ms) exp(-t / 10 ms) up to t.
    const brought = (t: number): number => 50 * (1 - Math.exp(-t / 0.01) * (1 + t / 0.01));
    for (const t of [0.005, 0.02, 0.1, 0.3]) {
      run.advanceTo(t);
      expect(run.observe().total).toBeCloseTo(restingTotal + brought(t), 4);
    }
  });

  it("leaves the free calcium of the buffer's equilibrium", () => {
    const run = simulate(file, "single");
    run.advanceTo(0.3);
    expect(run.observe().calcium).toBeCloseTo(free(restingTotal + 50), 4);
  });

  it("stays at rest without a pulse while the pump works", () => {
    const run = simulate(file, "train", { parameters: { height: "0 uM/ms" } });
    run.advanceTo(3);
    expect(run.observe().calcium).toBeCloseTo(resting, 6);
  });

  it("gives five pulses in 2.5 s and then rests again", async () => {
    const { column } = await runShipped(file, "train", { until: 5 });
    const calcium = column("calcium");
    const peaks = calcium.filter((x, i) => x > 1 && x > calcium[i - 1] && x >= calcium[i + 1]);
    expect(peaks.length).toBe(5);
    expect(Math.min(...peaks)).toBeGreaterThan(3);
    expect(calcium[calcium.length - 1]).toBeCloseTo(resting, 3);
  });

  it("brings in the same number of ions in the stochastic run, within its noise", () => {
    const run = simulate(file, "train_ssa", { parameters: { vmax: "0 uM/s" } });
    const ions = (): number => run.state("Ca") + run.state("CaBuffer");
    const before = ions();
    run.advanceTo(0.4);
    const expected = 50 * 0.03 * 602.214_076;
    expect(Math.abs(ions() - before - expected)).toBeLessThan(4 * Math.sqrt(expected));
  });
});
