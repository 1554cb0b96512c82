import { describe, expect, it } from "vitest";
import { compileModel, diagnosticsOf, observedAt, runOf, simulationOf } from "./models.ts";

const derived = `model M {
  compartment c { volume 1 um^3 }
  param total = 12 count
  param share = 0.25
  param bound = total * share
  species A = bound
  species B = total - bound
  observe a = count A
  observe b = count B
}`;

describe("parameters", () => {
  it("that depend on others follow them, and so do initial values", () => {
    expect(observedAt(derived, 0)).toMatchObject({ a: 3, b: 9 });
    expect(observedAt(derived, 0, "ode", { parameters: { total: 20 } })).toMatchObject({ a: 5, b: 15 });
  });

  it("that are set themselves no longer follow", () => {
    const parameters = { total: 20, bound: 1 };
    expect(observedAt(derived, 0, "ode", { parameters })).toMatchObject({ a: 1, b: 19 });
  });

  it("are set by an experiment as by the command line", () => {
    const text = `${derived} experiment e of M { until 1 s  set total = 40 count, share = 0.5 }`;
    expect(observedAt(text, 0)).toMatchObject({ a: 20, b: 20 });
    expect(observedAt(text, 0, "ode", { parameters: { total: 10 } })).toMatchObject({ a: 5, b: 5 });
  });

  it("change their own unit's number when set without a unit", () => {
    const text = "model M { param tau = 2 min  variable x = tau }";
    expect(observedAt(text, 0, "ode", { parameters: { tau: 3 } })["x"]).toBe(180);
    expect(observedAt(text, 0, "ode", { parameters: { tau: "3 s" } })["x"]).toBe(3);
  });

  it("of the experiment may be used by its stimuli", () => {
    const text = `model M { variable x = 0 }
      experiment e of M { until 4 s  param height = 3 /s  stimulus s adds x for 2 s shape height }`;
    expect(observedAt(text, 4)["x"]).toBeCloseTo(6, 8);
    expect(observedAt(text, 4, "ode", { parameters: { height: 5 } })["x"]).toBeCloseTo(10, 8);
  });

  it("can not depend on what changes in a run", () => {
    expect(diagnosticsOf("model M { species A = 2 count  variable x = count A }")).toEqual(["TDL4014"]);
  });
});

describe("sweeps", () => {
  const sweeping = (sweep: string): string =>
    `model M { param k = 2 /min  variable x = 0  flow x' = k }
     experiment e of M { until 1 min  every 1 min  ${sweep} }`;
  const column = async (sweep: string): Promise<(readonly number[])[]> => {
    const { table } = await runOf(sweeping(sweep), "ode");
    expect(table.columns).toEqual(["k", "time", "x"]);
    return Array.from({ length: table.rows }, (_, row) => [table.value(row, 0), table.value(row, 2)]);
  };

  it("take listed values, each in the unit it is written in", async () => {
    const rows = await column("sweep k in 1 /min, 5 /min, 0.5 /s");
    expect(rows.map(([k]) => k)).toEqual([1, 1, 5, 5, 30, 30]);
    expect(rows.map(([, x]) => Math.round((x ?? 0) * 1e6) / 1e6)).toEqual([0, 1, 0, 5, 0, 30]);
  });

  it("lay out linear ranges with both ends", async () => {
    const rows = await column("sweep k in 1 /min .. 4 /min linear 4");
    expect([...new Set(rows.map(([k]) => k))]).toEqual([1, 2, 3, 4]);
  });

  it("lay out logarithmic ranges with both ends", async () => {
    const rows = await column("sweep k in 1 /min .. 100 /min log 3");
    const values = [...new Set(rows.map(([k]) => k ?? 0))];
    expect(values[0]).toBe(1);
    expect(values[1]).toBeCloseTo(10, 12);
    expect(values[2]).toBe(100);
  });

  it("combine, the last changing fastest", async () => {
    const text = `model M { param a = 1  param b = 1  variable x = a * b }
      experiment e of M { until 1 s  every 1 s  sweep a in 1, 2  sweep b in 3, 4 }`;
    const { table } = await runOf(text, "ode");
    const starts = Array.from({ length: table.rows }, (_, row) => row).filter((row) => row % 2 === 0);
    expect(starts.map((row) => [table.value(row, 0), table.value(row, 1), table.value(row, 3)])).toEqual([
      [1, 3, 3],
      [1, 4, 4],
      [2, 3, 6],
      [2, 4, 8],
    ]);
  });
});

describe("expressions", () => {
  const value = (expression: string, before = ""): number | undefined =>
    observedAt(`model M { ${before} observe x = ${expression} }`, 0)["x"];

  it("expand functions, for any unit that fits", () => {
    const hill = "function hill(x, K, n) = (x / K)^n / (1 + (x / K)^n)";
    expect(value("hill(1 uM, 1 uM, 2)", hill)).toBe(0.5);
    expect(value("hill(2 s, 2 s, 4)", hill)).toBe(0.5);
  });

  it("look up tables, whose bare numbers are in the table's unit", () => {
    const table = `table k[{apo, holo}, {weak, strong}] /min {
            weak, strong
      apo:     1,      2
      holo:    3,  1 /s
    }`;
    expect(value("k[apo, strong] / (1 /min)", table)).toBe(2);
    expect(value("k[holo, strong] / (1 /min)", table)).toBe(60);
  });

  it("choose with if, then and else", () => {
    expect(value("if 2 < 1 then 10 else if 2 < 3 then 20 else 30")).toBe(20);
  });

  it("bind as usual in arithmetic: powers from the right, signs below powers", () => {
    expect(value("2^3^2")).toBe(512);
    expect(value("-2^2")).toBe(-4);
    expect(value("2^-1")).toBe(0.5);
    expect(value("8 / 4 / 2")).toBe(1);
    expect(value("1 - 2 - 3")).toBe(-4);
    expect(value("2 + 3 * 4")).toBe(14);
  });

  it("read a slash after a space and before a unit as part of the unit", () => {
    const text = (rate: string): string => `model M { param b = 8  observe x = (${rate}) }`;
    expect(simulationOf(text("b / 4"), "ode").observe()["x"]).toBe(2);
    expect(compileModel(text("4 /min"), "ode").observables[0]?.unit).toBe("/s");
  });

  it("leave and enter units only by `unitless` and `assume`", () => {
    expect(value("5 uM unitless nM")).toBe(5000);
    expect(value("(3 assume min) / (1 s)")).toBe(180);
  });
});
