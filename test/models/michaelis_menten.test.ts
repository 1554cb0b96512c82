import { describe, expect, it } from "vitest";
import type { Simulation } from "../../runtime/simulation.ts";
import { mean, runShipped, simulate, variance } from "./shippedModel.ts";

const main = "models/michaelis_menten/michaelis_menten.tdl";
const more = "models/michaelis_menten/experiments.tdl";
const [kon, koff, kcat] = [10, 1, 2];
const Km = (koff + kcat) / kon;
/** Molecules in 1 uM of the model's 1 um^3. */
const perMicromolar = 602.214_076;

function concentration(run: Simulation, species: string): number {
  return run.state(species) / perMicromolar;
}

/** Classical Runge-Kutta on the rate equations, written down here once more; concentrations in uM. */
function rateEquations(until: number, enzyme: number, substrate: number): readonly number[] {
  const slope = ([e, s, es]: readonly number[]): readonly number[] => {
    const bind = kon * e * s - koff * es;
    return [kcat * es - bind, -bind, bind - kcat * es, kcat * es];
  };
  const h = 1e-3;
  let y: readonly number[] = [enzyme, substrate, 0, 0];
  const moved = (k: readonly number[], part: number): readonly number[] => y.map((v, i) => v + part * k[i]);
  for (let step = 0; step < Math.round(until / h); step++) {
    const k1 = slope(y);
    const k2 = slope(moved(k1, h / 2));
    const k3 = slope(moved(k2, h / 2));
    const k4 = slope(moved(k3, h));
    y = y.map((v, i) => v + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
  }
  return y;
}

describe("Michaelis-Menten", () => {
  it("follows the rate equations", () => {
    const run = simulate(main, "progress");
    for (const t of [0.1, 1, 5, 10]) {
      run.advanceTo(t);
      const [e, s, es, p] = rateEquations(t, 0.1, 1);
      expect(concentration(run, "E")).toBeCloseTo(e, 7);
      expect(concentration(run, "S")).toBeCloseTo(s, 7);
      expect(concentration(run, "ES")).toBeCloseTo(es, 7);
      expect(concentration(run, "P")).toBeCloseTo(p, 7);
    }
  });

  it("keeps the enzyme and the substrate, free, bound and converted", () => {
    const run = simulate(main, "progress");
    run.advanceTo(5);
    const [e, s, es, p] = ["E", "S", "ES", "P"].map((species) => concentration(run, species));
    expect(e + es).toBeCloseTo(0.1, 12);
    expect(s + es + p).toBeCloseTo(1, 12);
  });

  it("keeps every single molecule in the stochastic run", () => {
    const run = simulate(more, "progress_ssa");
    run.advanceTo(5);
    expect(run.state("P")).toBeGreaterThan(0);
    expect(run.state("E") + run.state("ES")).toBe(60);
    expect(run.state("S") + run.state("ES") + run.state("P")).toBe(602);
  });

  // The correction is of the order of enzyme / (Km + substrate), here 1e-3 / 0.3 at most.
  it("has the quasi-steady velocity once the complex is built, when enzyme is scarce", () => {
    const run = simulate(main, "progress", { parameters: { E_total: "1 nM" } });
    for (const t of [2, 100, 300, 600]) {
      run.advanceTo(t);
      const s = concentration(run, "S");
      const { velocity, quasi_steady } = run.observe();
      expect(quasi_steady).toBeCloseTo((kcat * 1e-3 * s) / (Km + s), 12);
      expect(Math.abs(velocity / quasi_steady - 1)).toBeLessThan(1e-3 / Km);
    }
  });

  it("has half its greatest velocity where the substrate equals Km", async () => {
    const { column } = await runShipped(more, "velocity_curve");
    const [substrate, velocity] = [column("substrate"), column("velocity")];
    const at = substrate.findIndex((s) => s < Km);
    expect(velocity[at] / (kcat * 0.01)).toBeCloseTo(0.5, 2);
  });

  it("gives the deterministic progress as the mean of single-molecule runs", async () => {
    const { column } = await runShipped(more, "progress_ssa", { until: 4, every: 4, replicates: 40 });
    const product = column("product").filter((_, row) => column("time")[row] === 4);
    expect(product.length).toBe(40);
    const error = Math.sqrt(variance(product) / product.length);
    expect(error).toBeLessThan(0.005);
    expect(Math.abs(mean(product) - rateEquations(4, 0.1, 1)[3])).toBeLessThan(3 * error);
  });

  it("saturates as the substrate is swept from far below to far above Km", async () => {
    const { result, column } = await runShipped(more, "sweep_substrate");
    expect(result.settings.sweeps[0].values.length).toBe(4);
    const last = column("velocity").filter((_, row) => column("time")[row] === 4);
    expect(last[3] / (kcat * 0.1)).toBeGreaterThan(0.98);
    expect(last[0] / (kcat * 0.1)).toBeLessThan(0.02);
  });
});
