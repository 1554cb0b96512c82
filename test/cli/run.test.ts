import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { fakeContext, tendril } from "./fakeContext.ts";
import { decay, mistyped, oneExperiment, twoExperiments } from "./models.ts";

/** The numbers of a CSV text, row by row, without its header. */
function rows(csv: string): readonly (readonly number[])[] {
  return csv
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => line.split(",").map(Number));
}

describe("tendril run", () => {
  it("prints a summary that names the method and why, and writes nothing", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stdout, stderr } = await tendril(context, "run", "m.tdl");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^method +ode, .*named by the experiment/m);
    expect(readdirSync(context.cwd)).toEqual(["m.tdl"]);
  });

  it("writes the table and a run record beside it", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stderr } = await tendril(context, "run", "m.tdl", "--out", "r.csv");
    expect(code).toBe(0);
    expect(stderr).toMatch(/^method ode: /);
    const table = readFileSync(join(context.cwd, "r.csv"), "utf8");
    expect(table.split("\n")[0]).toBe("time,a");
    expect(rows(table).map(([time]) => time)).toEqual([0, 1, 2]);
    expect(rows(table)[2]?.[1]).toBeCloseTo(1000 * Math.exp(-2), 1);
    const record = JSON.parse(readFileSync(join(context.cwd, "r.json"), "utf8")) as object;
    expect(record).toMatchObject({ model: "Decay", experiment: "fall", method: "ode", rows: 3 });
  });

  it("prints the table on standard output for --out -, and nothing else there", async () => {
    const { stdout } = await tendril(fakeContext({ "m.tdl": oneExperiment }), "run", "m.tdl", "--out", "-");
    expect(rows(stdout)).toHaveLength(3);
    expect(stdout.startsWith("time,a\n")).toBe(true);
  });

  it("prints one JSON object for --json and nothing else", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stdout, stderr } = await tendril(context, "run", "m.tdl", "--json");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toMatchObject({ format: "tendril run record", out: null });
  });

  it("takes a solver by name and records it, and refuses one that is none before it runs", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const taken = await tendril(context, "run", "m.tdl", "--solver", "ndf_kernel", "--json");
    expect(JSON.parse(taken.stdout)).toMatchObject({ statistics: { method: "ndf_kernel" } });
    const refused = await tendril(context, "run", "m.tdl", "--solver", "ndf_kernle");
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("ndf_kernel")]);
  });

  it("takes quantities with units", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const options = ["--until", "0.1 min", "--every", "3000 ms", "--set", "k=60 /min", "--out", "-"];
    const { stdout } = await tendril(context, "run", "m.tdl", ...options);
    expect(rows(stdout).map(([time]) => time)).toEqual([0, 3, 6]);
    expect(rows(stdout)[1]?.[1]).toBeCloseTo(1000 * Math.exp(-3), 1);
  });

  it("compares the values of a list, one column a swept parameter", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { stdout } = await tendril(context, "run", "m.tdl", "--set", "k=0,1", "--out", "-");
    expect(stdout.split("\n")[0]).toBe("k,time,a");
    expect(rows(stdout).map(([k]) => k)).toEqual([0, 0, 0, 1, 1, 1]);
  });

  it("gives the same bytes for the same seed and others for another", async () => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    const run = async (seed: string): Promise<string> => {
      const options = ["--experiment", "chance", "--replicates", "3", "--seed", seed, "--out", "-"];
      return (await tendril(context, "run", "m.tdl", ...options)).stdout;
    };
    const first = await run("a");
    expect(first.split("\n")[0]).toBe("replicate,time,a");
    expect(await run("a")).toBe(first);
    expect(await run("b")).not.toBe(first);
  });

  it("lists the experiments when there are several and none is named", async () => {
    const { code, stderr } = await tendril(fakeContext({ "m.tdl": twoExperiments }), "run", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("TDL6001");
    expect(stderr).toContain("fall, chance");
  });

  it("names the nearest experiment", async () => {
    const context = fakeContext({ "m.tdl": twoExperiments });
    const { code, stderr } = await tendril(context, "run", "m.tdl", "--experiment", "chnce");
    expect(code).toBe(2);
    expect(stderr).toContain("Did you mean `chance`?");
  });

  it("runs a model without experiment when its end is given", async () => {
    const context = fakeContext({ "m.tdl": decay });
    expect(await tendril(context, "run", "m.tdl", "--until", "1 s", "--method", "ssa")).toMatchObject({
      code: 0,
    });
    expect(await tendril(context, "run", "m.tdl")).toMatchObject({ code: 2 });
  });

  it("shows the errors of the model and runs nothing", async () => {
    const context = fakeContext({ "m.tdl": mistyped });
    const { code, stdout, stderr } = await tendril(context, "run", "m.tdl", "--out", "r.csv");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("m.tdl:7:");
    expect(stderr).toContain("1 error in 1 file");
    expect(existsSync(join(context.cwd, "r.csv"))).toBe(false);
  });

  it.each([
    [["--set", "k=-1 /s"], "can not be -1 /s: its declaration gives the range 0 .. 5 /s"],
    [["--set", "k=1,7"], "can not be 7 /s"],
  ])("refuses %j, which the declaration does not allow", async (options, reason) => {
    const ranged = oneExperiment.replace(/(param k = [^\n{]*)/, "$1 { range 0 .. 5 }");
    expect(ranged).toContain("range 0 .. 5");
    const { code, stderr } = await tendril(fakeContext({ "m.tdl": ranged }), "run", "m.tdl", ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  it("takes such values with --any-range, and notes them", async () => {
    const ranged = oneExperiment.replace(/(param k = [^\n{]*)/, "$1 { range 0 .. 5 }");
    const context = fakeContext({ "m.tdl": ranged });
    const words = ["m.tdl", "--set", "k=1,7", "--any-range"];
    const { code, stderr } = await tendril(context, "run", ...words, "--out", "r.csv");
    expect(code).toBe(0);
    expect(stderr).toContain(
      "note: The parameter k is 7 /s, outside the range 0 .. 5 /s of its declaration.",
    );
    const { notices } = JSON.parse(readFileSync(join(context.cwd, "r.json"), "utf8")) as RunRecord;
    expect(notices).toHaveLength(1);
    const compiled = await tendril(context, "compile", "m.tdl", "--set", "k=7", "--any-range");
    expect(compiled.stderr).toContain("note: The parameter k is 7 /s, outside the range 0 .. 5 /s");
    const steady = await tendril(context, "steady", ...words);
    expect(steady.stdout).toContain("note: The parameter k is 7 /s");
  });

  it("checks what --set gives before it lists complexes, which may take long", async () => {
    const polymer = `language 1.0
model Polymer {
  param k = 1 /count/s
  molecule A { b, p }
  init A = 100 count
  rule grow: A(b[.]) + A(p[.]) -> A(b[1]), A(p[1]) @ k
}
experiment e of Polymer { method ode  until 1 s }
`;
    const { code, stderr } = await tendril(
      fakeContext({ "m.tdl": polymer }),
      "run",
      "m.tdl",
      "--set",
      "kk=1",
    );
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: There is no parameter kk.\n",
    });
  });

  it("takes the ends of a range in any unit", async () => {
    const ranged = oneExperiment.replace(/(param k = [^\n{]*)/, "$1 { range 0.7 .. 1.1 }");
    for (const end of ["k=700 /ks", "k=0.0011 /ms", "k=42 /min", "k=66 /min"]) {
      const { stderr } = await tendril(fakeContext({ "m.tdl": ranged }), "run", "m.tdl", "--set", end);
      expect(stderr).not.toContain("can not be");
    }
  });

  it.each([
    [["--set", "kk=1"], "There is no parameter kk"],
    [["--set", "A=1"], "A is a species, and only parameters can be set; give it its initial value"],
    [["--set", "a=1"], "a is an observable, and only parameters can be set"],
    [["--every", "1e-300"], "The table would have 2e+300 rows"],
    [["--set", "k=1 uM"], "of dimension"],
    [["--set", "k"], "NAME=VALUE"],
    [["--until", "10 uM"], "--until needs a time"],
    [["--every", "0"], "must be above zero"],
    [["--replicates", "1.5"], "--replicates needs a whole number"],
    [["--out", "r.txt"], "does not end in .csv, .arrow, .parquet"],
    [["--plot", "r.svg"], "give --out FILE too"],
    [["--plot", "r.png", "--out", "r.csv"], "write .svg instead"],
  ])("refuses %j as wrong usage", async (options, reason) => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stderr } = await tendril(context, "run", "m.tdl", ...options);
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
    expect(readdirSync(context.cwd)).toEqual(["m.tdl"]);
  });

  it.each(["--plot none/r.svg", "--report none/r.html", "--growth none/r.html"])(
    "does not begin when %s could not be written",
    async (option) => {
      const context = fakeContext({ "m.tdl": oneExperiment });
      const words = ["run", "m.tdl", "--out", "r.csv", ...option.split(" ")];
      const { code, stderr } = await tendril(context, ...words);
      expect(code).toBe(3);
      expect(stderr).toContain("does not exist");
      expect(readdirSync(context.cwd)).toEqual(["m.tdl"]);
    },
  );

  it("does not begin when the output could not be written", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const { code, stderr } = await tendril(context, "run", "m.tdl", "--out", "none/r.csv");
    expect(code).toBe(3);
    expect(stderr).toContain("does not exist");
  });

  it.skipIf(process.getuid?.() === 0)("says so for a folder without permission", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    mkdirSync(join(context.cwd, "closed"));
    chmodSync(join(context.cwd, "closed"), 0o500);
    expect(await tendril(context, "run", "m.tdl", "--out", "closed/r.csv")).toMatchObject({ code: 3 });
  });

  it("does not replace a JSON file that is no run record", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment, "r.json": '{"mine": 1}' });
    expect(await tendril(context, "run", "m.tdl", "--out", "r.csv")).toMatchObject({ code: 3 });
    expect(readFileSync(join(context.cwd, "r.json"), "utf8")).toBe('{"mine": 1}');
  });

  it("keeps what was computed when it is interrupted, and says where", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const long = ["--method", "ssa", "--replicates", "200000", "--every", "1 ms", "--until", "0.02 s"];
    // The run has begun when its method is printed; then it is given time for some rows.
    const waiting = setInterval(() => {
      if (!context.printed.stderr().includes("method ssa")) return;
      clearInterval(waiting);
      setTimeout(() => context.interruption.abort(), 200);
    }, 10);
    const { code, stderr } = await tendril(context, "run", "m.tdl", ...long, "--out", "r.csv");
    expect(code).toBe(130);
    expect(stderr).toMatch(/Interrupted.* kept in .*r\.csv/);
    const table = rows(readFileSync(join(context.cwd, "r.csv"), "utf8"));
    expect(table.length).toBeGreaterThan(0);
    expect(table.every((row) => row.length === 3)).toBe(true);
  });

  it("plots what it wrote", async () => {
    const context = fakeContext({ "m.tdl": oneExperiment });
    const options = ["--out", "r.csv", "--plot", "r.svg", "--quiet"];
    expect(await tendril(context, "run", "m.tdl", ...options)).toMatchObject({
      code: 0,
      stdout: "",
      stderr: "",
    });
    expect(readFileSync(join(context.cwd, "r.svg"), "utf8")).toContain("time (s)");
  });

  it("reads a model with a path of its own from elsewhere", async () => {
    const context = fakeContext();
    mkdirSync(join(context.cwd, "sub dir"));
    writeFileSync(join(context.cwd, "sub dir", "m.tdl"), oneExperiment);
    expect(await tendril(context, "run", "sub dir/m.tdl")).toMatchObject({ code: 0 });
  });
});
