import { describe, expect, test } from "vitest";
import { imported, model, problems } from "./imported.ts";

const types = "A(b,s~u~p)\nB(a)";

describe("mistakes point at their place", () => {
  test.each([
    ["an unknown molecule", { molecule_types: types, reaction_rules: "C() -> 0 1" }, "TDL9004 C"],
    ["an unknown site", { molecule_types: types, reaction_rules: "A(x) -> 0 1" }, "TDL9004 x"],
    ["an unknown state", { molecule_types: types, reaction_rules: "A(s~q) -> 0 1" }, "TDL9004 q"],
    ["an unknown parameter", { molecule_types: types, reaction_rules: "A(s~u) -> A(s~p) kk" }, "TDL9004 kk"],
    [
      "a function with too few arguments",
      { molecule_types: types, reaction_rules: "A(s~u) -> A(s~p) mratio(1,2)" },
      "TDL9002 mratio(1,2)",
    ],
    ["a bond with one end", { molecule_types: types, reaction_rules: "A(b!1) -> 0 1" }, "TDL9011 A(b!1)"],
    ["a rule without an arrow", { molecule_types: types, reaction_rules: "A(b) + B(a) 1" }, "TDL9001 1"],
    [
      "a reversible rule with one constant",
      { molecule_types: types, reaction_rules: "A(b) + B(a) <-> A(b!1).B(a!1) 1" },
      "TDL9001 \n",
    ],
    [
      "an initial species with an open state",
      { molecule_types: types, seed_species: "A(b) 1" },
      "TDL9014 A(b)",
    ],
    [
      "a wildcard that becomes a bond",
      { molecule_types: types, reaction_rules: "A(b!+).B(a) -> A(b!1).B(a!1) 1" },
      "TDL9012 b!1",
    ],
    ["an unknown block", { parametres: "k 1" }, "TDL9009 begin parametres"],
    ["a parameter defined twice", { parameters: "k 1\nk 2" }, "TDL9008 k"],
  ])("%s", (_name, blocks, expected) => {
    expect(problems(model(blocks))).toContain(expected);
  });

  test("all mistakes of a file are reported", () => {
    const codes = imported(
      model({ parameters: "k )\nl 2 2", molecule_types: types, reaction_rules: "C() -> 0 m" }),
    ).diagnostics;
    expect(codes.map(({ code }) => code)).toEqual(["TDL9001", "TDL9001", "TDL9004"]);
  });

  test("a block left open is blamed, not the next one", () => {
    expect(problems("begin parameters\nk 1\nbegin molecule types\nA()\nend molecule types\n")).toEqual([
      "TDL9007 begin parameters",
    ]);
  });
});

describe("what is not supported is named", () => {
  test.each([
    [
      "a local function without a label",
      {
        molecule_types: types,
        observables: "Molecules O A()",
        functions: "f(x) = O(x)",
        reaction_rules: "A() -> 0 f(x)",
      },
      "TDL9002 f(x)",
    ],
    [
      "MatchOnce",
      { molecule_types: types, reaction_rules: "A(s~u) -> A(s~p) 1 MatchOnce" },
      "TDL9002 MatchOnce",
    ],
  ])("%s", (_name, blocks, expected) => {
    const text = model(blocks);
    expect(problems(text)).toContain(expected);
    expect(imported(text).text).toBeNull();
  });

  test("population maps say nothing of the model", () => {
    const text = model({ molecule_types: "A()", population_maps: "A() -> pA() 1" });
    expect(problems(text)).toEqual(["TDL9003 begin population maps"]);
  });

  test("a retired block name is repaired with a notice", () => {
    const text = model({ molecules: "A(b)" });
    expect(problems(text)).toEqual(["TDL9005 begin molecules"]);
    expect(imported(text).text).toContain("molecule A");
  });
});
