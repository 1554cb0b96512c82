/** A trained surrogate in models around its module: what runs, what is conserved, what is refused. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { MemoryHost } from "../../compiler/host.ts";
import { cardText } from "../../compiler/surrogate/artefact.ts";
import { cardVersion } from "../../compiler/surrogate/card.ts";
import { beforeAll, describe, expect, it } from "vitest";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { hybridEngine } from "../../runtime/engines/hybrid/hybridEngine.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { ssaEngine } from "../../runtime/engines/ssa/ssaEngine.ts";
import { tauEngine } from "../../runtime/engines/tau/tauEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import {
  compileModel,
  enzymeText,
  hostWith,
  switchText,
  type TrainedModel,
  trainModel,
} from "./trainModel.ts";

let enzyme: TrainedModel;

beforeAll(async () => {
  enzyme = await trainModel(enzymeText, "quick");
}, 300_000);

const engines = {
  ode: odeEngine,
  ssa: ssaEngine,
  tau: tauEngine,
  hybrid: hybridEngine,
  graph: graphEngine,
};

function simulationOf(
  trained: TrainedModel,
  experiment: string,
  method: keyof typeof engines,
  text = trained.text,
) {
  const name = trained.artefact.card.surrogate;
  const host = text === trained.text ? trained.host : hostWith(text, name, trained);
  const { compiled, diagnostics } = compileModel(host, experiment, method);
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return new Simulation(compiled, engines[method]);
}

/** The model around with filaments that grow from a pool of their own, still or moved by a flow of the medium. */
function besideGrowth(text: string, motion: "still" | "moving"): string {
  const move = motion === "moving" ? "motion Actin.pos overdamped drag 1 pN*s/um athermal" : "";
  const growth = `space 2D depth 0.1 um  temperature 310 K
    species G in cell = 40 count
    filament Actin in cell { ends barbed, pointed  rise 2.7 nm  stretch 100 pN }
    ${move}
    init chain of 3 Actin by barbed - pointed = 2 count set pos = vec(index * 2.7 nm, copy * 1 um)
    grow Actin at barbed from G @ 0.5 um^3/s/count
    shrink Actin at barbed to G @ 1.4 /s
    observe subunits = count Actin() + count G`;
  const shorter = text.replace("10.25 s", "8.55 s");
  return shorter.replace("observe substrate", `${growth}\n  observe substrate`);
}

function codesOf(text: string, experiment: string, trained = enzyme): string[] {
  const { diagnostics } = compileModel(hostWith(text, trained.artefact.card.surrogate, trained), experiment);
  return diagnostics.map(({ code }) => code);
}

const exactText = enzymeText.replaceAll("use quick for enzyme", "");

describe("a surrogate in a model", () => {
  it("follows the exact module", () => {
    const surrogate = simulationOf(enzyme, "inside", "ode");
    const exact = simulationOf(enzyme, "inside", "ode", exactText);
    for (let t = 1; t <= 20; t++) {
      surrogate.advanceTo(t);
      exact.advanceTo(t);
      expect(surrogate.observe()["enzyme.bound"]).toBeCloseTo(exact.observe()["enzyme.bound"] ?? 0, -0.5);
    }
    expect(surrogate.statistics()["surrogate quick for enzyme: left the domain"]).toBe(0);
  });

  it.each(["ode", "ssa", "tau", "hybrid"] as const)(
    "falls back and rejoins without a jump of what is conserved, by %s",
    (method) => {
      const simulation = simulationOf(enzyme, "excursion", method);
      const total = (t: number): number => {
        simulation.advanceTo(t);
        return simulation.observe()["total"] ?? 0;
      };
      const start = total(0);
      expect(Math.abs(total(8) - start)).toBeLessThan(1e-12 * start * 8);
      expect(simulation.state("enzyme.E")).toBe(0);
      const flooded = total(8.5);
      expect(simulation.state("enzyme.E")).toBeGreaterThan(1);
      expect(Math.abs(total(10) - flooded)).toBeLessThan(1e-12 * flooded * 8);
      const back = total(10.5);
      const end = total(20);
      expect(simulation.state("enzyme.E")).toBe(0);
      expect(Math.abs(end - back)).toBeLessThan(1e-12 * back * 20);
      expect(simulation.statistics()["surrogate quick for enzyme: left the domain"]).toBe(1);
      expect(simulation.notices.join()).toContain("left the domain of the surrogate quick once");
    },
  );

  it.each(["still", "moving"] as const)(
    "falls back and rejoins beside filaments that are %s, and nothing is lost",
    (motion) => {
      const simulation = simulationOf(enzyme, "excursion", "graph", besideGrowth(enzymeText, motion));
      const subunits = simulation.observe()["subunits"];
      const totals = [0, 8, 8.3, 8.5, 8.6, 12].map((t) => {
        simulation.advanceTo(t);
        return simulation.observe()["total"] ?? 0;
      });
      const [start = 0, before = 0, flooded = 0, drained = 0, back = 0, end = 0] = totals;
      expect(Math.abs(before - start)).toBeLessThan(1e-11 * start);
      expect(Math.abs(drained - flooded)).toBeLessThan(1e-11 * flooded);
      expect(Math.abs(end - back)).toBeLessThan(1e-11 * back);
      expect(simulation.observe()["subunits"]).toBe(subunits);
      expect(simulation.statistics()["surrogate quick for enzyme: left the domain"]).toBe(1);
      // Outside, the exact module has reacted by single events beside the growth.
      expect(simulation.statistics()["surrogate quick for enzyme: seconds outside"]).toBeGreaterThan(0.29);
      expect(simulation.state("enzyme.E")).toBe(0);
    },
  );

  it("hands whole molecules to a stochastic module, all of them", () => {
    const simulation = simulationOf(enzyme, "excursion", "ssa");
    simulation.advanceTo(9);
    const amounts = ["E", "ES1", "ES2", "EP"].map((name) => simulation.state(`enzyme.${name}`));
    for (const amount of amounts) expect(Number.isInteger(amount)).toBe(true);
    expect(amounts.reduce((sum, amount) => sum + amount, 0)).toBe(400);
  });

  it.each(["ssa", "graph"] as const)(
    "goes on from a checkpoint while the exact module runs, by %s",
    (method) => {
      const text = method === "graph" ? besideGrowth(enzymeText, "moving") : enzymeText;
      const whole = simulationOf(enzyme, "excursion", method, text);
      whole.advanceTo(8.4);
      const saved = JSON.parse(JSON.stringify(whole.save())) as unknown;
      const resumed = Simulation.restore(whole.model, engines[method], saved);
      whole.advanceTo(9);
      resumed.advanceTo(9);
      expect(resumed.observe()).toEqual(whole.observe());
    },
  );

  it("runs the same in a compiled simulator, weights and library inside", async () => {
    const folder = mkdtempSync(join(tmpdir(), "tendril-surrogate-"));
    try {
      const path = join(folder, "sim.ts");
      writeFileSync(path, await compileModel(enzyme.host, "excursion", "ssa").emit());
      const script = `import { CellSimulation } from ${JSON.stringify(pathToFileURL(path).href)};
        const run = new CellSimulation(); run.advanceTo(20); console.log(JSON.stringify(run.observe()));`;
      const printed = execFileSync(process.execPath, ["--input-type=module", "-e", script], {
        encoding: "utf8",
      });
      const simulation = simulationOf(enzyme, "excursion", "ssa");
      simulation.advanceTo(20);
      expect(JSON.parse(printed)).toEqual({ ...simulation.observe() });
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 180_000);

  it("leaves out what it does not follow, and says so", () => {
    const { compiled, diagnostics } = compileModel(enzyme.host, "inside");
    expect(diagnostics.map(({ code }) => code)).toEqual(["TDL7014"]);
    expect(compiled?.observables.map(({ name }) => name)).toEqual(["substrate", "total", "enzyme.bound"]);
  });

  it("holds its inputs at the edge of the domain, where it says clamp", () => {
    const text = enzymeText.replace("fallback exact", "clamp");
    const simulation = simulationOf(enzyme, "excursion", "ode", text);
    simulation.advanceTo(8.5);
    const bound = simulation.observe()["enzyme.bound"] ?? 0;
    simulation.advanceTo(20);
    expect(simulation.statistics()["surrogate quick for enzyme: left the domain"]).toBe(1);
    expect(bound).toBeGreaterThan(250);
    expect(simulation.model.states.map(({ name }) => name)).not.toContain("enzyme.E");
  });

  it.each(["ode", "graph"] as const)("ends the run where it says error, by %s", (method) => {
    const text = enzymeText.replace("fallback exact", "error");
    const simulation = simulationOf(enzyme, "excursion", method, text);
    expect(() => simulation.advanceTo(20)).toThrow(
      "leaves the domain that the surrogate quick was trained for",
    );
  });

  it("is refused where a rule of growth needs what it does not follow", () => {
    const text = besideGrowth(enzymeText, "still").replace("@ 0.5 um^3", "@ enzyme.idle / 400 * 0.5 um^3");
    expect(
      codesOf(text.replaceAll("use quick for enzyme", "use quick for enzyme  method graph"), "inside"),
    ).toContain("TDL7013");
  });

  it("holds its inputs at the edge beside growth too", () => {
    const text = besideGrowth(enzymeText.replace("fallback exact", "clamp"), "still");
    const simulation = simulationOf(enzyme, "excursion", "graph", text);
    simulation.advanceTo(12);
    expect(simulation.statistics()["surrogate quick for enzyme: left the domain"]).toBe(1);
    expect(simulation.model.states.map(({ name }) => name)).not.toContain("enzyme.E");
  });
});

describe("a steady state", () => {
  it("follows its inputs, in shares of one total", async () => {
    const rest = await trainModel(switchText, "rest");
    const { card } = rest.artefact;
    expect(card.net?.heads).toEqual([
      { kind: "share", group: 0, total: 1000 },
      { kind: "share", group: 0, total: 1000 },
    ]);
    expect(card.acceptance.accepted).toBe(true);
    expect(card.metrics.codeError).toBeLessThanOrEqual(1e-12);
    const simulation = simulationOf(rest, "quick", "ode");
    const { "switch.half": half = 0, "switch.full": full = 0 } = simulation.observe();
    // At 0.1 uM: C1 / C0 = 0.1, C2 / C1 = 10 / 9.
    const one = 1 + 0.1 + 0.1 * (10 / 9);
    expect(Math.abs(half - 100 / one)).toBeLessThan(10);
    expect(Math.abs(full - (100 * (10 / 9)) / one)).toBeLessThan(10);
  }, 300_000);
});

describe("a compartment that changes its size", () => {
  // Two molecules meet less often where there is more room.
  const swelling = `language 1.0
    module Pair {
      share compartment cell { volume 1 um^3 }
      species A in cell = 300 count
      species AA in cell = 0 count
      rule meet: A + A <-> AA @ 5 /uM/s, back 2 /s
      observe met = count AA
    }
    model Cell {
      compartment cell { volume 1 um^3 }
      flow cell.volume' = 0.1 um^3/s
      part pair = Pair(cell = cell)
    }
    surrogate quick of Pair {
      inputs cell in 0.5 um^3 .. 3 um^3
      outputs met
      kind moments retain met
      train runs 16 sampling sobol seed "7"
      accept nrmse(met) <= 3 %, speedup >= 0.001
      outside fallback exact
    }
    experiment fast of Cell { use quick for pair  until 10 s  every 1 s }
    experiment exact of Cell { until 10 s  every 1 s }`;

  it("is an input of its surrogate", async () => {
    const trained = await trainModel(swelling, "quick");
    const met = (name: string, t: number): number => {
      const simulation = simulationOf(trained, name, "ode");
      simulation.advanceTo(t);
      return simulation.observe()["pair.met"] ?? 0;
    };
    expect(met("exact", 2) - met("exact", 10)).toBeGreaterThan(10);
    for (const t of [2, 10]) expect(Math.abs(met("fast", t) - met("exact", t))).toBeLessThan(2);
  }, 100_000);
});

describe("a surrogate that may not run", () => {
  it("is replaced by the exact module when the module has changed", () => {
    const changed = enzymeText.replace("EP -> E + P @ 2 /s", "EP -> E + P @ 3 /s");
    expect(codesOf(changed, "inside")).toEqual(["TDL7016"]);
    const simulation = simulationOf(enzyme, "inside", "ode", changed);
    expect(simulation.notices.join()).toContain("was trained for another version of its module");
    expect(simulation.statistics()["surrogate quick for enzyme"]).toContain("not used");
  });

  it("is refused instead, where there is no fallback", () => {
    const changed = enzymeText
      .replace("EP -> E + P @ 2 /s", "EP -> E + P @ 3 /s")
      .replace("fallback exact", "clamp");
    expect(codesOf(changed, "inside")).toEqual(["TDL7015"]);
  });

  it("does not mind comments, layout and other experiments", () => {
    const changed = enzymeText.replace("module Enzyme {", "# a comment\nmodule   Enzyme {");
    expect(codesOf(changed, "inside")).toEqual(["TDL7014"]);
  });

  it("does not run when it was rejected", () => {
    const { card } = enzyme.artefact;
    const acceptance = {
      accepted: false,
      conditions: [{ text: "nrmse(bound) <= 2 %", holds: false, found: "9 %" }],
    };
    const rejected = { ...enzyme, artefact: { ...enzyme.artefact, card: { ...card, acceptance } } };
    expect(codesOf(enzymeText, "inside", rejected)).toEqual(["TDL7016"]);
  });

  it("does not run with a card that was changed by hand, or lacks its parts", () => {
    const path = "quick.surrogate/card.json";
    const text = cardText(enzyme.artefact.card);
    const { seal } = JSON.parse(text) as { seal: string };
    const changed = [
      text.replace('"accepted": true', '"accepted": false'),
      text.replace(/"leave": [\d.]+/, '"leave": 1000'),
      JSON.stringify({ format: "tendril surrogate", version: cardVersion, seal }),
      text.slice(0, 500),
      "null",
    ];
    for (const one of changed) {
      expect(one).not.toBe(text);
      const files = new Map([
        ["m.tdl", enzymeText],
        [path, one],
      ]);
      const broken = new MemoryHost(
        files,
        new Map([["quick.surrogate/weights.safetensors", enzyme.weights]]),
      );
      expect(compileModel(broken, "inside").diagnostics.map(({ code }) => code)).toEqual(["TDL7016"]);
    }
  });

  it("does not run with weights that are not its own", () => {
    const weights = Uint8Array.from(enzyme.weights);
    weights[weights.length - 1] = (weights[weights.length - 1] ?? 0) ^ 1;
    expect(codesOf(enzymeText, "inside", { ...enzyme, weights })).toEqual(["TDL7016"]);
  });
});
