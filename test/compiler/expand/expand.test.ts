/** An expanded model is plain and gives the same network and the same numbers. */
import { describe, expect, it } from "vitest";
import { NodeFileHost } from "../../../cli/fileHost.ts";
import { type CompileRequest, type CompileResult, compile, listNetwork } from "../../../compiler/compile.ts";
import { expandProgram } from "../../../compiler/expand/expandProgram.ts";
import { MemoryHost, type SourceHost } from "../../../compiler/host.ts";
import { engines } from "../../../runtime/engines/registry.ts";
import { Simulation } from "../../../runtime/simulation.ts";
import { root } from "../../models/shippedModel.ts";

function expanded(main: string, host: SourceHost): string {
  const { models, diagnostics } = expandProgram({ main, host });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(models.map(({ obstacle }) => obstacle)).toEqual([null]);
  return models[0]?.text ?? "";
}

function inMemory(text: string): SourceHost {
  return new MemoryHost(new Map([["m.tdl", text]]));
}

/** The names aside, which parts change. */
function networkOf(request: CompileRequest): object {
  const { network } = listNetwork(request);
  if (network === null) throw new Error("no network");
  const { species, reactions, reactions_unmerged, conserved } = network;
  return { species, reactions, reactions_unmerged, conserved };
}

/** Observables of parts have names with points before they are expanded, and stand last then. */
function observed({ compiled }: CompileResult, until: number): ReadonlyMap<string, number> {
  const traits = engines.find(({ name }) => name === "ode");
  if (compiled === null || traits === undefined) throw new Error("does not compile");
  const run = new Simulation(compiled, traits, {});
  run.advanceTo(until);
  return new Map(Object.entries(run.observe()).map(([name, value]) => [name.replaceAll(".", "_"), value]));
}

function expectSame(main: string, host: SourceHost, experiment: string | null, until: number): string {
  const text = expanded(main, host);
  const requests: readonly CompileRequest[] = [
    { main, host, experiment, method: "ode" },
    { main: "m.tdl", host: inMemory(text), experiment, method: "ode" },
  ];
  const [before, after] = requests.map(compile);
  expect(after.diagnostics.map(({ message }) => message)).toEqual([]);
  expect(networkOf(requests[1])).toEqual(networkOf(requests[0]));
  const [one, other] = [observed(before, until), observed(after, until)];
  expect([...other.keys()].sort()).toEqual([...one.keys()].sort());
  for (const [name, value] of other) expect(value).toBeCloseTo(one.get(name) ?? Number.NaN, 8);
  return text;
}

describe("shipped models", () => {
  it.each([
    ["repressilator", "oscillation", 600],
    ["michaelis_menten", null, 5],
    ["calcium_pulse", null, 0.1],
    ["de_young_keizer", "oscillation", 5],
    ["camkii_monomer", "restricted", 0.02],
  ])("%s is the same when expanded", (name, experiment, until) => {
    const file = `models/${name}/${name}.tdl`;
    const host = new NodeFileHost(file, root);
    const first = experiment ?? firstExperiment(file, host);
    const text = expectSame(file, host, first, until);
    expect(text).not.toMatch(/^ *(part|table|import|extend) /m);
  });

  function firstExperiment(file: string, host: SourceHost): string | null {
    return /^experiment (\w+)/m.exec(expanded(file, host))?.[1] ?? null;
  }
});

const pumps = `language 1.0
const rate = 20 count/um^2/s
function half(x, K) = x / (K + x)
molecule CaM { c {0, 1} }
module Pump {
  share species Ca
  input area: um^2
  output export: count/s = vmax * area * half([Ca], Km)
  param vmax = rate
  param Km = 1 uM
  rule pump: Ca -> nothing total export
}
module Kinase {
  share compartment cell
  extend CaM { site k }
  molecule K { cam }
  table on[CaM.c] um^3/count/s { 0: 0  1: 2 * 3 }
  rule bind: CaM(c{?i}, k[.]) + K(cam[.]) -> CaM(k[1]), K(cam[1]) @ on[i]
  rule make: nothing -> new K() @ 1 count/um^3/s
  init chain of 3 CaM(c{1}) by k - k = 0 count in cell
  init K = 5 count in cell
  observe bound = count K(cam[_])
  observe free = [K(cam[.])]
}
model Spine {
  compartment head { volume 0.5 um^3 }
  compartment dish { volume 3 um^3 }
  species Ca in head = 1 uM
  species Cao in dish = 1 uM
  param pump_Km = 3
  part pump = Pump(Ca = Ca, area = 0.4 um^2)
  part other = Pump(Ca = Cao, area = 0.4 um^2, vmax = pump_Km * rate)
  init CaM = 10 count in head
  rule load: CaM(c{0 -> 1}) @ 1 /s
  part kinase = Kinase(cell = head)
  observe inside = [Ca]
  observe outside = [Cao]
  observe flux = pump.export
}
experiment short of Spine { until 2 s set pump.Km = 2 uM, other.area = 1 um^2 plot kinase.bound against time }`;

describe("parts, tables and templates", () => {
  const chainless = pumps.replace("  init chain of 3 CaM(c{1}) by k - k = 0 count in cell\n", "");

  it("come into one model with the names of their parts, and give the same", () => {
    const text = expectSame("m.tdl", inMemory(chainless), "short", 2);
    expect(text).toContain("rule kinase_bind_1: CaM(c{1}, k[.]) + K(cam[.]) -> CaM(k[1]), K(cam[1])");
    expect(text).toContain("@ (2 * 3) assume um^3/count/s");
    // The model's own pump_Km keeps its name, the part's gets another one.
    expect(text).toContain("param pump_Km_2 = 1 uM");
    expect(text).toContain("set pump_Km_2 = 2 uM, other_area = 1 um^2");
    expect(text).not.toContain("kinase_bind_0");
  });

  it("refer to their own compartment where the model has others", () => {
    const text = expanded("m.tdl", inMemory(chainless));
    expect(text).toContain("new K() in head");
    expect(text).toContain("observe kinase_free = amount { K(cam[.]) } / head.volume");
  });

  it("spell out variables of bonds, and of states that a rule leads to", () => {
    const text = expectSame(
      "m.tdl",
      inMemory(`language 1.0
model Variables {
  species Ca = 20 count
  molecule CaM { c {0, 1, 2}, k }
  molecule K { cam, s {u, p} }
  table on[{., K.cam}, CaM.c, CaM.c] /count/s {
              0, 1, 2
    ., 0:     0, 4, 0
    ., 1:     0, 0, 5
    ., 2:     0, 0, 0
    K.cam, 0: 0, 6, 0
    K.cam, 1: 0, 0, 0
    K.cam, 2: 0, 0, 0
  }
  table turn[K.s] /s { u: 2 p: 3 }
  rule load: Ca + CaM(c{?i}, k[?b]) <-> CaM(c{?j}) @ on[b, i, j], back on[b, i, j] * (1 count)
  rule turn: K(s{?i -> ?j}) @ turn[j]
  init CaM = 5 count
  init K(cam[1]), CaM(k[1]) = 5 count
}`),
      null,
      0.1,
    );
    expect(text.match(/rule [^@]*(?= @|\n)/g)?.map((rule) => rule.trimEnd())).toEqual([
      "rule load_0_1_free: Ca + CaM(c{0}, k[.]) <-> CaM(c{1})",
      "rule load_0_1_K_cam: Ca + CaM(c{0}, k[K.cam]) <-> CaM(c{1})",
      "rule load_1_2_free: Ca + CaM(c{1}, k[.]) <-> CaM(c{2})",
      "rule turn_u_p: K(s{u -> p})",
      "rule turn_p_u: K(s{p -> u})",
    ]);
  });

  it("spell out rings, with the states of each molecule", () => {
    const text = expectSame(
      "m.tdl",
      inMemory(`language 1.0
model Ring {
  const size = 4
  molecule T { l, r {a, b}, s {u, p} }
  init ring of size T(s{p}, r{b}) by r - l = 3 count
  rule turn: T(s{p -> u}, r[_]) @ 1 /s
  rule back: T(s{u -> p}) @ 0.5 /s
  observe on = count T(s{p})
}
experiment e of Ring { until 1 s }`),
      "e",
      1,
    );
    expect(text).toContain("T(s{p}, r{b}[1], l[4])");
    expect(text).not.toContain("ring of");
  });

  it("is formatted text of the language, so that expanding again changes nothing", () => {
    const once = expanded("m.tdl", inMemory(chainless));
    expect(expanded("m.tdl", inMemory(once))).toBe(once);
  });

  it("tells of what one model can not say: molecules of a module without a volume beside a volume", () => {
    const text = `language 1.0
module Surface {
  compartment skin { area 2 um^2 }
  molecule R { d }
  init R = 10 count
  rule pair: R(d[.]) + R(d[.]) -> R(d[1]), R(d[1]) @ 1 um^2/count/s
}
model Cell {
  compartment cell { volume 1 um^3 }
  part surface = Surface()
}`;
    const [model] = expandProgram({ main: "m.tdl", host: inMemory(text) }).models;
    expect(model?.text).toBeNull();
    expect(model?.obstacle).toContain("surface_pair");
  });
});
