/** Sensitivities through the command line: emitted simulators, other values of parameters, pictures. */
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

const model = `language 1.0
model Binding {
  compartment cell { volume V }
  param V = 2 um^3
  param K = 0.2 uM
  param kon = 1 /uM/s
  param koff = K * kon
  species A in cell = 1 uM
  species B in cell = 0.5 uM
  species AB in cell = 0 uM
  rule bind: A + B <-> AB @ kon, back koff
  event dilute when time >= 1 s set [A] = [A] / 2
  observe bound = [AB]
}
experiment e of Binding {
  until 2 s  every 0.5 s
  sensitivity of bound to kon, K, V
  sensitivity of bound to kon relative
}
`;

describe("an experiment with sensitivities", () => {
  it.each([[], ["--set", "koff=0.4 /s"]])("is the same in the emitted simulator %j", async (...options) => {
    const context = fakeContext({ "m.tdl": model });
    const run = await tendril(context, "run", "m.tdl", "--out", "-", ...options);
    expect(run.stderr).not.toContain("error");
    expect(run.stdout.split("\n", 1)).toEqual([
      "time,bound,d(bound)/d(kon),d(bound)/d(K),d(bound)/d(V),dln(bound)/dln(kon)",
    ]);
    expect(await tendril(context, "compile", "m.tdl", "-o", "sim.js")).toMatchObject({ code: 0 });
    const emitted = spawnSync(process.execPath, [join(context.cwd, "sim.js"), "--out", "-", ...options], {
      encoding: "utf8",
      timeout: 60_000,
    });
    expect(emitted.status).toBe(0);
    expect(emitted.stdout).toBe(run.stdout);
  });

  it("is drawn with its columns", async () => {
    const context = fakeContext({ "m.tdl": model });
    expect(await tendril(context, "run", "m.tdl", "--out", "r.csv")).toMatchObject({ code: 0 });
    expect(await tendril(context, "plot", "r.csv", "-o", "r.svg")).toMatchObject({ code: 0 });
    expect(readFileSync(join(context.cwd, "r.svg"), "utf8")).toContain("d(bound)/d(kon)");
  });

  it("has its steady states found without them", async () => {
    const context = fakeContext({ "m.tdl": model.replace(/event.*\n/, "") });
    const found = await tendril(context, "steady", "m.tdl");
    expect(found.code).toBe(0);
    expect(found.stdout).not.toContain("sensitivity");
  });
});
