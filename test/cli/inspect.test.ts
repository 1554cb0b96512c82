import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";
import { mistyped, oneExperiment } from "./models.ts";

describe("tendril network", () => {
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

  it("exits 1 for a model with errors", async () => {
    const outcome = await tendril(fakeContext({ "m.tdl": mistyped }), "network", "m.tdl", "--json");
    expect(outcome).toMatchObject({ code: 1, stdout: "" });
  });
});

describe("tendril explain", () => {
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
