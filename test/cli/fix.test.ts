import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FakeContext, fakeContext, tendril } from "./fakeContext.ts";
import { oneExperiment } from "./models.ts";

function textOf(context: FakeContext, file: string): string {
  return readFileSync(join(context.cwd, file), "utf8");
}

/** A model with one statement more. */
function withStatement(statement: string): string {
  return `language 1.0
model M {
  compartment cell { volume 1 um^3 }
  molecule Kinase { site {off, on}, arm }
  species substrate, product in cell = 1 uM
  param kcat = 1 /s
  init Kinase = 1 uM in cell
  ${statement}
  observe made = [product]
}
experiment e of M { until 1 s }
`;
}

describe("tendril fix", () => {
  it.each([
    ["a misspelt name", "rule r: substrate -> prodcut @ kcat", "rule r: substrate -> product @ kcat"],
    ["a misspelt parameter", "rule r: substrate -> product @ kcatt", "rule r: substrate -> product @ kcat"],
    ["a misspelt site", "rule r: Kinase(stie{off -> on}) @ kcat", "rule r: Kinase(site{off -> on}) @ kcat"],
    ["a misspelt word", "rulee r: substrate -> product @ kcat", "rule r: substrate -> product @ kcat"],
    ["a word of other tools", "parameter kd = 2 /s", "param kd = 2 /s"],
    ["a function of other tools", "define d = ln([product] / 1 uM)", "define d = log([product] / 1 uM)"],
    [
      "another arrow",
      "rule r: substrate <=> product @ kcat, back kcat",
      "rule r: substrate <-> product @ kcat, back kcat",
    ],
    ["a decimal comma", "param kd = 2,5 /s", "param kd = 2.5 /s"],
    ["a unit written out", "param kd = 2 seconds", "param kd = 2 s"],
    ["a unit with a space", "param f = 3 pN nm", "param f = 3 pN*nm"],
    [
      "what a mistake of syntax hides",
      "rule r: substrate --> prodcut @ kcat;",
      "rule r: substrate -> product @ kcat",
    ],
  ])("mends %s, and then has nothing to do", async (_, statement, mended) => {
    const context = fakeContext({ "m.tdl": withStatement(statement) });
    expect((await tendril(context, "fix", "m.tdl")).code).toBe(0);
    expect(textOf(context, "m.tdl")).toBe(withStatement(mended));
    expect(readdirSync(context.cwd)).toEqual(["m.tdl"]);
    const again = await tendril(context, "fix", "m.tdl");
    expect(again).toEqual({ code: 0, stdout: "m.tdl: nothing to change\n", stderr: "" });
  });

  it("tells what it changes, and writes nothing with --dry-run", async () => {
    const text = withStatement("rule r: substrate -> product @ kcatt");
    const context = fakeContext({ "m.tdl": text });
    expect(await tendril(context, "fix", "--dry-run", "m.tdl")).toEqual({
      code: 0,
      stdout:
        "m.tdl:8:34: Nothing named `kcatt` is declared here. Write kcat.\n" +
        "m.tdl: 1 change to make, nothing is written\n",
      stderr: "",
    });
    expect(textOf(context, "m.tdl")).toBe(text);
  });

  it("leaves what may mean several things, and exits 1", async () => {
    const text = withStatement("param kfast = 1 /s param kfase = 1 /s rule r: substrate -> product @ kfas");
    const context = fakeContext({ "m.tdl": text });
    const { code, stderr } = await tendril(context, "fix", "m.tdl");
    expect(code).toBe(1);
    expect(stderr).toContain("Nothing named `kfas` is declared here.");
    expect(textOf(context, "m.tdl")).toBe(text);
  });

  it("never guesses a unit", async () => {
    const text = withStatement("param kd = 2 uMs");
    const context = fakeContext({ "m.tdl": text });
    expect((await tendril(context, "fix", "m.tdl")).code).toBe(1);
    expect(textOf(context, "m.tdl")).toBe(text);
  });

  it("changes only the files that are named", async () => {
    const broken = withStatement("rule r: substrate -> product @ kcatt");
    const importing = 'language 1.0\nimport M from "./m.tdl"\nexperiment e of M { until 1 s }\n';
    const context = fakeContext({ "m.tdl": broken, "a.tdl": importing });
    const { code, stdout } = await tendril(context, "fix", "a.tdl");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "a.tdl: nothing to change\n" });
    expect(textOf(context, "m.tdl")).toBe(broken);
  });

  it("leaves a model without mistakes alone", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const outcome = await tendril(context, "fix", "m.tdl");
    expect(outcome).toEqual({ code: 0, stdout: "m.tdl: nothing to change\n", stderr: "" });
    expect(textOf(context, "m.tdl")).toBe(oneExperiment);
  });
});
