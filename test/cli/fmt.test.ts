import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";
import { oneExperiment } from "./models.ts";

const untidy = oneExperiment.replaceAll("\n  ", "\n        ");

describe("tendril fmt", () => {
  it("rewrites what is laid out differently, and then has nothing to do", async () => {
    const context = fakeContext({ "m.tdl": untidy });
    expect(await tendril(context, "fmt", "m.tdl")).toMatchObject({ code: 0, stdout: "m.tdl formatted\n" });
    expect(readFileSync(join(context.cwd, "m.tdl"), "utf8")).not.toBe(untidy);
    expect(await tendril(context, "fmt", "m.tdl")).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(readdirSync(context.cwd)).toEqual(["m.tdl"]);
  });

  it("only tells with --check, and exits 1", async () => {
    const context = fakeContext({ "m.tdl": untidy });
    expect(await tendril(context, "fmt", "--check", "m.tdl")).toMatchObject({
      code: 1,
      stdout: "m.tdl would change\n",
    });
    expect(readFileSync(join(context.cwd, "m.tdl"), "utf8")).toBe(untidy);
  });

  it("leaves a file with syntax errors alone and formats the others", async () => {
    const broken = untidy.replace("rule decay:", "rule decay");
    const context = fakeContext({ "broken.tdl": broken, "m.tdl": untidy });
    const { code, stdout, stderr } = await tendril(context, "fmt", "broken.tdl", "m.tdl");
    expect(code).toBe(1);
    expect(stdout).toBe("m.tdl formatted\n");
    expect(stderr).toContain("broken.tdl was left as it is");
    expect(readFileSync(join(context.cwd, "broken.tdl"), "utf8")).toBe(broken);
  });
});
