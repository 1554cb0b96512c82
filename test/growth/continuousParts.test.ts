/**
 * Parts by differential equations beside growth: what they compute is checked against the closed solution of
 * A <-> B, c(t) = c_inf + (c_0 - c_inf) exp(-(k + l) t), while rules of growth happen beside them.
 */
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { ssaEngine } from "../../runtime/engines/ssa/ssaEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";

const [forward, back] = [3, 1];

/** `fast`: a pair that relaxes in so many 1/s beside the slow one; `how`: what the experiment says. */
function text(motion: string, fast: number, how = "use ode for switch  method graph"): string {
  return `language 1.0
module Switch {
  share compartment cell { volume 1 um^3 }
  species A in cell = 1000 count
  species B in cell = 0 count
  species C in cell = 500 count
  species D in cell = 0 count
  rule turn: A <-> B @ ${forward} /s, back ${back} /s
  rule rattle: C <-> D @ ${fast} /s, back ${fast} /s
  observe a = count A
  observe c = count C
}
model M {
  space 2D depth 0.1 um  temperature 310 K
  compartment cell { volume 1 um^3 }
  part switch = Switch(cell = cell)
  species G in cell = 200 count
  filament Actin in cell { ends barbed, pointed  rise 2.7 nm  stretch 100 pN }
  ${motion}
  init chain of 3 Actin by barbed - pointed = 4 count set pos = vec(index * 2.7 nm, copy * 1 um)
  grow Actin at barbed from G @ 0.02 um^3/s/count * switch.a / 1000
  shrink Actin at barbed to G @ 1.4 /s
  observe subunits = count Actin() + count G
}
experiment one of M { ${how}  until 2 s }
`;
}

const moving = "motion Actin.pos overdamped drag 1 pN*s/um athermal";

function compiled(source: string) {
  const host = new MemoryHost(new Map([["m.tdl", source]]));
  return compile({ main: "m.tdl", host, experiment: null, method: null });
}

function start(source: string, seed = "hybrid", engine = graphEngine): Simulation {
  const { compiled: model, diagnostics } = compiled(source);
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join());
  return new Simulation(model, engine, { seed });
}

/** The same without filaments. */
function plain(source: string): string {
  return source.replace(/space 2D.*\n/, "").replace(/ {2}filament[\s\S]*?observe subunits.*\n/, "");
}

describe("a part by differential equations beside growth", () => {
  for (const [name, motion] of [
    ["still", ""],
    ["moving", moving],
  ])
    it(`follows its closed solution beside filaments that are ${name}`, () => {
      const simulation = start(text(motion, 10));
      const subunits = simulation.observe()["subunits"];
      for (const t of [0.2, 0.7, 2]) {
        simulation.advanceTo(t);
        const rest = (1000 * back) / (forward + back);
        const a = rest + (1000 - rest) * Math.exp(-(forward + back) * t);
        expect(Math.abs((simulation.observe()["switch.a"] ?? 0) - a)).toBeLessThan(0.01);
      }
      expect(simulation.observe()["subunits"]).toBe(subunits);
      expect(simulation.statistics()["part switch"]).toBe("differential equations");
    });

  it("takes few steps where it is stiff", () => {
    const simulation = start(text(moving, 1e6));
    simulation.advanceTo(2);
    expect(Math.abs((simulation.observe()["switch.c"] ?? 0) - 250)).toBeLessThan(0.01);
    // An explicit method would need more than 10^6.
    expect(Number(simulation.statistics()["stateSteps"])).toBeLessThan(2000);
  });

  it("lets growth happen as often as single events do", () => {
    // 4 ends, at most 200 count * 0.02 /s: the mean of the growth in 2 s, from 8 runs of each, within 4 sigma.
    const grown = (how: string): number[] =>
      Array.from({ length: 8 }, (_, i) => {
        const simulation = start(text(moving, 10, how), `growth ${i}`);
        simulation.advanceTo(2);
        return Number(simulation.statistics()["events of grow_Actin_barbed"]);
      });
    const mean = (numbers: number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;
    const [exact, hybrid] = [mean(grown("method graph")), mean(grown("use ode for switch  method graph"))];
    expect(exact).toBeGreaterThan(5);
    expect(Math.abs(exact - hybrid)).toBeLessThan(4 * Math.sqrt((2 * exact) / 8));
  });

  it("goes on from a checkpoint as if it had not stopped", () => {
    const whole = start(text(moving, 1e4));
    whole.advanceTo(0.9);
    const saved = JSON.parse(JSON.stringify(whole.save())) as unknown;
    const resumed = Simulation.restore(whole.model, graphEngine, saved);
    whole.advanceTo(1.5);
    resumed.advanceTo(1.5);
    expect(resumed.observe()).toEqual(whole.observe());
  });

  it("runs in a stochastic host without growth too", () => {
    const source = plain(text("", 10, "use ode for switch  method ssa"));
    const simulation = start(source, "1", ssaEngine);
    simulation.advanceTo(0.5);
    expect(simulation.observe()["switch.a"]).toBeCloseTo(250 + 750 * Math.exp(-2), 2);
  });

  it("is refused for what is no part, and where only single events are known", () => {
    const codes = (source: string): string[] => compiled(source).diagnostics.map(({ code }) => code);
    expect(codes(text("", 10, "use ode for swich  method graph"))).toContain("TDL7011");
    expect(codes(plain(text("", 10, "use ode for switch  method network_free")))).toContain("TDL7017");
  });
});
