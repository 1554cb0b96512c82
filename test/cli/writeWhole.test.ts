import { mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { RunFailure } from "../../cli/exitCode.ts";
import { makeFolder, writeWhole } from "../../cli/writeWhole.ts";
import { fakeContext } from "./fakeContext.ts";

describe("output files", () => {
  it("replace an older file and leave nothing else", async () => {
    const { cwd } = fakeContext({ "a.txt": "old" });
    await writeWhole("a.txt", ["new", " text"], cwd);
    expect(readFileSync(join(cwd, "a.txt"), "utf8")).toBe("new text");
    expect(readdirSync(cwd)).toEqual(["a.txt"]);
  });

  it("stay as they were when writing fails half way", async () => {
    const { cwd } = fakeContext({ "a.txt": "old" });
    function* failing(): Generator<string> {
      yield "new";
      throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
    }
    await expect(writeWhole("a.txt", failing(), cwd)).rejects.toThrow(
      new RunFailure("a.txt can not be written: the disk is full; nothing was kept of it"),
    );
    expect(readFileSync(join(cwd, "a.txt"), "utf8")).toBe("old");
    expect(readdirSync(cwd)).toEqual(["a.txt"]);
  });

  it("go into folders that are made with those around them, or say why not", async () => {
    const { cwd } = fakeContext({ file: "" });
    await makeFolder("a/b", cwd);
    await makeFolder("a/b", cwd);
    expect(readdirSync(join(cwd, "a"))).toEqual(["b"]);
    await expect(makeFolder("file/c", cwd)).rejects.toThrow(RunFailure);
  });

  it("say which folder is missing", async () => {
    const { cwd } = fakeContext();
    await expect(writeWhole("none/a.txt", "text", cwd)).rejects.toThrow(
      "none/a.txt can not be written: there is no such",
    );
  });

  it("do not replace a folder", async () => {
    const { cwd } = fakeContext();
    mkdirSync(join(cwd, "a.txt"));
    await expect(writeWhole("a.txt", "text", cwd)).rejects.toThrow("it is a folder");
    expect(readdirSync(cwd)).toEqual(["a.txt"]);
  });

  it("go where a link points, and the link stays", async () => {
    const { cwd } = fakeContext({ "real.txt": "old" });
    symlinkSync(join(cwd, "real.txt"), join(cwd, "link.txt"));
    await writeWhole("link.txt", "new", cwd);
    expect(readFileSync(join(cwd, "real.txt"), "utf8")).toBe("new");
  });

  it("may be devices", async () => {
    const { cwd } = fakeContext();
    await expect(writeWhole("/dev/null", "text", cwd)).resolves.toBeUndefined();
  });
});
