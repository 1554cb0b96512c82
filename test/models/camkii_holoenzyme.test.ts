import { describe, expect, it } from "vitest";
import { simulate } from "./shippedModel.ts";

const file = "models/camkii_holoenzyme/camkii_holoenzyme.tdl";

/** A third of the shipped volume with a third of its rings. */
const third = { psd_volume: "0.0052 um^3", rings: "42 count" };

/** Phosphorylated fraction at these times, in s. */
function active(times: readonly number[], parameters: Readonly<Record<string, string>> = {}): number[] {
  const run = simulate(file, "train", { parameters: { ...third, ...parameters } });
  return times.map((t) => {
    run.advanceTo(t);
    return run.observe().active;
  });
}

describe("CaMKII holoenzyme", () => {
  it("is phosphorylated by the train and loses the phosphate after it", () => {
    const [early, middle, late, after] = active([6, 30, 59, 100]);
    expect(middle).toBeGreaterThan(early + 0.03);
    expect(late).toBeGreaterThan(middle + 0.02);
    expect(after).toBeLessThan(0.8 * late);
  });

  it("loses its activity in two phases: calmodulin leaves, then the phosphate", () => {
    const run = simulate(file, "train", { parameters: { ...third, pulses: "8" } });
    const [end, soon, later, last] = [14.05, 15.05, 16, 26].map((t) => {
      run.advanceTo(t);
      return run.observe().open;
    });
    // Per second; in the full model, after 30 pulses, 0.7 and 0.02.
    expect(Math.log(end / soon)).toBeGreaterThan(0.3);
    expect(Math.log(later / last) / 10).toBeLessThan(0.05);
  });

  it("has half the free calmodulin between pulses where neurogranin holds it", () => {
    const [held, all] = ["20 uM", "0 uM"].map((Ng_total) => {
      const run = simulate(file, "train", { parameters: { ...third, Ng_total } });
      run.advanceTo(1.9);
      return run.observe().free_CaM;
    });
    expect(held).toBeLessThan(0.7 * all);
  });

  it("is phosphorylated more by pulses that follow each other faster", () => {
    const [slow] = active([15]);
    const [fast] = active([15], { period: "0.5 s" });
    expect(fast).toBeGreaterThan(2 * slow);
  });

  it("keeps the phosphate when there is no phosphatase", () => {
    const found = active([4, 8, 16, 24], { PP1: "0 uM", pulses: "4" });
    expect(found[0]).toBeGreaterThan(0.02);
    expect(found).toEqual(found.toSorted((a, b) => a - b));
  });

  it("is phosphorylated less when neurogranin holds calmodulin", () => {
    const [held] = active([10]);
    const [all] = active([10], { Ng_total: "0 uM" });
    expect(all).toBeGreaterThan(1.5 * held);
  });

  it("phosphorylates nothing without calcium", () => {
    expect(active([20], { height: "0 uM", rest: "0 uM" })).toEqual([0]);
  });

  it("keeps its rings, subunits and calmodulin", () => {
    const run = simulate(file, "train");
    for (const t of [0, 2.5, 10]) {
      run.advanceTo(t);
      const { all_CaMKII, complexes_CaMKII, all_CaM } = run.observe();
      expect([all_CaMKII, complexes_CaMKII]).toEqual([756, 126]);
      expect(all_CaM).toBe(470);
    }
  });
});
