import { describe, expect, it } from "vitest";
import type { SteadyReport } from "../../cli/steadyReport.ts";
import { fakeContext, tendril } from "./fakeContext.ts";

const inCell = (body: string): string => `language 1.0
model M {
  compartment cell { volume 1 um^3 }
  ${body}
}
`;

async function reportOf(body: string, ...words: readonly string[]): Promise<SteadyReport> {
  const context = fakeContext({ "m.tdl": inCell(body) });
  const { code, stdout, stderr } = await tendril(context, "steady", "m.tdl", "--json", ...words);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  return JSON.parse(stdout) as SteadyReport;
}

const toggle = `species A, B in cell = 0.5 uM
  param s = 1
  rule makeA: nothing -> A total s * 600 count/s / (1 + ([B] / 1 uM)^4)
  rule makeB: nothing -> B total 600 count/s / (1 + ([A] / 1 uM)^4)
  rule loseA: A -> nothing @ 0.5 /s
  rule loseB: B -> nothing @ 0.5 /s
  observe a = [A]
  observe b = [B]`;

describe("steady states", () => {
  it("of making and losing are where both balance, with the rate of loss as eigenvalue", async () => {
    const { points } = await reportOf(`species A in cell = 0 count
      rule make: nothing -> A total 30 count/s
      rule lose: A -> nothing @ 0.25 /s
      observe n = count A`);
    expect(points[0]?.states).toHaveLength(1);
    const [state] = points[0]?.states ?? [];
    expect(state).toMatchObject({ verdict: "stable", period: null });
    expect(state?.values["n"]).toBeCloseTo(120, 9);
    expect(state?.eigenvalues[0]?.real).toBeCloseTo(-0.25, 12);
  });

  it("keep the conserved sums of the initial state", async () => {
    const { points, conserved } = await reportOf(`species E in cell = 10 count
      species S in cell = 90 count
      species ES, P in cell = 0 count
      rule bind: E + S <-> ES @ 0.01 um^3/count/s, back 1 /s
      rule turn: ES <-> E + P @ 2 /s, back 0.01 um^3/count/s
      observe e = count E
      observe s = count S
      observe c = count ES
      observe p = count P`);
    expect(conserved).toBe(2);
    expect(points[0]?.states).toHaveLength(1);
    const { e = 0, s = 0, c = 0, p = 0 } = points[0]?.states[0]?.values ?? {};
    expect(e + c).toBeCloseTo(10, 9);
    expect(s + c + p).toBeCloseTo(90, 9);
    // Detailed balance: K = 100 and 200 count.
    expect((e * s) / c).toBeCloseTo(100, 7);
    expect((e * p) / c).toBeCloseTo(200, 7);
    expect(points[0]?.states[0]?.eigenvalues).toHaveLength(2);
  });

  it("of a toggle switch are two stable ones and a saddle", async () => {
    const { points } = await reportOf(toggle);
    expect(points[0]?.states.map(({ verdict }) => verdict).sort()).toEqual([
      "stable",
      "stable",
      "unstable (saddle)",
    ]);
    const saddle = points[0]?.states.find(({ stability }) => stability === "unstable")?.values ?? {};
    // By symmetry a = b: x (1 + x^4) = 600 / 0.5 count/um^3, in uM.
    const x = saddle["a"] ?? 0;
    expect(saddle["b"]).toBeCloseTo(x, 9);
    expect(x * (1 + x ** 4)).toBeCloseTo(1200 / 602.214076, 9);
  });

  it("are compared for values of a parameter", async () => {
    const { points, sweeps } = await reportOf(toggle, "--set", "s=0.1,1");
    expect(sweeps).toMatchObject([{ parameter: "s", values: [0.1, 1] }]);
    expect(points.map(({ states }) => states.length)).toEqual([1, 3]);
  });

  it("of a predator and its prey turn about the one that is alive, which linearisation does not decide", async () => {
    const { points } = await reportOf(`species prey, predator in cell = 100 count
      rule breed: prey -> 2 prey @ 1 /s
      rule eat: prey + predator -> 2 predator @ 0.01 um^3/count/s
      rule die: predator -> nothing @ 2 /s
      observe x = count prey
      observe y = count predator`);
    const alive = points[0]?.states.find(({ values }) => (values["x"] ?? 0) > 1);
    expect(alive?.stability).toBe("undecided");
    expect(alive?.values["x"]).toBeCloseTo(200, 6);
    expect(alive?.values["y"]).toBeCloseTo(100, 6);
    expect(alive?.period).toBeCloseTo((2 * Math.PI) / Math.sqrt(2), 6);
    const extinct = points[0]?.states.find(({ values }) => values["x"] === 0);
    expect(extinct?.verdict).toBe("unstable (saddle)");
  });

  it("of a variable that a flow moves may be negative", async () => {
    const { points } = await reportOf(`param E = -65 mV
      variable V = 10 mV
      flow V' = (E - V) / 20 ms
      observe v: mV = V`);
    expect(points[0]?.states[0]?.values["v"]).toBeCloseTo(-65, 9);
    expect(points[0]?.states[0]?.eigenvalues[0]?.real).toBeCloseTo(-50, 9);
  });

  it("are the same for the same seed", async () => {
    const [one, two] = [await reportOf(toggle, "--seed", "x"), await reportOf(toggle, "--seed", "x")];
    expect(two).toEqual(one);
  });
});

describe("no steady states", () => {
  it("of a model whose rates change with time: it is refused", async () => {
    const body = "species A\n  stimulus s adds A from 1 s for 2 s shape 10 count/s\n  observe n = count A";
    const context = fakeContext({ "m.tdl": inCell(body) });
    const { code, stderr } = await tendril(context, "steady", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("The model's rates change with time");
  });

  it("of a model whose rate does not change with time at its beginning, but later: it is refused", async () => {
    const body = `species A in cell
      rule make: nothing -> A total 5 count/s * (2 + cos(1 /s * time))
      rule lose: A -> nothing @ 1 /s
      observe n = count A`;
    const context = fakeContext({ "m.tdl": inCell(body) });
    const { code, stderr } = await tendril(context, "steady", "m.tdl");
    expect(code).toBe(2);
    expect(stderr).toContain("The model's rates change with time");
  });

  it("of a model that only grows: the search says that it found none", async () => {
    const body = "species A\n  rule make: nothing -> A total 5 count/s\n  observe n = count A";
    const context = fakeContext({ "m.tdl": inCell(body) });
    const { code, stdout, stderr } = await tendril(context, "steady", "m.tdl");
    expect(code).toBe(3);
    expect(stdout).toContain("none found");
    expect(stderr).toContain("no steady state was found");
  });
});
