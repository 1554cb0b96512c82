import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { NodeFileHost, sizeLimit } from "../../cli/fileHost.ts";
import { fakeContext } from "./fakeContext.ts";

/** project/tendril.json, project/a/main.tdl, project/b/other.tdl, and secret.tdl beside the project. */
function project(): { cwd: string; host: NodeFileHost } {
  const { cwd } = fakeContext({ "secret.tdl": "secret" });
  mkdirSync(join(cwd, "project", "a"), { recursive: true });
  mkdirSync(join(cwd, "project", "b"));
  writeFileSync(join(cwd, "project", "tendril.json"), "{}");
  writeFileSync(join(cwd, "project", "a", "main.tdl"), "main");
  writeFileSync(join(cwd, "project", "b", "other.tdl"), "other");
  return { cwd, host: new NodeFileHost("project/a/main.tdl", cwd) };
}

describe("files of a model", () => {
  it("reads the main file", () => {
    expect(project().host.readText("project/a/main.tdl")).toEqual({ ok: true, text: "main" });
  });

  it("imports from anywhere below the nearest package file, with paths as the user writes them", () => {
    const { host } = project();
    const resolved = host.resolveImport("project/a/main.tdl", "../b/other.tdl");
    expect(resolved).toEqual({ ok: true, path: "project/b/other.tdl" });
    expect(host.readText("project/b/other.tdl")).toEqual({ ok: true, text: "other" });
  });

  it("keeps to the main file's folder when there is no package file", () => {
    const { cwd } = fakeContext({ "other.tdl": "" });
    mkdirSync(join(cwd, "a"));
    writeFileSync(join(cwd, "a", "main.tdl"), "");
    const host = new NodeFileHost("a/main.tdl", cwd);
    expect(host.resolveImport("a/main.tdl", "../other.tdl")).toMatchObject({ ok: false });
  });

  it.each(["../../secret.tdl", "../../missing.tdl", "/etc/passwd", "../../../../../../etc/passwd"])(
    "refuses %s outside the import root, whether it exists or not",
    (specifier) => {
      const { host } = project();
      const resolved = host.resolveImport("project/a/main.tdl", specifier);
      expect(resolved).toEqual({ ok: false, reason: "it lies outside the folder that imports may read" });
    },
  );

  it("refuses a symbolic link that leads out of the import root", () => {
    const { cwd, host } = project();
    symlinkSync(join(cwd, "secret.tdl"), join(cwd, "project", "a", "link.tdl"));
    expect(host.resolveImport("project/a/main.tdl", "./link.tdl")).toMatchObject({ ok: false });
    expect(host.readText("project/a/link.tdl")).toMatchObject({ ok: false });
  });

  it("refuses a file behind a linked folder that leads out", () => {
    const { cwd, host } = project();
    symlinkSync(cwd, join(cwd, "project", "a", "up"));
    expect(host.resolveImport("project/a/main.tdl", "./up/secret.tdl")).toMatchObject({ ok: false });
  });

  it("refuses an address", () => {
    const resolved = project().host.resolveImport("project/a/main.tdl", "https://example.org/m.tdl");
    expect(resolved).toEqual({ ok: false, reason: "only files can be imported, not addresses" });
  });

  it("refuses a file above the size limit, a folder, and text that is not UTF-8", () => {
    const { cwd, host } = project();
    const write = (name: string, data: Uint8Array): void =>
      writeFileSync(join(cwd, "project", "a", name), data);
    write("large.tdl", new Uint8Array(sizeLimit + 1).fill(0x20));
    write("latin.tdl", Uint8Array.of(0x6d, 0xe9));
    expect(host.readText("project/a/large.tdl")).toEqual({ ok: false, reason: "it is larger than 16 MiB" });
    expect(host.readText("project/a")).toEqual({ ok: false, reason: "it is a folder" });
    expect(host.readText("project/a/latin.tdl")).toEqual({ ok: false, reason: "it is not text in UTF-8" });
  });

  it("does not wait for what a pipe may bring", () => {
    const { cwd, host } = project();
    execFileSync("mkfifo", [join(cwd, "project", "a", "pipe.tdl")]);
    expect(host.readText("project/a/pipe.tdl")).toEqual({
      ok: false,
      reason: "it is not an ordinary file",
    });
  });

  it("drops a byte order mark", () => {
    const { cwd, host } = project();
    writeFileSync(join(cwd, "project", "a", "mark.tdl"), "\ufeffmodel");
    expect(host.readText("project/a/mark.tdl")).toEqual({ ok: true, text: "model" });
  });
});
