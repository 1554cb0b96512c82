import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../cli/fileHost.ts";
import { compile } from "../../compiler/compile.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { openModel, root } from "./shippedModel.ts";

describe("signalling of the spine, deterministic", () => {
  const { compiled, traits } = openModel("models/spine/signalling.tdl", "ltp");
  const run = new Simulation(compiled, traits);
  const at = [0, 30, 59.9, 90, 180].map((time) => {
    run.advanceTo(time);
    return run.observe();
  });

  it("activates CaMKII over the train, which decays afterwards", () => {
    const active = at.map((observed) => observed["camkii.active"]);
    expect(active[1]).toBeGreaterThan(active[0]);
    expect(active[2]).toBeGreaterThan(active[1]);
    expect(active[3]).toBeLessThan(0.5 * active[2]);
    expect(active[4]).toBeLessThan(active[3]);
  });

  it("activates Rac and inactivates cofilin, later than CaMKII", () => {
    expect(at[2]["cofilin.rac_active"]).toBeGreaterThan(at[0]["cofilin.rac_active"]);
    expect(at[4]["cofilin.cofilin_active"]).toBeLessThan(at[2]["cofilin.cofilin_active"]);
  });

  it("hardly activates Rac where CaMKII can not be phosphorylated", () => {
    const mutant = new Simulation(compiled, traits, { parameters: { "camkii.T286A": 1 } });
    mutant.advanceTo(59.9);
    expect(mutant.observe()["cofilin.rac_active"]).toBeGreaterThan(0);
    expect(mutant.observe()["cofilin.rac_active"]).toBeLessThan(0.2 * at[2]["cofilin.rac_active"]);
  });
});

describe("calcium of the spine", () => {
  const { compiled, traits } = openModel("models/spine/signalling.tdl", "ltp_pairs");
  const peakAt = (magnesium: number): number => {
    const run = new Simulation(compiled, traits, { parameters: { "calcium.Mg": magnesium } });
    run.advanceTo(4.03);
    return run.observe()["calcium_free"];
  };

  it("peaks at some 12 uM where magnesium is left out, and far below 1 uM where it is not", () => {
    expect(peakAt(0)).toBeGreaterThan(8);
    expect(peakAt(0)).toBeLessThan(16);
    expect(peakAt(1)).toBeLessThan(1);
  });
});

describe("the whole spine", () => {
  const { compiled, traits } = openModel("models/spine/spine.tdl", "pulse");

  it("keeps every actin subunit, whether free, in filaments or in the dendrite", () => {
    const run = new Simulation(compiled, traits, { seed: "spine" });
    const total = run.observe()["actin_total"];
    const seen = [2, 7, 15].map((time) => {
      run.advanceTo(time);
      return run.observe();
    });
    expect(seen.map((observed) => observed["actin_total"])).toEqual([total, total, total]);
    expect(seen[2]["F_actin"]).toBeGreaterThan(0);
    expect(seen[2]["head_volume"]).toBeGreaterThan(0.005);
    // The pulse at 4.97 s has let calcium in, and calmodulin has bound CaMKII.
    expect(seen[1]["camkii.active"]).toBeGreaterThan(1.3 * seen[0]["camkii.active"]);
    expect(run.statistics()["part camkii"]).toBe("differential equations");
  });

  it("runs to the same bits as a file of its own in an empty folder", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tendril-spine-"));
    try {
      const main = "models/spine/spine.tdl";
      const host = new NodeFileHost(main, root);
      const text = await compile({ main, host, experiment: "pulse", method: null }).emit();
      writeFileSync(join(folder, "spine.ts"), text);
      const script = `import { SpineSimulation } from ${JSON.stringify(pathToFileURL(join(folder, "spine.ts")).href)};
        const run = new SpineSimulation({ seed: "own" }); run.advanceTo(1);
        console.log(JSON.stringify(run.observe()));`;
      const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        cwd: folder,
        encoding: "utf8",
      });
      const run = new Simulation(compiled, traits, { seed: "own" });
      run.advanceTo(1);
      expect(JSON.parse(printed)).toEqual({ ...run.observe() });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 120_000);
});
