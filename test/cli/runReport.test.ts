import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type Course, courseText } from "../../cli/runReport/course.ts";
import { courseSentences } from "../../cli/runReport/runWords.ts";
import type { RunRecord } from "../../runtime/results/runRecord.ts";
import { type FakeContext, fakeContext, tendril } from "./fakeContext.ts";

const walk = `language 1.0
model Walk "Come <b>and</b> go" {
  compartment cell { volume 1 um^3 }
  species A, B = 100 count
  param make = 1000 count/s { source "doi:10.1000/made" }
  param lose = 10 /s { source "doi:10.1000/<lost>" }
  rule birth: nothing -> A  total make
  rule death: A -> nothing @ lose
  observe a = count A
  observe b = count B
}
experiment one of Walk { method ssa until 1 s every 0.5 s seed "w" }
experiment many of Walk { method ssa until 1 s every 0.5 s replicates 4 seed "w" plot a against time }
experiment grid of Walk { method ode until 1 s every 0.5 s sweep make in 1 count/s, 2 count/s sweep lose in 1 /s, 2 /s }
experiment dose of Walk { method ode until 1 s every 0.5 s sweep make in 1 count/s, 2 count/s plot a against make }
`;

async function report(experiment: string, ...more: string[]): Promise<{ page: string; stdout: string }> {
  const context: FakeContext = fakeContext({ "m.tdl": walk });
  const options = ["--experiment", experiment, "--report", "r.html", ...more];
  const { code, stdout } = await tendril(context, "run", "m.tdl", ...options);
  expect(code).toBe(0);
  return { page: readFileSync(join(context.cwd, "r.html"), "utf8"), stdout };
}

function course(start: number, low: number, high: number, end: number): Course {
  return { name: "a", unit: "uM", start, end, low, lowAt: 2, high, highAt: 1, endDeviation: null };
}

describe("the course of an observable in words", () => {
  it.each([
    [course(1, 1, 1, 1), "stays at 1 uM"],
    [course(0, 0, 5, 5), "rises from 0 uM to 5 uM"],
    [course(5, 0, 5, 0), "falls from 5 uM to 0 uM"],
    [course(0, 0, 5, 1), "begins at 0 uM, peaks at 5 uM (1 s), ends at 1 uM"],
    [course(2, 0, 5, 1), "begins at 2 uM, peaks at 5 uM (1 s), drops to 0 uM (2 s), ends at 1 uM"],
    // A ripple of 2 % is no turn.
    [course(0, 0, 102, 100), "rises from 0 uM to 100 uM"],
  ])("%o", (given, text) => {
    expect(courseText(given)).toBe(text);
  });
});

describe("tendril run --report", () => {
  it("tells what ran, how, and what came of it", async () => {
    const { page } = await report("one");
    expect(page).toContain(
      "The experiment one of Walk ran by the method ssa (exact stochastic simulation; named by the experiment one), from 0 to 1 s, with the seed &quot;w&quot;.",
    );
    expect(page).toMatch(/It took [\d.]+ s for [\d,]+ reactions/);
    expect(page).toContain("<li><code>b</code> stays at 100</li>");
  });

  it("asks for nothing from the network, and no text of a model becomes markup", async () => {
    const { page } = await report("one");
    expect(page).not.toMatch(/<(?:script|link|img|iframe)[^>]*(?:src|href)=/);
    expect(page).toContain("Come &lt;b&gt;and&lt;/b&gt; go");
    expect(page).not.toContain("<b>and");
  });

  it("names the sources of the model's numbers and of the method", async () => {
    const { page } = await report("one");
    expect(page).toContain('href="https://doi.org/10.1000/made"');
    expect(page).toContain("<code>make</code>");
    expect(page).toMatch(/href="https:\/\/doi\.org\/10\.1021\/j100540a008"/);
  });

  it("draws what the experiment plots, and how replicates spread", async () => {
    const { page } = await report("many", "--out", "-", "--quiet");
    expect(page).toContain("How replicates spread");
    expect(page.match(/<svg/g)).toHaveLength(2);
    expect(page).toMatch(/<code>a<\/code> .* ± /);
    expect(page).not.toContain("<li><code>b</code>");
  });

  it("draws heat maps of two swept parameters, and lists the points", async () => {
    const { page } = await report("grid");
    expect(page).toContain("Over both swept parameters");
    expect(page).toContain("2 values of make times 2 values of lose, 4 runs");
    // 2 + 98 exp(-1)
    expect(page).toMatch(/<tr><td>2<\/td><td>1<\/td><td>38\.05<\/td><td>100<\/td><\/tr>/);
  });

  it("says between which values a sweep ends, and where", async () => {
    const { page, stdout } = await report("grid", "--out", "r.csv");
    // make / lose + (100 - make / lose) exp(-lose)
    expect(stdout).toContain(
      "  a  ends between 13.97 (lowest, at make = 1 count/s, lose = 2 /s) and 38.05 (highest, at make = 2 count/s, lose = 1 /s)\n",
    );
    expect(page).toContain("<li><code>b</code> ends at 100 whatever is swept</li>");
  });

  it("lets only finished runs of an interrupted sweep say where it ends", () => {
    const time = { name: "time", unit: "s", values: Float64Array.of(0, 1, 0, 1, 0) };
    const swept = { name: "k", unit: "/s", values: Float64Array.of(1, 1, 1, 1, 2) };
    const a = { name: "a", unit: "", values: Float64Array.of(0, 6, 0, 8, 50) };
    const replicate = Float64Array.of(1, 1, 2, 2, 1);
    const results = { title: null, rows: 5, swept: [swept], replicate, time, observables: [a], plots: [] };
    const [finished] = courseSentences(results, { until: 1 });
    expect(finished?.text).toBe("ends at 7 at k = 1 /s, the only point with a finished run");
    const [none] = courseSentences(results, { until: 2 });
    expect(none?.text).toBe("has no end yet: no run was finished");
  });

  it("draws the ends of runs against a swept parameter", async () => {
    const { page } = await report("dose");
    expect(page).toContain("At the end of each run");
    expect(page).not.toContain("Over time");
  });

  it("prints its summary beside a written table, with the run record inside", async () => {
    const { page, stdout } = await report("one", "--out", "r.csv");
    expect(stdout).toMatch(/^The experiment one of Walk ran .*\n(?:.*\n)*wrote r\.html\n$/m);
    expect(page).toContain("&quot;format&quot;: &quot;tendril run record&quot;");
  });

  it("is a page, and not the page of --growth", async () => {
    const context = fakeContext({ "m.tdl": walk });
    const options = ["--experiment", "one", "--report"];
    expect((await tendril(context, "run", "m.tdl", ...options, "r.pdf")).stderr).toContain("an .html page");
    const same = await tendril(context, "run", "m.tdl", ...options, "r.html", "--growth", "r.html");
    expect(same.stderr).toContain("name the same file");
  });

  it("lists sources and notes of rules, growth and parts", async () => {
    const sourced = `language 1.0
module Decay {
  share compartment cell { volume 1 um^3 }
  species X in cell = 1 uM { source "of X" }
  param k = 1 /s { source "of k" }
  rule lose: X -> nothing @ k { source "of lose" doc "slow & sure" }
}
model Sourced {
  compartment cell { volume 1 um^3 }
  species G in cell = 1 uM
  filament F in cell { ends plus, minus }
  nucleate F from 2 G @ 0.001 /uM/s
  grow F at plus from G
    @ 1 /uM/s { source "of growth" }
  part decay = Decay(cell = cell, k = 2 /s)
}
experiment e of Sourced { method network_free until 1 s every 1 s }
`;
    const context = fakeContext({ "m.tdl": sourced });
    const ran = await tendril(context, "run", "m.tdl", "--quiet", "--out", "r.csv", "--report", "r.html");
    expect(ran).toMatchObject({ code: 0, stderr: "" });
    const record = JSON.parse(readFileSync(join(context.cwd, "r.json"), "utf8")) as RunRecord;
    expect(record.sources).toEqual([
      { what: "grow F at plus from G", source: "of growth" },
      { what: "decay.X", source: "of X" },
      // The value of decay.k is the model's own.
      { what: "rule decay.lose", source: "of lose" },
    ]);
    expect(record.notes).toEqual([{ what: "rule decay.lose", note: "slow & sure" }]);
    const page = readFileSync(join(context.cwd, "r.html"), "utf8");
    expect(page).toContain("<td>of growth</td><td><code>grow F at plus from G</code></td>");
    expect(page).toContain("<td><code>rule decay.lose</code></td><td>slow &amp; sure</td>");
  });

  it("begins with what the model observes, and keeps what its parts observe apart", async () => {
    const parts = `language 1.0
module Decay {
  share compartment cell { volume 1 um^3 }
  species X in cell = 1 uM
  rule lose: X -> nothing @ 1 /s
  observe left: uM = [X]
}
model Two {
  compartment cell { volume 1 um^3 }
  part decay = Decay(cell = cell)
  observe twice: uM = 2 * [decay.X]
}
experiment e of Two { until 1 s every 1 s }
`;
    const context = fakeContext({ "m.tdl": parts });
    const summary = await tendril(context, "run", "m.tdl", "--quiet");
    expect(summary.stdout).toMatch(/\ntwice .*\nof parts\ndecay\.left .*\n$/);
    const files = ["--out", "r.csv", "--report", "r.html"];
    const ran = await tendril(context, "run", "m.tdl", ...files);
    expect(ran.stdout).not.toContain("decay.left");
    expect(readFileSync(join(context.cwd, "r.csv"), "utf8")).toMatch(/^time,twice,decay\.left\n/);
    const page = readFileSync(join(context.cwd, "r.html"), "utf8");
    expect(page).toMatch(/twice.*<summary>Observables of parts<\/summary>.*decay\.left/s);
    const plot = await tendril(context, "plot", "r.csv");
    expect(plot.stdout).toBe("wrote r.svg; --all draws those of parts, too: 1\n");
    expect(readFileSync(join(context.cwd, "r.svg"), "utf8")).not.toContain("decay.left");
    expect((await tendril(context, "plot", "r.csv", "--all")).stdout).toBe("wrote r.svg\n");
    expect(readFileSync(join(context.cwd, "r.svg"), "utf8")).toContain("decay.left");
  });

  it("shows what grew, also where Tendril runs from sources that nobody built", async () => {
    const inSpace = `language 1.0
model Still {
  space 2D
  compartment cell { volume 1 um^3 }
  molecule B { pos: vector um }
  init B = 5 count set pos = vec(1 um, 0 um)
  observe n = count B()
}
experiment e of Still { method graph until 1 s every 1 s }
`;
    const context = fakeContext({ "m.tdl": inSpace });
    expect(await tendril(context, "run", "m.tdl", "--report", "r.html")).toMatchObject({
      code: 0,
      stderr: "",
    });
    expect(readFileSync(join(context.cwd, "r.html"), "utf8")).toContain("WebGLRenderer");
  });
});
