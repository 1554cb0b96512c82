import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

describe("tendril new", () => {
  it("writes a model that passes every check and runs", async () => {
    const context = fakeContext();
    expect(await tendril(context, "new", "mine")).toMatchObject({ code: 0, stderr: "" });
    expect(await tendril(context, "check", "mine.tdl")).toMatchObject({
      code: 0,
      stdout: "no problems in 1 file\n",
    });
    const run = await tendril(context, "run", "mine.tdl");
    expect(run).toMatchObject({ code: 0, stderr: "" });
    expect(run.stdout).toContain("complex");
  });

  it("writes it in the standard layout", async () => {
    const context = fakeContext();
    await tendril(context, "new", "mine");
    expect(await tendril(context, "fmt", "--check", "mine.tdl")).toMatchObject({ code: 0, stdout: "" });
  });

  it("does not overwrite a file", async () => {
    const context = fakeContext({ "mine.tdl": "precious" });
    const { code, stderr } = await tendril(context, "new", "mine.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("mine.tdl exists already");
    expect(readFileSync(join(context.cwd, "mine.tdl"), "utf8")).toBe("precious");
  });

  it.each(["2nd", "my-model", "nothing", "count"])("refuses %s, which can not name a model", async (name) => {
    expect(await tendril(fakeContext(), "new", name)).toMatchObject({ code: 2 });
  });
});
