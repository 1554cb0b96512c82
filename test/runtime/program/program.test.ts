import { spawn, spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import { afterAll, afterEach, beforeEach, describe, expect, it } from "vitest";
import { ssaEngine } from "../../../runtime/engines/ssa/ssaEngine.ts";
import { runExperiment } from "../../../runtime/experiment.ts";
import { csvText } from "../../../runtime/results/csv.ts";
import type { RunRecord } from "../../../runtime/results/runRecord.ts";
import { simulatorModel } from "../../support/handMadeSimulator.ts";

const simulator = resolve(import.meta.dirname, "../../support/handMadeSimulator.ts");
/** Compiled code of the simulator, kept between the starts of this test. */
const cache = mkdtempSync(join(tmpdir(), "tendril-cache-"));
const env = { ...process.env, NODE_COMPILE_CACHE: cache };
let folder = "";

afterAll(() => {
  rmSync(cache, { recursive: true });
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tendril-program-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

function start(...args: string[]): { code: number | null; out: string; complaint: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [simulator, ...args], {
    cwd: folder,
    encoding: "utf8",
    env,
  });
  return { code: status, out: stdout, complaint: stderr };
}

function recordIn(name: string): RunRecord {
  return JSON.parse(readFileSync(join(folder, name), "utf8")) as RunRecord;
}

describe("results", () => {
  it("without --out a summary is printed and nothing is written", () => {
    const { code, out } = start("--seed", "7");
    expect(code).toBe(0);
    expect(out).toMatch(/^Isomer\n/);
    expect(out).toMatch(/^A +60 /m);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("--out writes the table and the run record beside it", async () => {
    const { code, out } = start("--seed", "7", "--out", "run.csv");
    expect([code, out]).toEqual([0, "wrote run.csv (5 rows) and run.json\n"]);
    expect(readdirSync(folder).sort()).toEqual(["run.csv", "run.json"]);
    const expected = csvText((await runExperiment(simulatorModel, ssaEngine, { seed: "7" })).table);
    expect(readFileSync(join(folder, "run.csv"), "utf8")).toBe(expected);
    expect(recordIn("run.json")).toMatchObject({ model: "Isomer", seed: "7", rows: 5, out: "run.csv" });
  });

  it("--out - prints the same table", async () => {
    const expected = csvText((await runExperiment(simulatorModel, ssaEngine, { seed: "7" })).table);
    expect(start("--seed", "7", "--out", "-").out).toBe(expected);
  });

  it("--json prints the run record and nothing else", () => {
    const { out } = start("--json", "--out", "run.csv", "--set", "kon=2 /s", "--until", "1 s");
    expect(JSON.parse(out)).toEqual(recordIn("run.json"));
    expect(JSON.parse(out)).toMatchObject({
      parametersSet: ["kon"],
      until: 1,
      cpuSeconds: expect.any(Number),
    });
  });

  it("a new run replaces the result of an old one", () => {
    start("--out", "run.csv");
    expect(start("--out", "run.csv", "--seed", "8").code).toBe(0);
    expect(recordIn("run.json").seed).toBe("8");
  });

  it("--help lists options, parameters and observables", () => {
    const { code, out } = start("--help");
    expect(code).toBe(0);
    expect(out).toMatch(/--replicates N/);
    expect(out).toMatch(/kon \(\/s\) +forward/);
    expect(out).toMatch(/^ {2}clock \(count\)$/m);
  });

  it("--quiet says nothing of what was rounded", () => {
    expect(start("--quiet").complaint).toBe("");
    expect(start().complaint).toBe("note: The initial number of A was rounded from 60.2214 to 60.\n");
  });
});

describe("wrong usage ends with code 2 and one sentence", () => {
  it.each([
    [["--untl", "3"], "There is no option --untl; did you mean --until?\n"],
    [["--until", "3 uM"], '--until needs a time, but "3 uM" is of dimension concentration.\n'],
    [["--set", "konn=3"], "There is no parameter konn; did you mean kon?\n"],
    [["--set", "kon=3 s"], /^The value "3 s" of kon is of dimension time, but .*\n$/],
    [["--out", "run.txt"], "run.txt does not end in .csv, the format that results are written in.\n"],
    [["--out", "-", "--json"], "--out - and --json both print; choose one.\n"],
  ])("%j", (args, message) => {
    const { code, out, complaint } = start(...args);
    expect(code).toBe(2);
    expect(out).toBe("");
    if (typeof message === "string") expect(complaint).toBe(message);
    else expect(complaint).toMatch(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("output that can not be written ends with code 3 and one sentence", () => {
  it("in a folder that does not exist", () => {
    const complaint = "The folder missing of the output does not exist.\n";
    expect(start("--out", "missing/run.csv")).toMatchObject({ code: 3, complaint });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a file that is no run record is not written over by one", () => {
    writeFileSync(join(folder, "run.json"), '{ "mine": true }');
    const { code, complaint } = start("--out", "run.csv");
    expect(code).toBe(3);
    expect(complaint).toMatch(/^run\.json, where the run record would go, exists and is something else/);
    expect(readFileSync(join(folder, "run.json"), "utf8")).toBe('{ "mine": true }');
    expect(existsSync(join(folder, "run.csv"))).toBe(false);
  });

  it("a folder is not written over", () => {
    mkdirSync(join(folder, "run.csv"));
    expect(start("--out", "run.csv")).toMatchObject({ code: 3, complaint: "run.csv is not a file.\n" });
  });
});

describe("runs that do not reach their end", () => {
  it("a run that fails ends with code 3, says why and keeps what was computed", () => {
    const { code, complaint } = start("--set", "fault=1", "--every", "0.05 s", "--out", "run.csv", "--quiet");
    expect(code).toBe(3);
    expect(complaint).toMatch(
      /^At [\d.]+ s the rate of the reaction broken is negative \(-1\)\. If it .* The \d+ rows computed so far are kept in run\.csv\.\n$/,
    );
    const rows = readFileSync(join(folder, "run.csv"), "utf8").trim().split("\n").length - 1;
    expect(recordIn("run.json")).toMatchObject({ rows, error: { kind: "negativePropensity" } });
  });

  it("Ctrl-C ends with code 130, and what was computed is kept", async () => {
    const args = [
      "--set",
      "speed=1e9",
      "--until",
      "1000 s",
      "--every",
      "1 ms",
      "--out",
      "run.csv",
      "--quiet",
    ];
    const child = spawn(process.execPath, [simulator, ...args, "--set", "kon=0"], { cwd: folder, env });
    let complaint = "";
    child.stderr.on("data", (text: Buffer) => {
      complaint += text.toString();
    });
    const timer = setTimeout(() => child.kill("SIGINT"), 2500);
    const code = await new Promise((done) => {
      child.on("exit", done);
    });
    clearTimeout(timer);
    expect(complaint).toMatch(/^Interrupted\. The \d+ rows computed so far are kept in run\.csv\.\n$/);
    expect(code).toBe(130);
    expect(recordIn("run.json").interrupted).toBe(true);
    expect(readFileSync(join(folder, "run.csv"), "utf8")).toMatch(/^time,A,B,clock\n0,60,0,0\n/);
    expect(readdirSync(folder).sort()).toEqual(["run.csv", "run.json"]);
  });

  it("a reader that leaves early is no error", async () => {
    const args = ["--set", "speed=1000", "--every", "10 us", "--out", "-", "--quiet"];
    const child = spawn(process.execPath, [simulator, ...args], { cwd: folder, env });
    let complaint = "";
    child.stderr.on("data", (text: Buffer) => {
      complaint += text.toString();
    });
    child.stdout.once("data", () => child.stdout.destroy());
    const code = await new Promise((done) => {
      child.on("exit", done);
    });
    expect([code, complaint]).toEqual([0, ""]);
  });
});
