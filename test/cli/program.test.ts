import { describe, expect, it } from "vitest";
import { fakeContext, tendril } from "./fakeContext.ts";

describe("the command line", () => {
  it("refuses an unknown command with the nearest one", async () => {
    const { code, stderr } = await tendril(fakeContext(), "rum", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("unknown command 'rum'");
    expect(stderr).toContain("Did you mean run?");
  });

  it("refuses an unknown option with the nearest one", async () => {
    const { code, stderr } = await tendril(fakeContext(), "run", "m.tdl", "--replicate", "3");
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean --replicates?");
  });

  it("refuses an argument too many", async () => {
    const { code, stderr } = await tendril(fakeContext(), "run", "a.tdl", "b.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("too many arguments");
  });

  it("prints the help on standard output and is done", async () => {
    const { code, stdout, stderr } = await tendril(fakeContext(), "--help");
    expect(code).toBe(0);
    expect(stdout).toContain("Usage: tendril");
    expect(stderr).toBe("");
  });

  it("prints its help to standard error when no command is given", async () => {
    const { code, stdout, stderr } = await tendril(fakeContext());
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain("Usage: tendril");
  });

  it.each(["fit", "lsp"])("says that %s is not built yet, whatever its options", async (name) => {
    const { code, stderr } = await tendril(fakeContext(), name, "m.tdl", "--some", "thing");
    expect(code).toBe(2);
    expect(stderr).toBe(`error: tendril ${name} is not built yet\n`);
  });

  it.each(["check", "run", "compile", "network", "fmt"])(
    "%s names the nearest file for a missing one",
    async (name) => {
      const { code, stderr } = await tendril(fakeContext({ "model.tdl": "" }), name, "modle.tdl");
      expect(code).toBe(2);
      expect(stderr).toBe("error: there is no file modle.tdl; did you mean model.tdl?\n");
    },
  );

  it.each(["check", "run", "compile", "network", "fmt"])(
    "%s can not read other kinds of files",
    async (name) => {
      const { code, stderr } = await tendril(fakeContext({ "model.xml": "" }), name, "model.xml");
      expect(code).toBe(2);
      expect(stderr).toContain("can not read .xml files as models yet");
    },
  );

  it("names the nearest method for one that does not exist", async () => {
    const context = fakeContext({ "m.tdl": "" });
    const mistyped = await tendril(context, "run", "m.tdl", "--method", "sssa");
    expect(mistyped.code).toBe(2);
    expect(mistyped.stderr).toContain("there is no method sssa; did you mean ssa?");
  });
});
