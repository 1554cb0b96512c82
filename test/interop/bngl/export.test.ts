/** Models written as BNGL and as .net files. */
import { describe, expect, test } from "vitest";
import { flattenModel } from "../../../compiler/compile.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { defaultNetworkLimits } from "../../../compiler/plan/network/network.ts";
import { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import { exporters } from "../../../interop/exporters.ts";
import { imported, networkOf, observables, reactions } from "./imported.ts";

async function exported(
  body: string,
  to = "bngl",
  settings = "",
): Promise<{ text: string; problems: readonly string[] }> {
  const text = `language 1.0\nmodel M {\n${body}\n}\nexperiment e of M { until 10 s  every 1 s ${settings} }`;
  const { model, diagnostics } = flattenModel({
    main: "m.tdl",
    host: new MemoryHost(new Map([["m.tdl", text]])),
    experiment: null,
    method: null,
  });
  if (model === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  const sink = new DiagnosticSink();
  const exporter = await exporters.get(to)?.load();
  const result = exporter?.({ ...model, limits: defaultNetworkLimits, sink }) ?? null;
  return {
    text: result?.text ?? "",
    problems: sink.diagnostics.map(({ code, message }) => `${code} ${message}`),
  };
}

/** The lines of a block, without white space around them. */
function blockOf(text: string, name: string): readonly string[] {
  const lines = text.split("\n").map((line) => line.trim());
  return lines.slice(lines.indexOf(`begin ${name}`) + 1, lines.indexOf(`end ${name}`));
}

/** Rules on A (sites x twice, s) and B (site b, m). */
const molecules = `
  molecule A { x, r * 2, s {u, p} }
  molecule B { b, m {u, p} }
  init A = 10 count
  init B = 10 count`;

describe("rules come back as they were", () => {
  test.each([
    ["a state that changes", "rule r: A(s{u -> p}) @ 2 /s"],
    ["two molecules that bind", "rule r: A(x[.]) + B(b[.]) <-> A(x[1]), B(b[1]) @ 2 /count/s, back 3 /s"],
    [
      "two equal molecules that bind",
      "rule r: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 2 /count/s, back 3 /s",
    ],
    ["identical sites", "rule r: A(r[.]) + B(b[.]) <-> A(r[1]), B(b[1]) @ 2 /count/s, back 3 /s"],
    [
      "a condition on a complex",
      `rule b: A(x[.]) + B(b[.]) -> A(x[1]), B(b[1]) @ 2 /count/s
       rule r: A(s{u -> p}) exclude reactant 1: B() @ 2 /s`,
    ],
    ["a molecule that is made", "rule r: A(s{u}) -> A(s{u}) + new B(m{p}) @ 2 /s"],
    [
      "a molecule that is deleted",
      `rule b: A(x[.]) + B(b[.]) -> A(x[1]), B(b[1]) @ 2 /count/s
       rule r: b: B() -> delete b @ 2 /s`,
    ],
    [
      "a complex that is deleted",
      `rule b: A(x[.]) + B(b[.]) -> A(x[1]), B(b[1]) @ 2 /count/s
       rule r: b: B() -> delete complex b @ 2 /s`,
    ],
    [
      "a bond that opens in place",
      `init A(r[1], x[2]), A(x[2], r[3]), B(b[1]), B(b[3]) = 1 count
       rule r: A(x[1 -> .]), A(x[1 -> .]) @ 2 /s`,
    ],
    [
      "a bond to a site that is only named",
      `init A(x[1]), B(b[1]) = 1 count
       rule r: A(x[B.b -> .], s{u}) @ 2 /s`,
    ],
    [
      "rates between and inside complexes",
      `init A(r[1], r[2]), B(b[1]), B(b[2], m{p}) = 1 count
       rule r: A(s{p}) + B(m{u -> p}) @ 2 /count/s, within 3 /s
       rule p: A(s{u -> p}) @ 1 /s`,
    ],
    [
      "what counts once",
      `init A(x[1], s{p}), A(x[1], s{p}) = 1 count
       rule r: A(s{p}) + B(m{u -> p}) distinct @ 2 /count/s`,
    ],
    [
      "plain species beside molecules",
      `species Ca = 5 count
       observe calcium = count Ca
       rule r: A(s{u}) + 2 Ca -> A(s{p}) + Ca @ 2 /count^2/s`,
    ],
  ])("%s", async (_name, rules) => {
    const { text, problems } = await exported(`${molecules}\n${rules}`);
    expect(problems).toEqual([]);
    expect(imported(text).diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(reactions(text)).toEqual(networkOf(`language 1.0\nmodel M {\n${molecules}\n${rules}\n}`));
  });

  test("constants are those of molecules, whatever the units were", async () => {
    const { text } = await exported(`
      compartment cell { volume 2 um^3 }
      species A, B in cell = 1 uM
      species C in cell
      param k = 4 /uM/s
      rule r: A + B -> C @ k`);
    expect(blockOf(text, "parameters")[0]).toMatch(/^k 0\.0066421\d*  # /);
    expect(blockOf(text, "reaction rules")).toEqual(["r: A() + B() -> C() 0.5*k"]);
    expect(blockOf(text, "seed species")[0]).toMatch(/^A\(\) 1204\.42/);
  });

  test("equal plain reactants with different fates keep their pairs", async () => {
    const body = "species A, B = 3 count\nobserve a = count A\nrule r: A + A -> A + B @ 2 /count/s";
    const { text } = await exported(body);
    expect(reactions(text)).toEqual(new Map([["A + A -> A + B", 1]]));
  });

  test("rates that change become functions, with amounts as observables", async () => {
    const { text } = await exported(`
      species A, B = 3 count
      observe a = count A
      param K = 2
      rule r: A -> B total 5 count/s * count A / (K + count A)
      rule s: B -> A @ 1 /s * (if time > 2 s then 1 else 0)`);
    expect(blockOf(text, "functions")).toEqual([
      "rate_r() = if(0<a,((5*a)/(a+K))/a,0)",
      "rate_s() = if(2<time(),1,0)",
    ]);
    expect(blockOf(text, "observables")).toEqual(["Molecules a A()"]);
  });
});

test("observables are counts of patterns, or functions of them", async () => {
  const { text } = await exported(`${molecules}
    init A(x[1]), A(x[1]) = 2 count
    rule r: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 2 /count/s, back 3 /s
    observe all = count A
    observe pairs = count { A(x[1]), A(x[1]) }
    observe large = complexes A having >= 2
    observe share = fraction A(s{p})`);
  expect(blockOf(text, "observables")).toEqual([
    "Molecules all A()",
    "Molecules n_count_A_x_1_A_x_1 A(x!1).A(x!1)",
    "Species large A()>=2",
    "Molecules n_count_A_s_p A(s~p!?)",
  ]);
  expect(blockOf(text, "functions")[0]).toBe("pairs() = n_count_A_x_1_A_x_1/2");
  expect(observables(text)).toMatchObject({ all: 3, large: 1 });
});

test("the experiment becomes actions", async () => {
  const { text } = await exported("species A = 1 count\nrule r: A -> nothing @ 1 /s");
  expect(text.split("\n").slice(-3, -1)).toEqual([
    "generate_network({overwrite=>1})",
    'simulate({method=>"ode",t_end=>10,n_steps=>10,print_functions=>1})',
  ]);
});

test.each([
  ["ssa", "ssa"],
  ["tau", "ssa"],
  ["hybrid", "ssa"],
])("the method %s becomes %s", async (method, written) => {
  const body = "species A = 1 count\nrule r: A -> nothing @ 1 /s";
  const { text } = await exported(body, "bngl", `method ${method}`);
  expect(text).toContain(`simulate({method=>"${written}",`);
});

describe("what BNGL can not say is refused", () => {
  test.each([
    ["an event", "variable x = 1\nspecies A = 1 count\nevent e when time > 1 s set x = 2", "The variable x"],
    ["a flow", "species A = 1 count\nflow amount A' = 1 count/s", "A flow"],
    [
      "matches of what stays",
      "molecule A { x, s {u, p} }\ninit A(x[1]), A(x[1]) = 1 count\nspecies S, P = 1 count\nrule r: A(x[_]) + S -> A(x[_]) + P @ 1 /count/s",
      "Counting every match of what is not changed",
    ],
    [
      "a total velocity of molecules",
      "molecule A { s {u, p} }\ninit A = 1 count\nrule r: A(s{u -> p}) total 1 count/s",
      "A total velocity of molecules",
    ],
  ])("%s", async (_name, body, what) => {
    const { text, problems } = await exported(body);
    expect(text).toBe("");
    expect(problems.some((problem) => problem.startsWith(`TDL9110 ${what}`))).toBe(true);
  });
});

test("a state that began with a digit before it was imported does so again", async () => {
  const { text } = await exported("molecule A { s {_2P, u} }\ninit A = 1 count");
  expect(blockOf(text, "molecule types")).toEqual(["A(s~2P~u)"]);
});

test("a network is listed with whole constants", async () => {
  const { text } = await exported(
    `${molecules}
    rule r: A(r[.]) + B(b[.]) <-> A(r[1]), B(b[1]) @ 2 /count/s, back 3 /s
    observe bound = count A(r[_])
    observe doubled = 2 * (count A(r[_]) + 3 * count B(b[.]))`,
    "net",
  );
  expect(blockOf(text, "species").slice(0, 3)).toEqual([
    "1 A(x,r,r,s~u) 10",
    "2 B(b,m~u) 10",
    "3 A(x,r!1,r,s~u).B(b!1,m~u) 0",
  ]);
  expect(blockOf(text, "reactions")).toEqual([
    "1 1,2 3 rate_r #r",
    "2 2,3 4 rate_r_2 #r",
    "3 3 1,2 rate_r_back #r (back)",
    "4 4 2,3 rate_r_back_2 #r (back)",
  ]);
  expect(blockOf(text, "parameters")).toEqual([
    "1 rate_r 4",
    "2 rate_r_2 2",
    "3 rate_r_back 3",
    "4 rate_r_back_2 6",
  ]);
  expect(blockOf(text, "groups")).toEqual(["1 bound 3,2*4", "2 doubled 6*2,2*3,4*4"]);
});
