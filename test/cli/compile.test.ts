import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import type { FakeContext } from "./fakeContext.ts";
import { fakeContext, tendril } from "./fakeContext.ts";
import { mistyped, twoExperiments } from "./models.ts";

/** Runs a simulator in an empty folder, with nothing installed; gives its table. */
function simulate(context: FakeContext, simulator: string, ...options: readonly string[]): string {
  const cwd = mkdtempSync(join(tmpdir(), "tendril-empty-"));
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  const words = [join(context.cwd, simulator), ...options, "--out", "-"];
  const run = spawnSync(process.execPath, words, { cwd, encoding: "utf8", timeout: 30_000 });
  expect({ status: run.status, stderr: run.stderr }).toEqual({ status: 0, stderr: "" });
  return run.stdout;
}

describe("tendril compile", () => {
  it.each([
    ["fall", "sim.ts"],
    ["fall", "sim.js"],
    ["chance", "sim.ts"],
  ])("makes of the experiment %s a %s that gives the bytes of tendril run", async (experiment, simulator) => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    const options = ["--set", "k=2 /s", "--until", "1 s", "--every", "0.1 s"];
    const run = await tendril(context, "run", "m.tdl", "--experiment", experiment, ...options, "--out", "-");
    const compiled = await tendril(context, "compile", "m.tdl", "--experiment", experiment, "-o", simulator);
    expect(compiled).toMatchObject({ code: 0, stderr: "" });
    expect(simulate(context, simulator, ...options)).toBe(run.stdout);
  });

  it("makes a simulator that takes values outside of ranges with --any-range, and notes them", async () => {
    const ranged = twoExperiments.replace(/(param k = [^\n{]*)/, "$1 { range 0 .. 5 }");
    const context = fakeContext({ "m.tdl": ranged });
    await tendril(context, "compile", "m.tdl", "--experiment", "fall", "-o", "sim.js");
    const start = (...more: readonly string[]): { status: number | null; stderr: string } =>
      spawnSync(process.execPath, [join(context.cwd, "sim.js"), "--set", "k=7", ...more], {
        encoding: "utf8",
        timeout: 30_000,
      });
    expect(start().status).toBe(2);
    const loose = start("--any-range");
    expect(loose.stderr).toContain("note: The parameter k is 7");
    expect(loose.status).toBe(0);
  });

  it("writes JavaScript without types", async () => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    await tendril(context, "compile", "m.tdl", "--experiment", "fall", "-o", "sim.js");
    expect(readFileSync(join(context.cwd, "sim.js"), "utf8")).not.toMatch(/^(?:interface|type) /m);
  });

  it("prints what a phase made", async () => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    const { code, stdout } = await tendril(
      context,
      "compile",
      "m.tdl",
      "--experiment",
      "fall",
      "--dump",
      "model",
    );
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ name: "Decay" });
  });

  it("refuses an unknown phase and an ending that is no program", async () => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    expect(await tendril(context, "compile", "m.tdl", "--dump", "optimize")).toMatchObject({ code: 2 });
    const { code, stderr } = await tendril(context, "compile", "m.tdl", "-o", "sim.c");
    expect(code).toBe(2);
    expect(stderr).toContain("sim.c: a simulator is written as .ts or .js");
  });

  it("exits 1 for a model with errors", async () => {
    const context = fakeContext({ "m.tdl": mistyped });
    expect(await tendril(context, "compile", "m.tdl", "-o", "sim.ts")).toMatchObject({ code: 1, stdout: "" });
  });
});
