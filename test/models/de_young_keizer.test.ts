import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../cli/steadyReport.ts";
import { fakeContext, tendril } from "../cli/fakeContext.ts";
import { runShipped, simulate } from "./shippedModel.ts";

const file = "models/de_young_keizer/de_young_keizer.tdl";

/** Largest and smallest calcium in uM over a few periods, long after the start. */
async function lateExtrema(ip3: string, from: number, length: number): Promise<{ max: number; min: number }> {
  const { column } = await runShipped(file, "oscillation", {
    until: from + length,
    every: 0.05,
    parameters: new Map([["ip3", ip3]]),
  });
  const calcium = column("calcium").subarray(Math.round(from / 0.05));
  return { max: Math.max(...calcium), min: Math.min(...calcium) };
}

describe("De Young and Keizer", () => {
  it("comes to rest at 0.36 uM IP3", async () => {
    const { max, min } = await lateExtrema("0.36 uM", 600, 30);
    expect(max - min).toBeLessThan(1e-3);
  });

  it("goes on oscillating at 0.37 uM IP3", async () => {
    const early = await lateExtrema("0.37 uM", 600, 30);
    const late = await lateExtrema("0.37 uM", 1200, 30);
    expect(late.max - late.min).toBeGreaterThan(0.05);
    expect((late.max - late.min) / (early.max - early.min)).toBeCloseTo(1, 2);
  });

  it("loses its rest by a Hopf bifurcation between 0.36 and 0.37 uM IP3", async () => {
    const context = fakeContext();
    const words = ["--experiment", "oscillation", "--set", "ip3=0.36,0.37", "--json"];
    const { code, stdout } = await tendril(context, "steady", join(process.cwd(), file), ...words);
    expect(code).toBe(0);
    const { points } = JSON.parse(stdout) as SteadyReport;
    const states = points.map((point) => point.states);
    expect(states.map((all) => all.map(({ stability }) => stability))).toEqual([["stable"], ["unstable"]]);
    // One complex pair crosses the imaginary axis, all others stay far on the left.
    for (const [state] of states) {
      expect(Math.abs(state?.eigenvalues[0]?.real ?? 1)).toBeLessThan(0.02);
      expect(state?.eigenvalues[0]?.imaginary).toBeCloseTo(0.4, 1);
      expect(state?.eigenvalues[2]?.real).toBeLessThan(-0.3);
    }
  });

  it("swings between 0.441 and 0.123 uM at 0.50 uM IP3", async () => {
    const { max, min } = await lateExtrema("0.50 uM", 200, 60);
    expect(max).toBeCloseTo(0.441, 3);
    expect(min).toBeCloseTo(0.123, 3);
  });

  it("keeps all calcium, cytosol and store, per volume of cytosol", () => {
    const run = simulate(file, "oscillation");
    run.advanceTo(50);
    const { calcium, store } = run.observe();
    expect(calcium + 0.185 * store).toBeCloseTo(2, 9);
  });

  it("keeps all subunits", () => {
    const run = simulate(file, "oscillation");
    run.advanceTo(50);
    const states = run.model.states.filter(({ name }) => /^S[01]{3}$/.test(name));
    expect(states.length).toBe(8);
    expect(states.reduce((sum, { name }) => sum + run.state(name), 0)).toBeCloseTo(3000, 6);
  });

  it("obeys detailed balance around the binding cycles", () => {
    const run = simulate(file, "oscillation");
    const d = [1, 2, 3, 4].map((i) => run.parameter(`d${i}`));
    // The paper rounds d4 = d1 d2 / d3 to four digits.
    expect((d[0] * d[1]) / (d[2] * d[3])).toBeCloseTo(1, 3);
  });

  it("keeps every calcium ion in the stochastic run", () => {
    const run = simulate(file, "ions");
    const ions = run.state("Ca") + run.state("CaER");
    run.advanceTo(1);
    expect(run.state("Ca")).toBeGreaterThan(1000);
    expect(run.state("Ca") + run.state("CaER")).toBe(ions);
  });
});
