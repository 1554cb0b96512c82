/** Growth statements as plain rules: what they expand to, and that nothing is lost when the rules run. */
import { describe, expect, it } from "vitest";
import { check, compile } from "../../../compiler/compile.ts";
import { expandProgram } from "../../../compiler/expand/expandProgram.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { engines } from "../../../runtime/engines/registry.ts";
import { Simulation } from "../../../runtime/simulation.ts";

const pools = `compartment tube { volume 1 um^3 }
  species GATP in tube = 4 uM
  species GADP, CP, cofilin, Pi, Arp23 in tube = 1 uM`;
const actin = `filament Actin {
    subunit { nucleotide {ATP, ADPPi, ADP}, cof {free, bound} }
    ends barbed, pointed
  }`;

function hostOf(text: string): MemoryHost {
  return new MemoryHost(new Map([["m.tdl", text]]));
}

function model(...statements: readonly string[]): string {
  return `language 1.0\n\nmodel Edge {\n  ${[pools, ...statements].join("\n  ")}\n}\n`;
}

/** The rules of the expanded model, each on one line. */
function rulesOf(...statements: readonly string[]): readonly string[] {
  const { models, diagnostics } = expandProgram({ main: "m.tdl", host: hostOf(model(...statements)) });
  const text = models[0]?.text ?? null;
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const words = (text ?? "").trim().replace(/\s+/g, " ").replace(/\( /g, "(").replace(/ \)/g, ")");
  return (words.match(/rule .*?(?= rule | init | observe | \}$)/g) ?? []).map((rule) => rule.trim());
}

/** Observables at the end of a network-free run. */
function run(text: string, until: number, seed = "1"): Readonly<Record<string, number>> {
  const { compiled, diagnostics } = compile({
    main: "m.tdl",
    host: hostOf(text),
    experiment: null,
    method: "network_free",
  });
  const traits = engines.find(({ name }) => name === "network_free");
  if (compiled === null || traits === undefined)
    throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const simulation = new Simulation(compiled, traits, { seed });
  simulation.advanceTo(until);
  return simulation.observe();
}

describe("one statement", () => {
  it("is not told of as a rule that treats its two ends alike, though both take the last subunits", () => {
    const text = model(
      actin,
      "init chain of 5 Actin by barbed - pointed = 3 count",
      "grow Actin at barbed from GATP @ 1 /uM/s",
      "shrink Actin(nucleotide{ATP}) at barbed, pointed to GATP @ 1.4 /s",
      "shrink Actin(nucleotide{ADP}) at barbed, pointed to GADP @ 7 /s",
    );
    const { diagnostics } = check({ main: "m.tdl", host: hostOf(text) });
    expect(diagnostics.filter(({ code }) => code === "TDL5188")).toEqual([]);
  });

  it("grow makes a bead at the end", () => {
    expect(rulesOf(actin, "grow Actin at barbed from GATP as nucleotide{ATP} @ 11.6 /uM/s")).toEqual([
      "rule grow_Actin_barbed: f: Actin(barbed[.]) + GATP -> f(barbed[2]), new n: Actin(pointed[2], barbed[.], nucleotide{ATP}) @ 11.6 /uM/s",
    ]);
  });

  it("grow with two ends makes a rule for each", () => {
    const names = rulesOf(actin, "grow Actin at barbed, pointed from GATP @ 1 /uM/s").map((rule) =>
      rule.slice(0, rule.indexOf(":")),
    );
    expect(names).toEqual(["rule grow_Actin_barbed", "rule grow_Actin_pointed"]);
  });

  it("an end with a cap grows only when open, or when the pattern names the cap, which rides on the new end", () => {
    const rules = rulesOf(
      actin,
      "cap Actin at barbed with CP @ 1 /uM/s",
      "grow Actin(barbed{CP}) at barbed from GATP @ 1 /uM/s",
    );
    expect(rules[1]).toContain(
      "f: Actin(barbed{CP}[.]) + GATP -> f(barbed{open}[2]), new n: Actin(pointed[2], barbed{CP}[.])",
    );
  });

  it("shrink of a bead that counts gives back what bind put on the subunit", () => {
    const shrinks = rulesOf(
      "filament Actin { subunit { nucleotide {ADP, bound} }  ends barbed, pointed  bead 10 }",
      "bind Actin(nucleotide{ADP -> bound}) with cofilin @ 1 /uM/s",
      "shrink Actin(nucleotide{bound}) at barbed to GADP @ 4 /s",
    ).filter((rule) => rule.startsWith("rule shrink"));
    expect(shrinks.length).toBeGreaterThan(3);
    expect(shrinks.filter((rule) => !rule.includes("+ GADP + cofilin"))).toEqual([]);
  });

  it("shrink dissolves a filament of two beads, the other one into the pool of its own state", () => {
    const rules = rulesOf(
      "filament Actin { subunit { nucleotide {ATP, ADP} } ends barbed, pointed }",
      "shrink Actin(nucleotide{ATP}) at barbed to GATP @ 1.4 /s",
      "shrink Actin(nucleotide{ADP}) at barbed to GADP @ 7.2 /s",
    );
    expect(rules[0]).toContain("m: Actin(barbed[1], pointed[_]) -> delete f, m(barbed[.]) + GATP @ 1.4 /s");
    expect(rules.slice(1, 3).map((rule) => rule.replace(/.*m: /, ""))).toEqual([
      "Actin(barbed[1], nucleotide{ATP}, pointed[.]) -> delete f, delete m + GATP + GATP @ 1.4 /s",
      "Actin(barbed[1], nucleotide{ADP}, pointed[.]) -> delete f, delete m + GATP + GADP @ 1.4 /s",
    ]);
  });

  it("neighbours makes a rule a neighbourhood, with the choice made", () => {
    const rules = rulesOf(
      actin,
      "bind Actin(cof{free -> bound}) with cofilin @ if neighbours(cof.bound) == 2 then 17 /uM/s else 0.01 /uM/s",
    );
    // Free, bound or nothing on either side.
    expect(rules.length).toBe(9);
    expect(rules.filter((rule) => rule.endsWith("@ 17 /uM/s")).length).toBe(1);
    expect(rules.filter((rule) => rule.endsWith("@ 0.01 /uM/s")).length).toBe(8);
  });

  it("a neighbourhood whose condition is false has no rule", () => {
    const rules = rulesOf(actin, "sever Actin(cof{bound}) when neighbours(cof.free, barbed) == 1 @ 1 /s");
    expect(rules.length).toBe(1);
    expect(rules[0]).toContain("cof{free}, barbed[_]");
  });

  it("vectorial release needs a changed neighbour on the older side", () => {
    const rules = rulesOf(actin, "release Actin(nucleotide{ADPPi -> ADP}) to Pi vectorial @ 1 /s");
    expect(rules.map((rule) => /behind: Actin\(barbed\[2\], nucleotide\{(\w+)\}/.exec(rule)?.[1])).toEqual([
      "ATP",
      "ADP",
    ]);
  });

  it("keeps the user's own names apart from labels", () => {
    const [rule] = rulesOf(actin, "param f = 2 /s", "grow Actin at barbed from GATP @ f / (1 uM)");
    expect(rule).toContain("f_: Actin(barbed[.])");
    expect(rule).toContain("@ f / 1 uM");
  });
});

const full = model(
  actin,
  "nucleate Actin from 2 GATP @ 1e-5 /uM/s",
  "grow Actin at barbed from GATP as nucleotide{ATP} @ 11.6 /uM/s",
  "grow Actin at pointed from GATP as nucleotide{ATP} @ 1.3 /uM/s",
  "shrink Actin(nucleotide{ATP}) at barbed to GATP @ 1.4 /s",
  "shrink Actin(nucleotide{ADPPi}) at barbed to GADP @ 0.2 /s",
  "shrink Actin(nucleotide{ADP}) at barbed, pointed to GADP @ 7.2 /s",
  "hydrolyse Actin(nucleotide{ATP -> ADPPi}) @ 3 /s",
  "release Actin(nucleotide{ADPPi -> ADP}) to Pi @ 0.6 /s",
  "bind Actin(cof{free -> bound}) with cofilin @ if neighbours(cof.bound) == 0 then 0.1 /uM/s else 17 /uM/s",
  "unbind Actin(cof{bound -> free}) to cofilin @ 0.7 /s",
  "cap Actin at barbed with CP @ 0.1 /uM/s, back 0.1 /s",
  "branch Actin with Arp23 @ 0.01 /uM/s",
  "debranch Actin @ 0.3 /s",
  "sever Actin(cof{bound}) @ 0.02 /s",
  "anneal Actin @ 0.01 /uM/s",
  "init chain of 20 Actin(nucleotide{ADP}) by barbed - pointed = 5 count",
  "observe actin = count Actin() + count GATP + count GADP",
  "observe bound = count Actin(cof{bound}) + count cofilin",
  "observe caps = count Actin(barbed{CP}) + count CP",
  "observe arms = count Actin_branch() + count Arp23",
  "observe phosphate = count Pi - (count Actin(nucleotide{ADP}) + count GADP)",
  "observe decorated = count Actin(cof{bound})",
  "observe branched = count Actin(arm[_])",
  "observe filaments = complexes Actin()",
);

describe("all together", () => {
  const start = run(full, 0);
  const end = run(full, 5);

  it("keeps every subunit, cofilin, cap and branching protein", () => {
    for (const name of ["actin", "bound", "caps", "arms"]) expect(end[name], name).toBe(start[name]);
  });

  it("does all of it", () => {
    for (const name of ["decorated", "branched"]) expect(end[name], name).toBeGreaterThan(0);
    expect(end["filaments"]).not.toBe(start["filaments"]);
  });

  it("runs the same when expanded", () => {
    const text = expandProgram({ main: "m.tdl", host: hostOf(full) }).models[0]?.text ?? null;
    expect(run(text ?? "", 5)).toEqual(end);
  });
});

describe("the contents of beads", () => {
  const beads = (set: string): readonly string[] =>
    check({
      main: "m.tdl",
      host: hostOf(`language 1.0

model Beads {
  space 2D depth 0.1 um
  compartment dish { volume 1 um^3 }
  filament Actin { subunit { nucleotide {ATP, ADP} }  ends barbed, pointed  rise 2.7 nm  bead 10 }
  init a: Actin(barbed[1]), b: Actin(pointed[1]) = 1 count set ADP = 8 count, ${set}, b.pos = vec(27 nm, 0 nm)
  observe n = sum(a.ATP + a.ADP over a: Actin())
}
`),
    })
      .diagnostics.filter(({ severity }) => severity === "error")
      .map(({ code }) => code);

  it("are what one bead is given, not that and what all are given", () =>
    expect(beads("b.ADP = 6 count")).toEqual([]));
  it("add up over states", () => expect(beads("b.ATP = 6 count")).toEqual(["TDL5282"]));
});
