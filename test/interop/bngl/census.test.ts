/**
 * Every feature that a census of published models found in them has a test, listed here; those that no other file
 * of this folder has follow below.
 */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { imported, model, problems, reactions, statement } from "./imported.ts";

/** Feature, file of this folder, test. */
const census: readonly (readonly [string, string, string])[] = [
  ["bonds", "mapping", "two different molecules bind with the constant as it is"],
  [
    "reversible rules, two equal reactants",
    "mapping",
    "two equal molecules bind with half the constant and come apart with the whole",
  ],
  ["`!+`", "mapping", "what is not said of a site is any, what is said without a bond is free"],
  [
    "`!?`, sites not said",
    "mapping",
    "what is not said of a site is any, what is said without a bond is free",
  ],
  ["`.` without a bond", "mapping", "molecules joined by a dot without a bond are in one complex"],
  ["identical sites", "mapping", "identical sites multiply"],
  ["functions of observables", "mapping", "a function of observables is a constant that varies"],
  ["synthesis, `0`", "mapping", "a molecule is made from nothing and turns back into nothing"],
  [
    "`Species`, quantified observables",
    "mapping",
    "a species pattern counts complexes, with as many matches as it says",
  ],
  ["`Molecules` observables", "mapping", "a molecule pattern counts every way in which it matches"],
  ["observables of several patterns", "mapping", "several patterns add up"],
  [
    "molecule types that are not declared",
    "mapping",
    "types follow from their use where there is no block of them",
  ],
  [
    "`DeleteMolecules`",
    "mapping",
    "a reactant that disappears takes its complex along, unless only molecules are deleted",
  ],
  ["`MatchOnce`", "mapping", "a pattern that matches once is told from one whose matches differ"],
  ["include_reactants, exclude_products", "mapping", "conditions on whole complexes"],
  ["`%` labels of molecules", "mapping", "labels say which molecule is which"],
  ["`%` labels of sites", "mapping", "a new molecule takes over states"],
  ["`$` before species", "mapping", "a species under `$` keeps its quantity"],
  ["`$` in rules", "mapping", "a reactant under `$` is not used up, a product under `$` not made"],
  ["`__FREE`", "mapping", "a value left to be fitted is marked"],
  ["`if`", "mapping", "conditions and numbers are told apart"],
  ["`tfun`", "mapping", "functions through points run straight or in steps, from lists or files"],
  ["local functions", "mapping", "a local function counts in the complex of the reactant"],
  ["`FunctionProduct`", "census", "the product of local functions of two reactants"],
  ["energy patterns, `Arrhenius`", "mapping", "an energy-based law keeps detailed balance"],
  ["`Sat`, `MM`", "mapping", "saturation and Michaelis-Menten laws of plain species"],
  ["`Hill`", "census", "Hill's law of a plain species"],
  ["compartments", "mapping", "constants are divided by the volume where the reaction is"],
  ["transport", "compartments", "a species that the rule shows whole moves with all its molecules"],
  [
    "`MoveConnected`",
    "compartments",
    "`MoveConnected` says nothing where nothing moves, and where all is shown that moves",
  ],
  [
    "several bonds at one component",
    "severalBonds",
    "a component that holds several bonds is as many identical sites",
  ],
  [
    "parameter and initial expressions",
    "census",
    "parameter expressions and expressions of initial quantities",
  ],
  ["`TotalRate`", "census", "a total rate is the velocity of the whole rule"],
  ["more than two reactants", "census", "a reaction of three molecules"],
  ["`time()`", "census", "a function of the time"],
  ["`~?`", "census", "any state, `~?`, leaves the state as it is"],
  ["logic, mathematical functions", "census", "logic and mathematical functions"],
  ["`mratio`", "census", "the ratio of Kummer's functions"],
  [
    "`Species` with fewer matches than a number",
    "mapping",
    "complexes with fewer matches than a number are of all kinds",
  ],
  ["retired names of blocks", "census", "retired names of blocks"],
  ["population maps", "diagnostics", "population maps say nothing of the model"],
  ["max_iter, max_agg, max_stoich", "census", "limits of a generated network are left out with a notice"],
  ["simulate, ode", "experiments", "a simulation is an experiment"],
  ["ssa, nf", "census", "stochastic and network-free runs, with seed and tolerance"],
  ["continue", "experiments", "a simulation that goes on from another one is one experiment with it"],
  ["steady_state", "census", "a search for a steady state is a run of the time it was given, with a notice"],
  ["setParameter", "experiments", "a parameter that was set holds for the simulations after it"],
  [
    "setConcentration before a run",
    "experiments",
    "initial quantities that actions set are parameters of the model",
  ],
  ["setConcentration between runs", "experiments", "what is set between two runs is set by an event"],
  ["saveConcentrations", "experiments", "a saved state is what later runs begin with"],
  ["resetConcentrations", "experiments", "after the concentrations are reset a simulation stands for itself"],
  ["parameter_scan", "experiments", "a parameter scan is a sweep"],
  [
    "bifurcate",
    "census",
    "a bifurcation, in which each run begins where the one before ended, is left out with a notice",
  ],
  ["actions that write files", "experiments", "an action that writes files is left out with a notice"],
];

test.each(census)("%s has its test in %s", (_, file, title) => {
  const text = readFileSync(new URL(`${file}.test.ts`, import.meta.url), "utf8");
  expect(text).toContain(`test("${title}"`);
});

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

  test("the product of local functions of two reactants", () => {
    const text = model({
      parameters: "k 2",
      molecule_types: "A(b,s~u~p)\nB(a,c)\nC(b)",
      seed_species: "A(b,s~p) 1\nB(a,c!1).C(b!1) 1",
      observables: "Molecules Ap A(s~p)\nMolecules Cs C()",
      functions: "f(x) 1+2*Ap(x)\ng(y) 3+4*Cs(y)",
      reaction_rules: '%x:A(b) + %y:B(a) -> A(b!1).B(a!1) FunctionProduct("k*f(x)","g(y)")',
    });
    expect([...reactions(text).values()]).toEqual([2 * 3 * 7]);
  });

  test("the ratio of Kummer's functions", () => {
    const text = ruled("A(s~u) -> A(s~p) mratio(1,2,3)");
    // M(1, 2, z) = (e^z - 1) / z and M(2, 3, z) = 2 (e^z (z - 1) + 1) / z^2.
    const expected = (2 * (2 * Math.exp(3) + 1)) / 9 / ((Math.exp(3) - 1) / 3);
    expect([...reactions(text).values()][0]).toBeCloseTo(expected, 12);
  });

  test("retired names of blocks", () => {
    const text = "begin molecular types\nA(s~u~p)\nend molecular types\nbegin anchors\nC 3 1\nend anchors\n";
    expect(problems(text)).toEqual(["TDL9005 begin molecular types", "TDL9005 begin anchors"]);
    const joined = "begin molecule_types\nA(s~u~p)\nend molecule_types\n";
    expect(problems(joined)).toEqual(["TDL9005 begin molecule_types"]);
  });

  test("options of a simulation that BioNetGen reads over are told", () => {
    const action = 'simulate({method=>"ode",t_end=>10,n_step=>5})';
    const { diagnostics } = imported(`${ruled("A(s~u) -> A(s~p) k")}${action}\n`);
    expect(diagnostics.map(({ message }) => message)).toEqual([
      "`n_step` is left out: BioNetGen has no such option; did you mean `n_steps`.",
    ]);
  });

  test("a unit after a number is told from a name", () => {
    const { diagnostics } = imported(model({ parameters: "k 2 /s" }));
    expect(diagnostics.map(({ suggestion }) => suggestion)).toEqual([
      "If `s` is a unit: BNGL has none, so write the number alone.",
    ]);
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
    expect(problems(ruled("A() -> B() Sat(k,3)"))).toEqual(["TDL9002 Sat(k,3)"]);
  });
});
