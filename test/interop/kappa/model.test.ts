import { describe, expect, test } from "vitest";
import { imported, problems, statements } from "./imported.ts";

describe("agents", () => {
  test("are declared with their states, the first of which new agents have", () => {
    expect(statements("%agent: A(x[y.B] , s{u p}, t)\n%agent: B(y[x.A])", "molecule")).toEqual([
      "molecule A { x, s {u, p}, t }",
      "molecule B { y }",
    ]);
  });

  test("without any declaration are what patterns say of them", () => {
    expect(statements("%init: 3 A(s{v})\nA(s{u/v}, x[.]) @ 1", "molecule")).toEqual([
      "molecule A { s {v, u}, x }",
    ]);
  });
});

describe("variables", () => {
  const agents = "%agent: A(x,s{u p})\n%token: t\n";
  test.each([
    ["a number", "%var: 'k' 1.0E-3", "param", ["param k = 1.0E-3"]],
    ["a count", "%var: 'n' |A(s{p})| / 2", "define", ["define n = count A(s{p}) / 2"]],
    ["what is observed", "%obs: 'n' |A(s{p})| + |t|", "observe", ["observe n = count A(s{p}) + count t"]],
    [
      "a symmetric pattern",
      "%obs: 'n' |A(x[1]),A(x[1])|",
      "observe",
      ["observe n = 2 * count { A(x[1]), A(x[1]) }"],
    ],
    [
      "separate patterns multiply",
      "%obs: 'n' |A(s{u}),A(s{p})|",
      "observe",
      ["observe n = count A(s{u}) * count A(s{p})"],
    ],
    ["a plot of a variable", "%var: 'n' |A()|\n%plot: 'n'", "observe", ["observe n = count A()"]],
    [
      "a choice",
      "%var: 'n' [T] > 5 [?] 1 [:] 2",
      "define",
      ["define n = if time unitless s > 5 then 1 else 2"],
    ],
    ["functions", "%var: 'n' [max] 2 ([exp] 3)", "param", ["param n = max(2, exp(3))"]],
    ["powers from the right", "%var: 'n' 2^3^2 [mod] 5", "param", ["param n = 2^3^2 - 5 * floor(2^3^2 / 5)"]],
  ])("%s", (_name, kappa, word, expected) => {
    expect(statements(agents + kappa, word)).toEqual(expected);
  });

  test("names are made of letters and digits", () => {
    const kappa = "%agent: A(x)\n%obs: 'A free*' |A(x[.])|";
    expect(statements(kappa, "observe")).toEqual(["observe A_free_ = count A(x[.])"]);
    expect(problems(kappa)).toEqual(["TDL9123 'A free*'"]);
  });

  test("an agent and a variable may have one name there", () => {
    const kappa = "%agent: C(x)\n%var: 'C' |C()|\n%init: 1 C()";
    expect(statements(kappa, "molecule")).toEqual(["molecule C_agent { x }"]);
    expect(problems(kappa)).toEqual(["TDL9006 C"]);
  });
});

test("initial numbers are rounded up, as KaSim rounds them", () => {
  const kappa =
    "%agent: A(x,s{u p})\n%agent: B(x)\n%var: 'n' 2.3\n%init: 4.5 A(s{p}),B()\n%init: 'n' A(x[1]),B(x[1])";
  expect(statements(kappa, "init")).toEqual([
    "init A(s{p}) = 5 count",
    "init B() = 5 count",
    "init A(x[1]), B(x[1]) = ceil(n) assume count",
  ]);
});

describe("tokens are plain species", () => {
  const head = "%agent: A(x)\n%token: atp\n%token: adp\n%init: 7 atp\n";
  test.each([
    ["that a rule makes", "A(x[.]) -> . | 2 atp @ 3", ["rule r1: m1: A(x[.]) -> delete m1 + 2 atp @ 3 /s"]],
    [
      "that it takes at their rate",
      "A(x[#/.]) | -1 atp @ 3*|atp|",
      ["rule r1: A(x[_]) + atp -> A(x[.]) @ 3 /count/s"],
    ],
    [
      "among each other",
      "| 1 atp -> | 1 adp @ 3*|atp|",
      ["rule r1: atp -> adp total (3 * count atp) assume count/s"],
    ],
  ])("%s", (_name, rule, expected) => {
    expect(statements(head + rule, "rule")).toEqual(expected);
    expect(statements(head + rule, "species")).toEqual(["species atp = 7 count", "species adp = 0 count"]);
  });
});

describe("interventions are events", () => {
  const head = "%agent: A(x)\n%token: t\n%var: 'k' 1\nA(x[./1]),A(x[./1]) @ 'k'\n";
  test.each([
    ["at a time", "%mod: alarm 5 do $UPDATE 'k' 3;", ["event intervention_1 when time >= 5 s set k = 3"]],
    [
      "past a time",
      "%mod: [T] > 2.5 do t <- 10; repeat [false]",
      ["event intervention_1 when time >= 2.5 s set count t = 10"],
    ],
    [
      "again and again, from the start on",
      "%mod: alarm 5 [true] do $UPDATE 'k' 'k' * 2; repeat [true]",
      [
        "event intervention_1 when time unitless s >= intervention_1_time set k = k * 2, intervention_1_time = intervention_1_time + 5",
      ],
    ],
    [
      "once, when a condition holds",
      "%mod: |A(x[_])| > 5 do $UPDATE 'k' 0;",
      [
        "event intervention_1 when intervention_1_done == 0 and time > 1e-12 s and count A(x[_]) > 5 set k = 0, intervention_1_done = 1",
      ],
    ],
  ])("%s", (_name, kappa, expected) => {
    expect(statements(head + kappa, "event")).toEqual(expected);
  });

  test("what is set is a variable with the first value as a parameter", () => {
    const kappa = `${head}%mod: alarm 5 do $UPDATE 'k' 3;`;
    expect(statements(kappa, "param")).toEqual(["param k_at_start = 1"]);
    expect(statements(kappa, "variable")).toEqual(["variable k = k_at_start"]);
  });

  test("a stop is the end of the experiment", () => {
    const { text } = imported(`${head}%mod: alarm 50 do $STOP "end.ka";`);
    expect(text).toContain("until 50 s");
  });
});

describe("comments and layout carry no meaning", () => {
  test("nested comments, several statements on a line, sites without commas", () => {
    const kappa =
      "/* a /* b */ c */ %agent: A(x y) 'r' A(x[.] y[_]) // d\n -> A(x[.] y[.]) @ 1 %init: 2 A(x[1] y[1])";
    expect(statements(kappa, "rule")).toEqual(["rule r: A(x[.], y[_ -> .]) @ 1 /s"]);
    expect(statements(kappa, "init")).toEqual(["init A(x[1], y[1]) = 2 count"]);
  });
});
