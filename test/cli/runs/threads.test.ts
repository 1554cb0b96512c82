import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { existsSync, mkdirSync, readdirSync, readFileSync, truncateSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type FakeContext, fakeContext, tendril } from "../fakeContext.ts";

/** Birth and death: each run is some thousand reactions. */
const walk = `language 1.0
model Walk {
  compartment cell { volume 1 um^3 }
  species A = 100 count
  param make = 1000 count/s
  param lose = 10 /s
  rule birth: nothing -> A  total make
  rule death: A -> nothing @ lose
  observe a = count A
}
experiment many of Walk { method ssa until 2 s every 0.5 s replicates 5 seed "w" sweep lose in 5 /s, 10 /s }
experiment single of Walk { method ssa until 1 s every 0.5 s }
`;

/** Cannot go on from the point 3 of its sweep: a rate becomes negative. */
const failing = `language 1.0
model Failing {
  compartment cell { volume 1 um^3 }
  species A = 50 count
  param k = 1
  rule turn: A -> nothing  total 1 count/s * (if k > 2.5 and time > 0.5 s then -1 else 1)
  observe a = count A
}
experiment fall of Failing { method ssa until 1 s every 0.25 s sweep k in 1, 2, 3, 4, 5 }
`;

function text({ cwd }: FakeContext, name: string): string {
  return readFileSync(join(cwd, name), "utf8");
}

describe("runs on worker threads", () => {
  it("give the same bytes for any number of threads", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const run = (out: string, ...more: string[]): Promise<unknown> =>
      tendril(context, "run", "m.tdl", "--experiment", "many", "--quiet", "--out", out, ...more);
    await run("auto.csv");
    for (const jobs of ["1", "3"]) {
      expect(await run(`${jobs}.csv`, "--jobs", jobs)).toMatchObject({ code: 0, stderr: "" });
      expect(text(context, `${jobs}.csv`)).toBe(text(context, "auto.csv"));
    }
    expect(text(context, "auto.csv").trimEnd().split("\n")).toHaveLength(1 + 2 * 5 * 5);
    expect(readdirSync(context.cwd).filter((name) => name.includes("unfinished"))).toEqual([]);
  });

  it("count what all of them did in the run record", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const record = async (jobs: string): Promise<{ statistics: object; notices: unknown }> => {
      const options = ["--experiment", "many", "--json", "--jobs", jobs];
      return JSON.parse((await tendril(context, "run", "m.tdl", ...options)).stdout) as never;
    };
    const [one, two] = [await record("1"), await record("2")];
    expect(two.statistics).toEqual(one.statistics);
    expect(two.notices).toEqual(one.notices);
    expect(Object.values(one.statistics).some((value) => typeof value === "number" && value > 1000)).toBe(
      true,
    );
  });

  it("end with the first run that fails, whoever meets it first", async () => {
    const context = fakeContext({ "m.tdl": failing });
    for (const jobs of ["1", "4"]) {
      const options = ["--experiment", "fall", "--quiet", "--out", `${jobs}.csv`, "--jobs", jobs];
      const { code, stderr } = await tendril(context, "sweep", "m.tdl", ...options);
      expect(code).toBe(3);
      expect(stderr).toMatch(/is negative.* The 13 rows computed so far are kept in .*\d\.csv\.\n$/);
      expect(text(context, `${jobs}.csv`)).toBe(text(context, "1.csv"));
    }
    expect(text(context, "1.csv").trimEnd().split("\n").at(-1)).toMatch(/^3,0\.5,/);
  });

  it("are not begun with no thread", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const { code, stderr } = await tendril(context, "run", "m.tdl", "--jobs", "0");
    expect(code).toBe(2);
    expect(stderr).toContain("whole number from 1");
  });
});

/** Starts `many` with enough replicates to be interrupted, and interrupts it when some are done. */
async function interrupted(jobs: string): Promise<FakeContext> {
  const context = fakeContext({ "m.tdl": walk });
  const path = join(context.cwd, "r.csv.unfinished");
  const waiting = setInterval(() => {
    if (!existsSync(path) || statSync(path).size < 3000) return;
    clearInterval(waiting);
    context.interruption.abort();
  }, 5);
  const { code, stderr } = await tendril(context, "run", "m.tdl", ...long, "--jobs", jobs);
  clearInterval(waiting);
  expect(code).toBe(130);
  expect(stderr).toContain("Finished runs are kept in");
  return context;
}

const long = ["--experiment", "many", "--replicates", "100", "--out", "r.csv"];

/** The same folder, and a user who does not interrupt any more. */
function again(context: FakeContext): FakeContext {
  return { ...context, interrupted: new AbortController().signal };
}

describe("an interrupted experiment", () => {
  it.each(["1", "2"])("goes on to the same bytes (%s threads)", async (jobs) => {
    const context = await interrupted(jobs);
    const { code, stderr } = await tendril(again(context), "run", "m.tdl", ...long, "--resume");
    expect(code).toBe(0);
    expect(stderr).toMatch(/note: \d+ of 200 runs were done before/);
    const whole = ["--experiment", "many", "--replicates", "100", "--out", "whole.csv", "--quiet"];
    await tendril(again(context), "run", "m.tdl", ...whole);
    expect(text(context, "r.csv")).toBe(text(context, "whole.csv"));
    expect(existsSync(join(context.cwd, "r.csv.unfinished"))).toBe(false);
  });

  it("goes on after its last record was torn", async () => {
    const context = await interrupted("1");
    const path = join(context.cwd, "r.csv.unfinished");
    truncateSync(path, statSync(path).size - 7);
    const { code } = await tendril(again(context), "run", "m.tdl", ...long, "--resume", "--quiet");
    expect(code).toBe(0);
    expect(text(context, "r.csv").trimEnd().split("\n")).toHaveLength(1 + 2 * 100 * 5);
  });

  it("is not mixed with another one", async () => {
    const context = await interrupted("1");
    const other = await tendril(again(context), "run", "m.tdl", ...long, "--resume", "--seed", "other");
    expect(other.code).toBe(2);
    expect(other.stderr).toContain('its seed was "w" and is now "other"');
  });

  it("is not lost by accident", async () => {
    const context = await interrupted("1");
    const { code, stderr } = await tendril(again(context), "run", "m.tdl", ...long);
    expect(code).toBe(2);
    expect(stderr).toContain("--resume goes on with them");
  });
});

describe("a file that finished runs are kept in", () => {
  const sweep = ["sweep", "m.tdl", "--experiment", "many"];

  it.each([[], ["--resume"]])("is left to another process while that runs (%o)", async (...more) => {
    const lock = `${process.ppid} ${hostname()}\n`;
    const context = fakeContext({ "m.tdl": walk, "many.csv.unfinished.lock": lock });
    const { code, stderr } = await tendril(context, ...sweep, ...more);
    expect(code).toBe(2);
    expect(stderr).toContain(`being written by another run (process ${process.ppid})`);
    expect(text(context, "many.csv.unfinished.lock")).toBe(lock);
    expect(existsSync(join(context.cwd, "many.csv"))).toBe(false);
  });

  it("is taken over from a process that is gone, and free when the run is done", async () => {
    const gone = spawnSync(process.execPath, ["--version"]).pid;
    const lock = `${gone} ${hostname()}\n`;
    const context = fakeContext({ "m.tdl": walk, "many.csv.unfinished.lock": lock });
    expect(await tendril(context, ...sweep, "--quiet")).toMatchObject({ code: 0 });
    expect(existsSync(join(context.cwd, "many.csv.unfinished.lock"))).toBe(false);
  });
});

describe("tendril sweep", () => {
  it("writes a table named after the experiment", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const { code } = await tendril(context, "sweep", "m.tdl", "--experiment", "many", "--quiet");
    expect(code).toBe(0);
    expect(text(context, "many.csv").startsWith("lose,replicate,time,a\n5,1,0,100\n")).toBe(true);
  });

  it("needs an experiment, and something to sweep", async () => {
    const context = fakeContext({ "m.tdl": walk });
    expect((await tendril(context, "sweep", "m.tdl")).stderr).toContain("--experiment NAME");
    const { code, stderr } = await tendril(context, "sweep", "m.tdl", "--experiment", "single");
    expect(code).toBe(2);
    expect(stderr).toContain("sweeps nothing");
  });

  it("does not replace a file of another kind where it keeps finished runs", async () => {
    const context = fakeContext({ "m.tdl": walk, "many.csv.unfinished": "mine" });
    const { code, stderr } = await tendril(context, "sweep", "m.tdl", "--experiment", "many");
    expect(code).toBe(2);
    expect(stderr).toContain("is something else");
    expect(text(context, "many.csv.unfinished")).toBe("mine");
  });

  it("does not take a folder for finished runs", async () => {
    const context = fakeContext({ "m.tdl": walk });
    mkdirSync(join(context.cwd, "many.csv.unfinished"));
    const { code, stderr } = await tendril(context, "sweep", "m.tdl", "--experiment", "many", "--resume");
    expect(code).toBe(2);
    expect(stderr).toContain("is something else");
  });

  it("says that nothing is there to go on with", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const options = ["--experiment", "many", "--resume"];
    const { code, stderr } = await tendril(context, "sweep", "m.tdl", ...options);
    expect(code).toBe(0);
    expect(stderr).toContain("there is no");
  });
});
