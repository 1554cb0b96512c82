/** What published models use that no other test of the import has: read, run or refused as it says. */
import { describe, expect, test } from "vitest";
import { imported, model, problems, reactions, statement } from "./imported.ts";

const base = { parameters: "k 2", molecule_types: "A(s~u~p)\nB()", seed_species: "A(s~u) 3*k\nB() 1" };

function ruled(rules: string, more: Readonly<Record<string, string>> = {}): string {
  return model({ ...base, ...more, reaction_rules: rules });
}

describe("features of the census", () => {
  test("parameter expressions and expressions of initial quantities", () => {
    const text = model({ ...base, parameters: "k 2\nl 3*k^2" });
    expect(statement(text, "param l")).toBe("param l = 3 * k^2");
    expect(statement(text, "init A")).toBe("init A(s{u}) = (3 * k) assume count");
  });

  test("a total rate is the velocity of the whole rule", () => {
    expect(statement(ruled("A(s~u) -> A(s~p) k TotalRate"), "rule")).toContain("total k assume count/s");
  });

  test("a reaction of three molecules", () => {
    expect([...reactions(ruled("B() + B() + A(s~u) -> A(s~p) k"))]).toEqual([
      ["B + B + A(s{u}) -> A(s{p})", 1],
    ]);
  });

  test("a reaction of more molecules than one exponent of a unit can say", () => {
    const names = Array.from({ length: 15 }, (_, i) => `M${i}()`);
    const text = model({
      parameters: "k 2",
      seed_species: names.map((name) => `${name} 1`).join("\n"),
      reaction_rules: `${names.join("+")} -> 0 k`,
    });
    expect([...reactions(text).values()]).toEqual([2]);
  });

  test("Hill's law of a plain species", () => {
    const text = model({
      parameters: "k 2",
      molecule_types: "S()\nP()",
      seed_species: "S() 1",
      reaction_rules: "S() -> P() Hill(k,3,2)",
    });
    expect([...reactions(text).values()]).toEqual([expect.closeTo(2 / (9 + 1), 12)]);
  });

  test("a function of the time", () => {
    const text = ruled("A(s~u) -> A(s~p) f()", { functions: "f() = if(time()<5,k,0)" });
    expect(statement(text, "define f")).toBe("define f = if time unitless s < 5 then k else 0");
  });

  test("any state, `~?`, leaves the state as it is", () => {
    expect([...reactions(ruled("A(s~?) -> A(s~?) + B() k")).keys()]).toEqual(["A(s{u}) -> B + A(s{u})"]);
  });

  test("logic and mathematical functions", () => {
    const text = model({ parameters: "a 2\nb if(a>1 && !(a==3) || a!=2, exp(a), max(a,1))" });
    expect(imported(text).diagnostics).toEqual([]);
    expect(statement(text, "param b")).toContain("then exp(a) else max(a, 1)");
  });

  test("retired names of blocks", () => {
    const text = "begin molecular types\nA(s~u~p)\nend molecular types\nbegin anchors\nC 3 1\nend anchors\n";
    expect(problems(text)).toEqual(["TDL9005 begin molecular types", "TDL9005 begin anchors"]);
  });

  test("limits of a generated network are left out with a notice", () => {
    const action = "generate_network({overwrite=>1,max_iter=>5,max_stoich=>{A=>3}})";
    expect(problems(`${ruled("A(s~u) -> A(s~p) k")}${action}\n`)).toEqual([`TDL9003 ${action}`]);
  });

  test("stochastic and network-free runs, with seed and tolerance", () => {
    const actions = `simulate_nf({t_end=>10,n_steps=>5,seed=>7})\nresetConcentrations()\nsimulate({method=>"ssa",t_end=>10,n_steps=>5})\n`;
    const text = `${ruled("A(s~u) -> A(s~p) k")}${actions}`;
    expect(statement(text, "experiment network_free")).toContain(
      "method network_free until 10 s every 2 s seed 7",
    );
    expect(statement(text, "experiment ssa_2")).toContain("method ssa until 10 s every 2 s");
  });

  test("a search for a steady state is a run of the time it was given, with a notice", () => {
    const action = 'simulate({method=>"ode",t_end=>1000,n_steps=>10,steady_state=>1})';
    const text = `${ruled("A(s~u) -> A(s~p) k")}${action}\n`;
    expect(statement(text, "experiment")).toContain("until 1000 s");
    expect(problems(text)).toEqual([`TDL9003 ${action}`]);
  });

  test("a bifurcation, in which each run begins where the one before ended, is left out with a notice", () => {
    const action = 'bifurcate({parameter=>"k",par_min=>1,par_max=>2,n_scan_pts=>3,t_end=>10,n_steps=>1})';
    expect(problems(`${ruled("A(s~u) -> A(s~p) k")}${action}\n`)).toEqual([`TDL9003 ${action}`]);
  });

  test("what can not be conveyed is refused at its place", () => {
    expect(problems(ruled("A(s~u) -> A(s~p) k priority=2"))).toEqual(["TDL9002 priority=2"]);
    expect(problems(model({ parameters: "a mratio(1,2,3)" }))).toEqual(["TDL9002 mratio(1,2,3)"]);
    const few = ruled("A(s~u) -> A(s~p) k", { observables: "Species few A()<2" });
    expect(problems(few)).toEqual(["TDL9002 <2"]);
    expect(problems(ruled("A(s~u) -> A(s~p) Sat(k,3)"))).toEqual(["TDL9002 Sat(k,3)"]);
  });
});
