/** Lengths and forces of a filament that parameters decide are looked at when a run starts. */
import { describe, expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { MemoryHost } from "../../compiler/host.ts";
import { graphEngine } from "../../runtime/engines/graph/graphEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";

const text = `language 1.0
model Edge {
  space 2D depth 0.1 um
  temperature 310 K
  param L = 2 um
  param R = 2.7 nm
  param S = 40 nN
  filament Actin {
    subunit { nucleotide {ATP, cof} }
    ends barbed, pointed  rise R  stretch S
    persistence if nucleotide.cof then L else 9.8 um
  }
  motion Actin.pos overdamped drag 0.003 pN*s/um
  init chain of 3 Actin by barbed - pointed = 1 count set pos = vec(index * -2.7 nm, 0 nm)
}
experiment e of Edge { method graph  until 1 us }
`;

function run(name: string, value: string): void {
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled } = compile({ main: "m.tdl", host, experiment: null, method: null });
  if (compiled === null) throw new Error("the model does not compile");
  new Simulation(compiled, graphEngine, { parameters: new Map([[name, value]]) }).advanceTo(1e-6);
}

describe("what must be above zero", () => {
  it.each([
    ["L", "-1 um", "The persistence length of Actin in the state cof must be above zero; it is -1."],
    ["R", "0 nm", "The `rise` of Actin must be above zero; it is 0."],
    ["S", "-1 nN", "The `stretch` of Actin must be above zero; it is -1000."],
  ])("a run with %s = %s is refused", (name, value, message) => {
    expect(() => run(name, value)).toThrow(message);
  });

  it("a run with other values goes on", () => {
    expect(() => run("L", "1 um")).not.toThrow();
  });
});
