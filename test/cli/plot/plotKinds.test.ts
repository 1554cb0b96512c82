import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { distributionRows } from "../../../cli/plot/distributionRows.ts";
import { heatRows } from "../../../cli/plot/heatRows.ts";
import { timeText, valuesAt } from "../../../cli/plot/lastValues.ts";
import { panelsOf } from "../../../cli/plot/panels.ts";
import { parseCsv } from "../../../cli/plot/readCsv.ts";
import { isLogarithmic } from "../../../cli/plot/responsePanels.ts";
import { type Measurements, readMeasurements } from "../../../cli/plot/measurements.ts";
import { readResults } from "../../../cli/plot/readResults.ts";
import type { Results } from "../../../cli/plot/results.ts";
import { fakeContext, tendril } from "../fakeContext.ts";

/** Two swept parameters, two replicates, two times; a = 100 k + 10 q + replicate at the end. */
const grid = [
  "k,q,replicate,time,a",
  ...[1, 2].flatMap((k) =>
    [3, 4].flatMap((q) =>
      [1, 2].flatMap((r) => [`${k},${q},${r},0,0`, `${k},${q},${r},5,${100 * k + 10 * q + r}`]),
    ),
  ),
].join("\n");

const replicates = `replicate,time,a\n${[1, 2, 3, 4].map((r) => `${r},0,0\n${r},5,${r}\n`).join("")}`;

function read(csv: string): Promise<Results> {
  return readResults("r.csv", fakeContext({ "r.csv": csv }).cwd);
}

describe("values at one time", () => {
  it("are those of the end, of each replicate, unless another time is named", async () => {
    const results = await read(grid);
    const [a] = results.observables;
    expect(valuesAt(results, a, null)[1]).toEqual({ point: [1, 4], values: [141, 142] });
    expect(valuesAt(results, a, 1)[1]).toEqual({ point: [1, 4], values: [0, 0] });
    expect([timeText(results, null), timeText(results, 1)]).toEqual(["at 5 s", "at 0 s"]);
  });
});

describe("a heat map", () => {
  it("has the mean of the replicates in each field", async () => {
    const results = await read(grid);
    const [row] = heatRows(results, results.observables, null);
    expect(row.panels[0]["data"]).toEqual({
      values: [
        { x: "1", y: "3", value: 131.5 },
        { x: "1", y: "4", value: 141.5 },
        { x: "2", y: "3", value: 231.5 },
        { x: "2", y: "4", value: 241.5 },
      ],
    });
  });

  it("needs two swept parameters", async () => {
    const context = fakeContext({ "r.csv": replicates });
    const { code, stderr } = await tendril(context, "plot", "r.csv", "--kind", "heat");
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: "error: r.csv: a heat map needs two swept parameters, and this table has 0\n",
    });
  });
});

describe("a distribution", () => {
  it("counts replicates, whole numbers in the middle of their bins", async () => {
    const results = await read(replicates);
    const [row] = distributionRows(results, results.observables, null);
    const [bars] = row.panels[0]["layer"] as readonly [{ data: { values: object[] } }];
    expect(bars.data.values.slice(0, 2)).toEqual([
      { low: 0.5, high: 1.5, count: 1 },
      { low: 1.5, high: 2.5, count: 1 },
    ]);
    expect(row.panels[0]["title"]).toBe("a at 5 s: mean 2.5, 4 replicates");
  });

  it("needs replicates", async () => {
    const context = fakeContext({ "r.csv": "time,a\n0,1\n" });
    const { stderr } = await tendril(context, "plot", "r.csv", "--kind", "distribution");
    expect(stderr).toContain("has no replicates");
  });
});

describe("measured values", () => {
  it("are read with their deviations; empty cells were not measured", async () => {
    const results = await read("time,a,b\n0,1,2\n1,2,3\n");
    const { cwd } = fakeContext({ "d.csv": "time,a,a_sd,b\n0.5,1.5,0.1,\n1,2,,3\n" });
    const data = readMeasurements("d.csv", cwd, results);
    expect(data.get("a")).toEqual([
      { time: 0.5, swept: new Map(), value: 1.5, deviation: 0.1 },
      { time: 1, swept: new Map(), value: 2, deviation: null },
    ]);
    expect(data.get("b")).toEqual([{ time: 1, swept: new Map(), value: 3, deviation: null }]);
  });

  it("belong to an observable", async () => {
    const context = fakeContext({ "r.csv": "time,active\n0,1\n", "d.csv": "time,actve\n0,1\n" });
    const { code, stderr } = await tendril(context, "plot", "r.csv", "--data", "d.csv");
    expect(code).toBe(2);
    expect(stderr).toContain("did you mean active?");
  });
});

describe("measured values of sweeps", () => {
  const doses = "k,time,a\n1,0,0\n1,5,10\n2,0,0\n2,5,20\n";
  const overDose = { values: ["a"], against: "k", title: null };
  const measure = async (table: string, csv: string): Promise<[Results, Measurements]> => {
    const results = await read(table);
    const { cwd } = fakeContext({ "d.csv": csv });
    return [results, readMeasurements("d.csv", cwd, results)];
  };

  it("are drawn at their doses on dose-response curves", async () => {
    const [results, data] = await measure(doses, "k,a,a_sd\n1.5,14,2\n");
    const [[panel]] = panelsOf(results, overDose, data);
    expect(panel.series[0].measured).toEqual([{ at: 1.5, value: 14, deviation: 2 }]);
    expect(panel.measured).toEqual([]);
  });

  it("of other times than the end are not on dose-response curves", async () => {
    const [results, data] = await measure(doses, "k,time,a\n1,5,14\n1,2,13\n");
    expect(panelsOf(results, overDose, data)[0][0].series[0].measured).toEqual([
      { at: 1, value: 14, deviation: null },
    ]);
  });

  it("belong to the line of the second parameter that the table names, or to none", async () => {
    const [results, data] = await measure(grid, "k,q,a\n1.5,4,190\n");
    const [[panel]] = panelsOf(results, overDose, data);
    expect(panel.series.map(({ measured }) => measured.length)).toEqual([0, 1]);
    const [, apart] = await measure(grid, "k,a\n1.5,190\n");
    expect(panelsOf(results, overDose, apart)[0][0].measured).toHaveLength(1);
  });

  it("belong to the course of the dose that the table names, or to none", async () => {
    const overTime = { values: ["a"], against: "time", title: null };
    const [results, data] = await measure(doses, "k,time,a\n2,3,12\n");
    const [[panel]] = panelsOf(results, overTime, data);
    expect(panel.series.map(({ measured }) => measured)).toEqual([
      [],
      [{ at: 3, value: 12, deviation: null }],
    ]);
    const [, apart] = await measure(doses, "time,a\n3,12\n");
    expect(panelsOf(results, overTime, apart)[0][0].measured).toHaveLength(1);
  });

  it("need a place", async () => {
    const context = fakeContext({ "r.csv": doses, "d.csv": "dose,a\n1,2\n", "e.csv": "k,a\n1,2\n" });
    const none = await tendril(context, "plot", "r.csv", "--data", "d.csv");
    expect(none.stderr).toBe("error: d.csv has no column time or k\n");
    const elsewhere = await tendril(context, "plot", "r.csv", "--data", "e.csv");
    expect(elsewhere).toMatchObject({ code: 2 });
    expect(elsewhere.stderr).toContain("nothing in the table of --data belongs into the plots");
  });

  it("may come from a spreadsheet that marks its byte order", async () => {
    const [, data] = await measure(doses, "\uFEFFtime,a\r\n3,12\r\n");
    expect(data.get("a")).toHaveLength(1);
  });
});

describe("a dose-response curve", () => {
  it("names the end of a long run in its unit", async () => {
    const results = await read("k,time,a\n1,7200,10\n2,7200,20\n");
    const [[panel]] = panelsOf(results, { values: ["a"], against: "k", title: null });
    expect(panel.title).toBe("at 2 h");
  });
});

describe("tendril plot --kind", () => {
  it.each([
    ["heat", grid, "a at 5 s"],
    ["distribution", grid, "a at 5 s"],
    ["distribution", replicates, "replicates"],
    ["lines", replicates, "time (s)"],
  ])("draws %s", async (kind, csv, label) => {
    const context = fakeContext({ "r.csv": csv });
    expect(await tendril(context, "plot", "r.csv", "--kind", kind)).toMatchObject({ code: 0 });
    expect(readFileSync(join(context.cwd, "r.svg"), "utf8")).toContain(label);
  });

  it("draws one observable against another", async () => {
    const context = fakeContext({ "r.csv": "time,a,b,c\n0,1,2,3\n1,2,3,4\n" });
    await tendril(context, "plot", "r.csv", "--kind", "phase", "--values", "c,a");
    const svg = readFileSync(join(context.cwd, "r.svg"), "utf8");
    expect(svg).toContain("X-axis titled 'c'");
    expect(svg).toContain("Y-axis titled 'a'");
  });

  it("draws measured values over lines", async () => {
    const context = fakeContext({ "r.csv": "time,a\n0,1\n1,2\n", "d.csv": "time,a,a_sd\n0.5,1.4,0.2\n" });
    await tendril(context, "plot", "r.csv", "--data", "d.csv");
    const svg = readFileSync(join(context.cwd, "r.svg"), "utf8");
    expect(svg.match(/mark-symbol role-mark/g)).toHaveLength(1);
  });

  it("names the nearest kind and the nearest observable", async () => {
    const context = fakeContext({ "r.csv": "time,active\n0,1\n" });
    expect((await tendril(context, "plot", "r.csv", "--kind", "heats")).stderr).toContain(
      "did you mean heat?",
    );
    expect((await tendril(context, "plot", "r.csv", "--values", "actve")).stderr).toContain(
      "did you mean active?",
    );
  });
});

describe("a plot against a swept parameter", () => {
  const request = { values: ["a", "b"], against: "k", title: null };

  it("is a curve of the values at the end, a colour an observable, in the order of the parameter", async () => {
    const csv = "k,time,a,b\n10,0,0,0\n10,5,7,8\n1,0,0,0\n1,5,3,4\n100,0,0,0\n100,5,9,10\n";
    const [[panel], ...more] = panelsOf(await read(csv), request);
    expect(more).toEqual([]);
    expect(panel.series.map(({ label, lines }) => ({ label, lines }))).toEqual([
      { label: "a", lines: [{ x: [1, 10, 100], y: [3, 7, 9] }] },
      { label: "b", lines: [{ x: [1, 10, 100], y: [4, 8, 10] }] },
    ]);
    expect(panel.xSpacing).toBe("log");
  });

  it("has a line for each value of a second parameter, with mean and spread over replicates", async () => {
    const [[panel]] = panelsOf(await read(grid), { ...request, values: ["a"], against: "q" });
    expect(panel.series.map(({ label, level, band }) => ({ label, level, band }))).toEqual([
      {
        label: "1",
        level: 1,
        band: { x: [3, 4], mean: [131.5, 141.5], deviation: [Math.SQRT1_2, Math.SQRT1_2], isPositive: true },
      },
      {
        label: "2",
        level: 2,
        band: { x: [3, 4], mean: [231.5, 241.5], deviation: [Math.SQRT1_2, Math.SQRT1_2], isPositive: true },
      },
    ]);
    expect(panel.legendTitle).toBe("k");
  });

  it.each([
    { values: [0.1, 1, 10], log: true },
    { values: [1, 2, 5, 10, 20, 50], log: true },
    { values: [1, 2, 3], log: false },
    { values: [0, 1, 10], log: false },
    { values: [10, 11, 12], log: false },
    { values: [1, 100], log: false },
  ])("has a logarithmic axis of $values: $log", ({ values, log }) => {
    expect(isLogarithmic(values)).toBe(log);
  });

  it("needs no second column of the parameter in the table", async () => {
    const model = `language 1.0
model Decay {
  compartment cell { volume 1 um^3 }
  species A = 1 uM
  param k = 1 /s
  rule decay: A -> nothing @ k
  observe left = [A]
}
experiment dose of Decay { until 1 s every 1 s  plot left against k  sweep k in 1 /s .. 100 /s log 3 }
`;
    const context = fakeContext({ "m.tdl": model });
    await tendril(context, "run", "m.tdl", "--experiment", "dose", "--out", "r.csv");
    const { names } = parseCsv(readFileSync(join(context.cwd, "r.csv"), "utf8"), "r.csv");
    expect(names).toEqual(["k", "time", "left"]);
    await tendril(context, "plot", "r.csv");
    const svg = readFileSync(join(context.cwd, "r.svg"), "utf8");
    expect(svg).toContain("log scale with values from 1 to 100");
  });
});
