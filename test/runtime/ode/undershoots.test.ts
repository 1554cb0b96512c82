import { describe, expect, it } from "vitest";
import { compile } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { odeEngine } from "../../../runtime/engines/ode/odeEngine.ts";
import { Simulation } from "../../../runtime/simulation.ts";

function noticesOf(rule: string, given: readonly (readonly [string, string])[] = []): readonly string[] {
  const text = `language 1.0
model M {
  compartment cell { volume 1 um^3 }
  species A in cell = 10 count
  species B in cell = 0 count
  ${rule}
}
experiment e of M { method ode  until 1 s }
`;
  const host = new MemoryHost(new Map([["m.tdl", text]]));
  const { compiled, diagnostics } = compile({ main: "m.tdl", host, experiment: null, method: "ode" });
  if (compiled === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const run = new Simulation(compiled, odeEngine, { parameters: new Map(given) });
  for (const time of [0.1, 0.3, 1]) run.advanceTo(time);
  return run.notices;
}

describe("amounts below 0", () => {
  it("are told of where a rate goes on without its reactant", () => {
    const [notice = ""] = noticesOf("rule a: A -> B total 50 count/s");
    expect(notice).toMatch(/^Below 0: A \(from 0\.3 s\)\. Some rate does not fall to zero/);
  });

  it("are told of where a constant is negative", () => {
    expect(noticesOf("rule a: A <-> B @ 2 /s, back 1 /s - 60 /s * time / 1 s")[0]).toMatch(/^Below 0: A /);
  });

  it("and negative constants are told of with rule, time and value", () => {
    const [, told = ""] = noticesOf("rule back: A -> B @ 2 /s - 8 /s * time / 1 s");
    expect(told).toBe(
      "The rate constant of the rule back is negative at 0.3 s (-0.4 in um, s and count), so that the rule runs backwards. If that is not meant, write max(0, …) around it.",
    );
    expect(noticesOf("rule back: A -> B @ max(0 /s, 2 /s - 8 /s * time / 1 s)")).toEqual([]);
  });

  it("and so are constants that a value from outside makes negative", () => {
    const rule = "param r = 2 /s  rule go: A -> nothing @ r";
    expect(noticesOf(rule)).toEqual([]);
    expect(noticesOf(rule, [["r", "-1 /s"]])[0]).toMatch(
      /^The rate constant of the rule go is negative at 0\.1 s \(-1 /,
    );
  });

  it("are nothing to tell where the tolerance explains them", () => {
    expect(noticesOf("rule a: A -> B @ 50 /s")).toEqual([]);
  });
});
