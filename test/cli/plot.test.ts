import { lineRows } from "../../cli/plot/lineRows.ts";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Panel } from "../../cli/plot/panel.ts";
import { panelsOf } from "../../cli/plot/panels.ts";
import { readResults } from "../../cli/plot/readResults.ts";
import { thinnedIndices } from "../../cli/plot/thinLine.ts";
import { runRecordFormat } from "../../runtime/results/runRecord.ts";
import { fakeContext, tendril } from "./fakeContext.ts";

const plain = "time,A,V\n0,1,-65\n1,0.5,-60\n2,0.25,-64\n";
const record = JSON.stringify({
  format: runRecordFormat,
  title: "A decays",
  columns: ["time", "A", "V"],
  sweeps: [],
  observables: [
    { name: "A", unit: "uM" },
    { name: "V", unit: "mV" },
  ],
  plots: [],
});

async function panels(
  csv: string,
  values: readonly string[],
  recordText?: string,
): Promise<readonly (readonly Panel[])[]> {
  const { cwd } = fakeContext({
    "r.csv": csv,
    ...(recordText === undefined ? {} : { "r.json": recordText }),
  });
  return panelsOf(await readResults("r.csv", cwd), { values, against: "time", title: null });
}

describe("panels of a plot", () => {
  it("keep observables of different units apart, with the units on the axes", async () => {
    const rows = await panels(plain, ["A", "V"], record);
    expect(rows.flat().map(({ xTitle, yTitle }) => [xTitle, yTitle])).toEqual([
      ["time (s)", "A (uM)"],
      ["time (s)", "V (mV)"],
    ]);
  });

  it("do without units when no record tells them", async () => {
    const [[panel]] = (await panels(plain, ["A", "V"])) as [[Panel]];
    expect(panel.series.map(({ label }) => label)).toEqual(["A", "V"]);
    expect(panel.yTitle).toBe("");
  });

  it("keep what is a hundred times smaller apart, so that it can be seen", async () => {
    const rows = await panels("time,A,B,C\n0,0.01,5,0\n1,0.02,10,3\n", ["A", "B", "C"]);
    expect(rows.flat().map(({ series }) => series.map(({ label }) => label))).toEqual([["B", "C"], ["A"]]);
  });

  it("do not trust a record of another table", async () => {
    const other = JSON.stringify({ ...(JSON.parse(record) as object), columns: ["time", "B"] });
    expect((await panels(plain, ["A"], other))[0]?.[0]?.yTitle).toBe("A");
  });

  it("show replicates as mean and standard deviation over single lines", async () => {
    const [[panel]] = (await panels("replicate,time,A\n1,0,1\n1,1,2\n2,0,3\n2,1,6\n", ["A"])) as [[Panel]];
    const [series] = panel.series;
    expect(series?.lines.map(({ y }) => y)).toEqual([
      [1, 2],
      [3, 6],
    ]);
    expect(series?.band).toEqual({
      x: [0, 1],
      mean: [2, 4],
      deviation: [Math.SQRT2, Math.sqrt(8)],
      isPositive: true,
    });
  });

  it("do not let a band of amounts reach below zero", async () => {
    const skewed = "replicate,time,A,V\n1,0,0,-1\n2,0,0,1\n3,0,9,9\n";
    const lowOf = async (name: string): Promise<number> => {
      const [row] = lineRows(await panels(skewed, [name]));
      return Number(JSON.stringify(row?.panels).match(/"low":([-\d.]+)/)?.[1]);
    };
    expect(await lowOf("A")).toBe(0);
    expect(await lowOf("V")).toBeLessThan(-2);
  });

  it("show minutes where a run takes minutes, and seconds where it does not", async () => {
    const long = (await panels("time,A\n0,1\n90,2\n180,3\n", ["A"])) as [[Panel]];
    expect(long[0][0].xTitle).toBe("time (min)");
    expect(long[0][0].series[0]?.lines[0]?.x).toEqual([0, 1.5, 3]);
    const short = (await panels("time,A\n0,1\n90,2\n", ["A"])) as [[Panel]];
    expect(short[0][0].xTitle).toBe("time (s)");
  });

  it("average only times that every replicate reached", async () => {
    const [[panel]] = (await panels("replicate,time,A\n1,0,1\n1,1,2\n2,0,3\n", ["A"])) as [[Panel]];
    expect(panel.series[0]?.band?.x).toEqual([0]);
  });

  it("colour one swept parameter and set a second one side by side", async () => {
    const csv = "k,q,time,A\n1,1,0,1\n1,2,0,2\n5,1,0,3\n5,2,0,4\n";
    const [row] = await panels(csv, ["A"]);
    expect(row?.map(({ title }) => title)).toEqual(["q = 1", "q = 2"]);
    expect(row?.[1]?.series.map(({ label, lines }) => [label, lines[0]?.y[0]])).toEqual([
      ["1", 2],
      ["5", 4],
    ]);
  });
});

describe("thinning of long lines", () => {
  it("keeps a spike of one point", () => {
    const y = new Float64Array(100_000);
    y[54_321] = 7;
    const kept = thinnedIndices(y, 1000);
    expect(kept.length).toBeLessThanOrEqual(1000);
    expect(kept).toContain(54_321);
    expect([kept[0], kept.at(-1)]).toEqual([0, 99_999]);
  });
});

describe("tendril plot", () => {
  it("draws lines, axes and units as SVG", async () => {
    const context = fakeContext({ "r.csv": plain, "r.json": record });
    expect(await tendril(context, "plot", "r.csv")).toMatchObject({ code: 0, stdout: "wrote r.svg\n" });
    const svg = readFileSync(join(context.cwd, "r.svg"), "utf8");
    expect(svg).toContain("<svg");
    for (const text of ["time (s)", "A (uM)", "V (mV)", "A decays"]) expect(svg).toContain(text);
  });

  it("makes a page that asks for nothing from the network", async () => {
    const hostile = "</script><script>alert(1)</script>";
    const named = JSON.stringify({ ...(JSON.parse(record) as object), title: hostile });
    const context = fakeContext({ "r.csv": plain, "r.json": named });
    await tendril(context, "plot", "r.csv", "-o", "r.html");
    const html = readFileSync(join(context.cwd, "r.html"), "utf8");
    expect(html.match(/<\/script>/g)).toHaveLength(4);
    expect(html).not.toMatch(/<(?:script|link|img)[^>]*(?:src|href)=/);
    expect(html).not.toContain("<script>alert");
  });

  it("refuses PNG with what to do instead, and writes nothing", async () => {
    const context = fakeContext({ "r.csv": plain });
    const { code, stderr } = await tendril(context, "plot", "r.csv", "-o", "r.png");
    expect(code).toBe(2);
    expect(stderr).toContain("write .svg instead");
    expect(existsSync(join(context.cwd, "r.png"))).toBe(false);
  });

  it.each([
    ["a,b\n1,2\n", "no column time"],
    ["time,A\n0,x\n", "row 1, column A holds `x`, not a number"],
    ["time,A\n0,1\n1,\n", "row 2, column A is empty, not a number"],
    ["time,A\n0\n", "row 1 is not a row of 2 cells"],
    ["time;A\n0;1,5\n", "seems to separate its cells by semicolons"],
    ["time,A\n", "no rows"],
    ["time\n0\n", "no observables"],
  ])("refuses %j", async (csv, reason) => {
    const { code, stderr } = await tendril(fakeContext({ "r.csv": csv }), "plot", "r.csv");
    expect(code).toBe(2);
    expect(stderr).toContain(reason);
  });

  it("reads quoted names of columns", async () => {
    const { cwd } = fakeContext({ "r.csv": 'time,"A, ""bound""",B\n0,1,2\n' });
    expect((await readResults("r.csv", cwd)).observables.map(({ name }) => name)).toEqual([
      'A, "bound"',
      "B",
    ]);
  });
});
