/** The program as users start it; few tests, since each starts a process. */
import { spawn, spawnSync } from "node:child_process";
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it, onTestFinished } from "vitest";
import { fakeContext } from "./fakeContext.ts";
import { mistyped, oneExperiment } from "./models.ts";

const bin = fileURLToPath(new URL("../../bin/tendril.js", import.meta.url));

describe("bin/tendril.js", () => {
  it("starts, checks and exits with the code of the command", () => {
    const { cwd } = fakeContext({ "good.tdl": oneExperiment, "bad.tdl": mistyped });
    const start = (file: string) =>
      spawnSync(process.execPath, [bin, "check", file], { cwd, encoding: "utf8" });
    expect(start("good.tdl")).toMatchObject({ status: 0, stdout: "no problems in 1 file\n", stderr: "" });
    expect(start("bad.tdl")).toMatchObject({ status: 1, stdout: "" });
  });

  it.each(["SIGINT", "SIGTERM"] as const)("keeps what was computed on %s and exits 130", async (signal) => {
    const { cwd } = fakeContext({ "m.tdl": oneExperiment });
    const options = ["--method", "ssa", "--replicates", "200000", "--every", "1 ms", "--until", "0.02 s"];
    const child = spawn(process.execPath, [bin, "run", "m.tdl", ...options, "--out", "r.csv"], { cwd });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString();
    });
    // Some runs are finished when the file that keeps them is longer than its first line.
    const kept = join(cwd, "r.csv.unfinished");
    const watch = setInterval(() => {
      if (!existsSync(kept) || statSync(kept).size < 10_000) return;
      clearInterval(watch);
      child.kill(signal);
    }, 20);
    const code = await new Promise((resolve) => {
      child.on("close", resolve);
    });
    clearInterval(watch);
    expect(stderr).toContain("kept in r.csv");
    expect(code).toBe(130);
    expect(readFileSync(join(cwd, "r.csv"), "utf8")).toMatch(/^replicate,time,a\n1,0,1000\n/);
  });

  it("tells in one line that standard output can not be written", () => {
    const { cwd } = fakeContext({ "m.tdl": oneExperiment });
    const full = openSync("/dev/full", "w");
    onTestFinished(() => closeSync(full));
    const { status, stderr } = spawnSync(process.execPath, [bin, "network", "m.tdl"], {
      cwd,
      encoding: "utf8",
      stdio: ["ignore", full, "pipe"],
    });
    expect(stderr).toBe("error: the output can not be written: the disk is full\n");
    expect(status).toBe(3);
  });

  it("is plain old JavaScript, so that an old Node can say that it is too old", () => {
    const code = readFileSync(bin, "utf8");
    expect(code).not.toMatch(/\?\?|\?\.|^\s*await |=>|`\$\{/m);
  });

  it("uses the bundle in a clone only while no source is newer", () => {
    const { cwd } = fakeContext();
    for (const folder of ["bin", "dist", "cli", ".git"]) mkdirSync(join(cwd, folder));
    const program = (says: string): string => `export function main() { console.log("${says}"); }\n`;
    writeFileSync(join(cwd, "package.json"), '{"type": "module"}');
    writeFileSync(join(cwd, "bin", "tendril.js"), readFileSync(bin));
    writeFileSync(join(cwd, "dist", "tendril.js"), program("bundle"));
    writeFileSync(join(cwd, "cli", "main.ts"), program("sources"));
    const start = (): string => {
      return spawnSync(process.execPath, [join(cwd, "bin", "tendril.js")], {
        encoding: "utf8",
      }).stdout.trim();
    };
    const set = (path: string, seconds: number): void => utimesSync(join(cwd, path), seconds, seconds);
    for (const path of ["cli", "cli/main.ts"]) set(path, 1000);
    set("dist/tendril.js", 2000);
    expect(start()).toBe("bundle");
    set("cli/main.ts", 3000);
    expect(start()).toBe("sources");
    set("cli/main.ts", 1000);
    // A source that was deleted changes the time of its folder.
    set("cli", 3000);
    expect(start()).toBe("sources");
  });

  it("works when it is started through a link, as npm installs it", () => {
    const { cwd } = fakeContext();
    symlinkSync(bin, join(cwd, "tendril"));
    const { status, stdout } = spawnSync(process.execPath, [join(cwd, "tendril"), "--version"], {
      encoding: "utf8",
    });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
