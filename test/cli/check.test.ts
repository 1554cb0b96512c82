import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { JsonDiagnostic } from "../../diagnostics/renderJson.ts";
import { fakeContext, tendril } from "./fakeContext.ts";
import { mistyped, oneExperiment } from "./models.ts";

describe("tendril check", () => {
  it("says when there is nothing to say", async () => {
    const context = fakeContext({ "a.tdl": oneExperiment, "b.tdl": oneExperiment });
    const outcome = await tendril(context, "check", "a.tdl", "b.tdl");
    expect(outcome).toEqual({ code: 0, stdout: "no problems in 2 files\n", stderr: "" });
  });

  it("shows where a mistake stands, and exits 1", async () => {
    const { code, stdout, stderr } = await tendril(fakeContext({ "m.tdl": mistyped }), "check", "m.tdl");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr.split("\n").slice(0, 3)).toEqual([
      "m.tdl:7:30: error TDL3001: Nothing named `kk` is declared here.",
      " 7 |   rule decay: A -> nothing @ kk",
      "   |                              ^^",
    ]);
    expect(stderr).toMatch(/1 error in 1 file\n$/);
  });

  it("does not speak of folders that imports stay in where a file is only missing", async () => {
    const model = mistyped.replace("language 1.0\n", 'language 1.0\nimport Pump from "./pump.tdl"\n');
    const { stderr } = await tendril(fakeContext({ "m.tdl": model }), "check", "m.tdl");
    expect(stderr).toContain("there is no such file");
    expect(stderr).toContain("Paths are read from the folder of the file that imports.");
    expect(stderr).not.toContain("Imports stay inside");
  });

  it("prints JSON on standard output and nothing else", async () => {
    const context = fakeContext({ "m.tdl": mistyped });
    const { code, stdout, stderr } = await tendril(context, "check", "m.tdl", "--format", "json");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly JsonDiagnostic[] };
    expect(diagnostics).toMatchObject([
      {
        code: "TDL3001",
        severity: "error",
        file: "m.tdl",
        range: { start: { line: 7, column: 30 }, end: { line: 7, column: 32 } },
      },
    ]);
  });

  it("prints SARIF", async () => {
    const context = fakeContext({ "m.tdl": mistyped });
    const { stdout } = await tendril(context, "check", "m.tdl", "--format", "sarif");
    expect(JSON.parse(stdout)).toMatchObject({
      version: "2.1.0",
      runs: [{ results: [{ ruleId: "TDL3001" }] }],
    });
  });

  it("refuses another format", async () => {
    const outcome = await tendril(fakeContext({ "m.tdl": "" }), "check", "m.tdl", "--format", "xml");
    expect(outcome).toMatchObject({ code: 2 });
  });

  it("reports a file once that two of the named ones import", async () => {
    const importing =
      'language 1.0\nimport Decay from "./m.tdl"\nexperiment e of Decay { method ode until 1 s }\n';
    const context = fakeContext({ "m.tdl": mistyped, "a.tdl": importing, "b.tdl": importing });
    const { stderr } = await tendril(context, "check", "a.tdl", "b.tdl");
    expect(stderr.match(/error TDL3001/g)).toHaveLength(1);
  });

  it("does not read what lies outside the import root", async () => {
    const context = fakeContext({ "secret.tdl": oneExperiment });
    mkdirSync(join(context.cwd, "in"));
    const importing =
      'language 1.0\nimport Decay from "../secret.tdl"\nexperiment e of Decay { until 1 s }\n';
    writeFileSync(join(context.cwd, "in", "m.tdl"), importing);
    const { code, stderr } = await tendril(context, "check", "in/m.tdl");
    expect(code).toBe(1);
    expect(stderr).toContain("it lies outside the folder that imports may read");
  });
});
