import { describe, expect, test } from "vitest";
import { imported, problems } from "./imported.ts";

const agents = "%agent: A(x,s{u p})\n%agent: B(x)\n%token: t\n";

describe("mistakes point at their place", () => {
  test.each([
    ["an unknown agent", "C() -> . @ 1", "TDL9004 C"],
    ["an unknown site", "A(y[.]) -> . @ 1", "TDL9004 y"],
    ["an unknown agent as partner", "A(x[x.C]) -> . @ 1", "TDL9004 C"],
    ["an unknown site of a partner", "A(x[y.B]) -> . @ 1", "TDL9004 y"],
    ["an unknown state", "A(s{q}) -> . @ 1", "TDL9004 q"],
    ["an unknown variable", "A(s{u/p}) @ 'kk'", "TDL9004 'kk'"],
    ["an unknown token", "%obs: 'o' |tt|", "TDL9004 tt"],
    ["a bond with one end", "A(x[1]) -> . @ 1", "TDL9121 A(x[1])"],
    ["sides of different length", "A(x[.]),B() -> A(x[.]) @ 1", "TDL9122 A(x[.]),B()"],
    ["agents in another order", "A(),B() -> B(),A() @ 1", "TDL9122 B()"],
    ["a site on the right only", "A(x[.]) -> A(x[.],s{p}) @ 1", "TDL9122 s{p}"],
    ["a wildcard that a bond is to become", "A(x[.]) -> A(x[_]) @ 1", "TDL9122 x[_]"],
    ["a bond that changes at one end", "A(x[1/.]),B(x[1]) @ 1", "TDL9122 x[1/.]"],
    ["a rule without a rate", "A() -> .\n%var: 'k' 1", "TDL9120 %var:"],
    ["the notation of Kappa 3", "A(x!1),B(x!1) -> A(x),B(x) @ 1", "TDL9120 !"],
    ["its states", "A(s~u) -> A(s~p) @ 1", "TDL9120 s~u"],
    ["a variable defined twice", "%var: 'k' 1\n%var: 'k' 2", "TDL9008 'k'"],
  ])("%s", (_name, text, expected) => {
    expect(problems(agents + text)).toContain(expected);
  });

  test("all mistakes of a file are reported", () => {
    const text = `${agents}%var: 'k' )\n'r' A(s{u/}) @ 1\n%obs: 'o' |A(|`;
    expect(problems(text).map((problem) => problem.slice(0, 7))).toEqual(["TDL9120", "TDL9120", "TDL9120"]);
  });
});

describe("what has no counterpart is refused", () => {
  test.each([
    ["counters", "%agent: D(c{=0 / +=9})", "TDL9002 c{=0 / +=9}"],
    ["agents that an intervention adds", "%mod: alarm 1 do $ADD 5 A();", "TDL9002 $ADD 5 A()"],
    ["infinite rates", "A(s{u/p}) @ inf", "TDL9002 inf"],
    ["numbers of events", "%obs: 'e' [E]", "TDL9002 [E]"],
    ["parts of tokens", "A(s{u/p}) | 0.5 t @ 1", "TDL9002 0.5"],
    ["tokens at a rate that is not theirs", "A(s{u/p}) | -1 t @ 1", "TDL9002 A(s{u/p}) | -1 t @ 1"],
    ["distances between agents", "A(x[./1]),B(x[./1]) @ 1 {2:5}", "TDL9120 :"],
    ["an intervention that is repeated on a condition", "%mod: |t| > 5 do t <- 0; repeat [true]", "TDL9002"],
    ["guards", "%guard_param: a [true]", "TDL9002 %guard_param:"],
  ])("%s", (_name, text, expected) => {
    expect(problems(agents + text).some((problem) => problem.startsWith(expected))).toBe(true);
    expect(imported(agents + text).text).toBeNull();
  });
});

test("what only looks at a run is left out with a notice", () => {
  expect(problems(`${agents}%def: "seed" "1"\n%mod: alarm 1 do $SNAPSHOT "a.ka";`)).toEqual([
    'TDL9003 %def: "seed"',
    'TDL9003 $SNAPSHOT "a.ka"',
  ]);
});
