import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";
import { mistyped, oneExperiment, twoExperiments } from "./models.ts";

const inSpace = `language 1.0
model Tips {
  space 2D depth 0.1 um
  temperature 300 K
  compartment head { volume 1 um^3 }
  species GATP, GADP, CP in head = 1 uM
  filament Actin { subunit { nuc {ATP, ADP} } ends barbed, pointed rise 2.7 nm persistence 10 um bead 10 }
  grow Actin at barbed from GATP as nuc{ATP} @ 11.6 /uM/s
  shrink Actin(nuc{ADP}) at pointed to GADP @ 3 /s
  hydrolyse Actin(nuc{ATP -> ADP}) @ 0.5 /s
  cap Actin at barbed with CP @ 1 /uM/s, back 0.1 /s
  rule exchange: GADP -> GATP @ 5 /s
  init chain of 3 Actin by barbed - pointed = 2 count
    set pos = vec(index * -27 nm, copy * 50 nm), ATP = 10 count
}`;

describe("tendril network", () => {
  it("tells of rules in space, and calls nothing conserved that they change", async () => {
    const { stdout } = await tendril(fakeContext({ "m.tdl": inSpace }), "network", "m.tdl");
    expect(stdout).toMatch(
      /^3 species, 1 reactions, 0 conservation laws\n\d+ rules in space are not in this list/,
    );
  });

  it("keeps what rules in space conserve", async () => {
    const model = `language 1.0
model Turns {
  space 2D depth 0.1 um
  compartment head { volume 1 um^3 }
  species A, B, C in head = 1 uM
  molecule X { pos: vector um }
  init X = 1 count set pos = vec(0 nm, 0 nm)
  rule turn: X() + A -> X() + B @ 1 /uM/s
  rule lose: X() + C -> X() @ 1 /uM/s
}`;
    const { stdout } = await tendril(fakeContext({ "m.tdl": model }), "network", "m.tdl", "--json");
    expect(JSON.parse(stdout)).toMatchObject({ rules_in_space: 2, conserved: 1, laws: ["A + B"] });
  });

  it("counts and lists", async () => {
    const { code, stdout } = await tendril(fakeContext({ "m.tdl": oneExperiment }), "network", "m.tdl");
    expect(code).toBe(0);
    expect(stdout.split("\n")[0]).toBe("1 species, 1 reactions, 0 conservation laws");
    expect(stdout).toContain("decay: A -> nothing");
  });

  it("prints the counts as one JSON object", async () => {
    const { stdout } = await tendril(fakeContext({ "m.tdl": oneExperiment }), "network", "m.tdl", "--json");
    expect(JSON.parse(stdout)).toMatchObject({
      species: 1,
      reactions: 1,
      reactions_unmerged: 1,
      conserved: 0,
    });
  });

  it("writes the listing as JSON when the file is named so", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    expect(await tendril(context, "network", "m.tdl", "--out", "n.json")).toMatchObject({ code: 0 });
    expect(JSON.parse(readFileSync(join(context.cwd, "n.json"), "utf8"))).toMatchObject({
      speciesNames: ["A"],
    });
  });

  it("refuses more species than allowed", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stderr } = await tendril(context, "network", "m.tdl", "--max-species", "0");
    expect(code).toBe(3);
    expect(stderr).toContain("1 species, more than the 0 allowed");
  });

  it("does not list a network further than --max-species", async () => {
    // 2^16 species, which would take many seconds.
    const sites = Array.from({ length: 16 }, (_, i) => `s${i}`);
    const model = `language 1.0
model Many {
  compartment cell { volume 1 um^3 }
  molecule A { ${sites.map((site) => `${site} {off, on}`).join(", ")} }
  init A = 10 count in cell
${sites.map((site) => `  rule ${site}: A(${site}{off}) -> A(${site}{on}) @ 1 /s`).join("\n")}
  observe a = count A
}
`;
    const context = fakeContext({ "m.tdl": model });
    const { code, stderr } = await tendril(context, "network", "m.tdl", "--max-species", "50");
    expect(stderr).toBe("error: the network grows beyond the 50 species allowed; nothing was written\n");
    expect(code).toBe(3);
  });

  it("tells of another limit than --max-species as of any error", async () => {
    const model = `language 1.0
model Chains {
  molecule A { l, r }
  init A = 10 count
  rule join: A(r[.]) + A(l[.]) -> A(r[1]), A(l[1]) @ 1 /count/s
}
`;
    const context = fakeContext({ "m.tdl": model });
    const { code, stderr } = await tendril(context, "network", "m.tdl", "--max-species", "100");
    expect(stderr).toContain("TDL5124: The network grows beyond 100 molecules in one complex");
    expect(code).toBe(1);
  });

  it("exits 1 for a model with errors", async () => {
    const outcome = await tendril(fakeContext({ "m.tdl": mistyped }), "network", "m.tdl", "--json");
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("a file of several experiments, none of which is named", () => {
  it.each(["network", "steady"])("is a model without an experiment for %s", async (command) => {
    const { code, stderr } = await tendril(fakeContext({ "m.tdl": twoExperiments }), command, "m.tdl");
    expect({ code, stderr }).toMatchObject({ code: 0 });
  });
});

const parts = `language 1.0
module Channel {
  share species Ca
  rule out: Ca -> nothing @ 1 /s
}
module Pump {
  share species Ca
  part pore = Channel(Ca = Ca)
  rule push: Ca -> nothing @ 2 /s
}
model Cell {
  compartment cell { volume 1 um^3 }
  species Ca = 1 uM
  part p1 = Pump(Ca = Ca)
  rule leak: nothing -> Ca @ 1 uM/s
}
`;

describe("tendril explain", () => {
  it("explains rules of parts, also of parts of parts", async () => {
    const { code, stdout } = await tendril(
      fakeContext({ "m.tdl": parts }),
      "explain",
      "m.tdl",
      "p1.pore.out",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("rule out of Channel: Ca -> nothing");
  });

  it("lists rules of parts", async () => {
    const { stderr } = await tendril(fakeContext({ "m.tdl": parts }), "explain", "m.tdl", "something");
    expect(stderr).toContain("its rules are out, pore.out, push, p1.pore.out, p1.push, leak");
  });

  it("suggests no code for another that does not exist", async () => {
    const { code, stderr } = await tendril(fakeContext(), "explain", "TDL9999");
    expect({ code, stderr }).toEqual({ code: 2, stderr: "error: there is no diagnostic TDL9999\n" });
  });

  it("says that a folder is one, and which models are in it", async () => {
    const { code, stderr } = await tendril(fakeContext({ "m.tdl": parts }), "network", ".");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: . is a folder; name a model, such as m.tdl\n",
    });
  });

  it("prints a rule's rate with its factors", async () => {
    const { code, stdout } = await tendril(
      fakeContext({ "m.tdl": oneExperiment }),
      "explain",
      "m.tdl",
      "decay",
    );
    expect(code).toBe(0);
    expect(stdout).toContain("A -> nothing");
    expect(stdout).toContain("statistical factor");
  });

  it("prints what a rule on molecules changes, its factors and its energies", async () => {
    const model = `language 1.0
model Pairs {
  compartment cell { volume 1 um^3 }
  molecule A { x, s {u, p} }
  table k[A.s] { u: 0  p: 2 }
  energy bond: A(x[1]), A(x[1]) = -5
  energy marked: A(x[1], s{p}), A(x[1]) = 1
  rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 1 /uM/s, balanced 0.5
  rule turn: a: A(s{?i}, x[_]) -> a(s{u}) exclude reactant 1: A(s{u}) @ k[i] * 1 /s * count A of a
  init A = 5 count
}`;
    const context = (): ReturnType<typeof fakeContext> => fakeContext({ "m.tdl": model });
    const pair = await tendril(context(), "explain", "m.tdl", "pair");
    expect(pair.code).toBe(0);
    const lines = pair.stdout.split("\n").map((line) => line.trim().replace(/ {2,}/g, ": "));
    expect(lines).toContain("changes: binds A.x to A.x");
    expect(lines).toContain("statistical factor: 1/2 (every 2 matches of the left side are one event)");
    expect(pair.stdout).toContain("1 /uM/s * exp(-0.5 * dG / kT) * ways / 2 / cell.volume");
    expect(pair.stdout).toContain("1 /uM/s * 1 M * exp((1 - 0.5) * dG / kT) * ways / 2");
    expect(lines).toContain("energy: bond: +1 match");
    expect(lines).toContain("energy: marked: -2 to 0 matches");
    const turn = await tendril(context(), "explain", "m.tdl", "turn");
    expect(turn.stdout).toContain(
      "stands for 2 rules, one for every combination of ?i in u, p, of which 1 is left",
    );
    expect(turn.stdout).toContain("reactant 1: A(s{u})");
    expect(turn.stdout).toContain("count A of a, in the complex that is matched");
  });

  it("prints what a rule in space changes and how fast", async () => {
    const cap = await tendril(fakeContext({ "m.tdl": inSpace }), "explain", "m.tdl", "cap_Actin_barbed_CP");
    expect(cap.stdout).toContain("  changes             sets Actin.barbed to CP; -1 CP\n");
    expect(cap.stdout).toContain("  propensity          1 /uM/s * ways / head.volume ");
    const shrink = await tendril(
      fakeContext({ "m.tdl": inSpace }),
      "explain",
      "m.tdl",
      "shrink_Actin_pointed",
    );
    expect(shrink.stdout).toContain("+1 GADP; sets Actin.ADP; sets Actin.pos");
    expect(shrink.stdout).toContain(
      "  only when           f.ADP > 0.5 count and f.ATP + f.ADP > 1.5 count\n",
    );
    expect(shrink.stdout).toContain("(3 /s * (f.ADP / (f.ATP + f.ADP)))   must be 1/time (/s)");
  });

  it("names the nearest rule", async () => {
    const { code, stderr } = await tendril(
      fakeContext({ "m.tdl": oneExperiment }),
      "explain",
      "m.tdl",
      "decoy",
    );
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean decay?");
  });

  it("names the nearest code", async () => {
    const { code, stderr } = await tendril(fakeContext(), "explain", "tdl301");
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean TDL3001?");
  });

  it("asks for the rule when only a file is named", async () => {
    const { code, stderr } = await tendril(fakeContext(), "explain", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("tendril explain m.tdl RULE");
  });
});
