import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { check } from "../../compiler/compile.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel, root } from "./shippedModel.ts";

const file = "models/camkii_monomer/camkii_monomer.tdl";

// Making the network takes longer than running it.
const held = openModel(file, "restricted");

function simulate(parameters: Readonly<Record<string, string>> = {}): Simulation {
  return new Simulation(held.compiled, held.traits, { parameters });
}

/** Phosphorylated CaMKII after 1 s at this calcium, with all states of CaM over with CaM of four Ca only. */
function restriction(level: string): number {
  const [all, onlyFull] = ["1", "0"].map((partial) => {
    const run = simulate({ level, partial });
    run.advanceTo(1);
    return run.observe().pK_CaM4;
  });
  return all / onlyFull;
}

/** Mean number of ions on one lobe with two places. */
function lobe(calcium: number, first: number, second: number): number {
  const [one, two] = [calcium / first, (calcium * calcium) / (first * second)];
  return (one + 2 * two) / (1 + one + two);
}

describe("CaMKII monomer", () => {
  it("is a network of 241 species besides calcium, which is held", () => {
    expect(simulate().model.states.filter(({ kind }) => kind === "species").length).toBe(241);
  });

  it("binds calcium to calmodulin as two lobes of two places, without CaMKII", () => {
    const run = simulate({ CaMKII_total: "0 uM", level: "5 uM" });
    run.advanceTo(5);
    const expected = 30 * (lobe(5, 40.24 / 4, 9.3 / 10) + lobe(5, 2660 / 100, 990 / 150));
    expect(run.observe().bound_Ca).toBeCloseTo(expected, 3);
  });

  it("holds calmodulin on neurogranin as the dissociation constant says, without calcium", () => {
    const run = simulate({ CaMKII_total: "0 uM", level: "0 uM", Ca_initial: "0 uM", Ng_total: "20 uM" });
    run.advanceTo(20);
    const b = 30 + 20 + 0.2;
    expect(run.observe().held_CaM).toBeCloseTo((b - Math.sqrt(b * b - 4 * 30 * 20)) / 2, 3);
  });

  it("keeps calmodulin and CaMKII", () => {
    const run = simulate();
    run.advanceTo(0.5);
    const { all_CaM, all_CaMKII, dimers } = run.observe();
    expect(dimers).toBeGreaterThan(0.1);
    expect(all_CaM).toBeCloseTo(30, 6);
    expect(all_CaMKII).toBeCloseTo(80, 6);
  });

  it("needs the partly filled states of calmodulin when calcium is low, and not when it is high", () => {
    expect(restriction("2 uM")).toBeCloseTo(2.39, 1);
    expect(restriction("10 uM")).toBeCloseTo(1.02, 1);
  });

  it("has three constants of phosphorylated CaMKII that keep circles of reactions from closing", () => {
    const { diagnostics } = check({ main: file, host: new NodeFileHost(file, root) });
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "The rate constants of bind do not fit those of the other reversible rules: forward over back is for [0, 2, p] 3.4 times too small, for [1, 2, p] 2.7 times too small and for [2, 2, p] 2.9 times too small.",
    ]);
  });

  it("is a leaky integrator, and neurogranin lowers what it gathers", () => {
    const { compiled, traits } = openModel(file, "train");
    const phosphorylated = (Ng_total: string, times: readonly number[]): readonly number[] => {
      const run = new Simulation(compiled, traits, { parameters: { Ng_total } });
      return times.map((t) => {
        run.advanceTo(t);
        return run.observe().phosphorylated;
      });
    };
    const gathered = phosphorylated("0 uM", [2, 10, 20, 26]);
    const [withNeurogranin] = phosphorylated("20 uM", [10]);
    expect(gathered[1]).toBeGreaterThan(2 * gathered[0]);
    expect(gathered[2]).toBeGreaterThan(1.5 * gathered[1]);
    expect(gathered[3]).toBeLessThan(0.9 * gathered[2]);
    expect(withNeurogranin).toBeLessThan(gathered[1] / 2);
  });
});
