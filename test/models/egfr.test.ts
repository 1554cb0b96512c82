import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { check, listNetwork } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { mean, openModel, root, runShipped, variance } from "./shippedModel.ts";

const file = "models/egfr/egfr.tdl";

/** By run_network of BioNetGen 2.9.3 on its own text of the model, both tolerances 1e-10. */
const reference = [
  {
    time: 10,
    phosphorylated: 97127.65939588,
    ShcP: 161632.2093254,
    R_Grb2: 7841.302450539,
    Sos: 16579.21355812,
    twice: 129676.7913886,
  },
  {
    time: 20,
    phosphorylated: 64925.20333321,
    ShcP: 247713.1246147,
    R_Grb2: 8781.295945689,
    Sos: 8179.399850277,
    twice: 129935.9776579,
  },
  {
    time: 40,
    phosphorylated: 39024.97807971,
    ShcP: 266330.338195,
    R_Grb2: 7602.948556927,
    Sos: 2853.333359012,
    twice: 129936.5620545,
  },
];

describe("EGFR", () => {
  it("has 356 species and 3749 reactions", () => {
    const { network } = listNetwork({
      main: file,
      host: new NodeFileHost(file, root),
      experiment: "stimulation",
      method: null,
    });
    expect(network).toMatchObject({ species: 356, reactions: 3749 });
  });

  it("follows the reference solution", () => {
    const { compiled, traits } = openModel(file, "stimulation");
    const run = new Simulation(compiled, traits, {});
    for (const { time, phosphorylated, ShcP, R_Grb2, Sos, twice } of reference) {
      run.advanceTo(time);
      const seen = run.observe();
      expect(seen.phosphorylated / phosphorylated).toBeCloseTo(1, 6);
      expect(seen.ShcP / ShcP).toBeCloseTo(1, 6);
      expect(seen.R_Grb2 / R_Grb2).toBeCloseTo(1, 6);
      expect(seen.Sos_at_membrane / Sos).toBeCloseTo(1, 6);
      expect((2 * seen.dimers) / twice).toBeCloseTo(1, 6);
      expect(seen.all_Grb2).toBeCloseTo(149000, 3);
    }
  });

  it("has the same means molecule by molecule", async () => {
    const replicates = 40;
    const { column } = await runShipped(file, "molecules", { replicates, until: 10, every: 10 });
    for (const [name, expected] of [
      ["dimers", 648.384],
      ["R_Shc", 694.4172],
    ] as const) {
      const last = column(name).filter((_, i) => i % 2 === 1);
      expect(last.length).toBe(replicates);
      // Fluctuations shift means by far less than their error here.
      const error = Math.sqrt(variance(last) / replicates);
      expect(Math.abs(mean(last) - expected)).toBeLessThan(4 * error);
    }
  });

  it("closes its circles of reactions, and a slip of ten-fold in one constant is named", () => {
    const text = readFileSync(join(root, file), "utf8").replace(
      "param km21 = 0.1 /s",
      "param km21 = 0.01 /s",
    );
    const told = check({ main: "m.tdl", host: new MemoryHost(new Map([["m.tdl", text]])) }).diagnostics;
    expect(told.map(({ code, message }) => `${code} ${message}`)).toEqual([
      "TDL5175 The rate constants of ShcP_Grb2 do not fit those of the other reversible rules: forward over back is 10 times too large.",
    ]);
  });
});
