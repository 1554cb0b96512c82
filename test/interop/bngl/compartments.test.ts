import { describe, expect, test } from "vitest";
import { model, observables, problems, reactions, statement } from "./imported.ts";

const nested = "EC 3 1\nPM 2 1 EC\nCP 3 1 PM\nEM 2 1 CP\nEN 3 1 EM";

function placed(types: string, seeds: string, rules: string, observed = ""): string {
  return model({
    parameters: "k 2",
    molecule_types: types,
    compartments: nested,
    seed_species: seeds,
    observables: observed,
    reaction_rules: rules,
  });
}

const types = "L(r)\nR(l,s~u~p)";
const bound = "L(r!1)@EC.R(l!1,s~u)@PM 1";
const seeds = `L(r)@EC 1\nR(l,s~u)@PM 1\n${bound}`;

describe("the compartment of a whole complex", () => {
  test("on a surface only what is on surfaces is known to be there", () => {
    const found = reactions(placed(types, seeds, "@PM:L(r!1).R(l!1,s~u) -> @PM:L(r!1).R(l!1,s~p) k"));
    expect([...found.keys()]).toEqual([
      "L(r[1]) in EC, R(l[1], s{u}) in PM -> L(r[1]) in EC, R(l[1], s{p}) in PM",
    ]);
  });

  test("a ligand that is bound to a membrane is not in the volume", () => {
    const text = placed(types, seeds, "@EC:L() -> 0 k");
    expect(statement(text, "rule")).toContain("exclude reactant 1: R() in PM");
    expect([...reactions(text).keys()]).toEqual(["L() in EC -> 0"]);
  });

  test("an observable of a volume leaves out what is on a surface, one of a surface has it", () => {
    const observed = "Molecules free @EC:L()\nMolecules bound @PM:L()\nMolecules all L()@EC";
    expect(observables(placed(types, seeds, "L(r)@EC -> 0 k", observed))).toEqual({
      free: 1,
      bound: 1,
      all: 2,
    });
  });

  test("where several types of molecules decide, an observable is refused", () => {
    const text = placed(
      "L(r,q)\nR(l)\nQ(l)",
      "L(r!1,q!2)@EC.R(l!1)@PM.Q(l!2)@PM 1",
      "",
      "Molecules x @EC:L()",
    );
    expect(problems(text)).toEqual(["TDL9002 @EC:L()"]);
  });

  test("a surface meets the volumes beside it, and no other", () => {
    const far = placed(
      "A(b)\nB(a)",
      "A(b)@PM 1\nB(a)@EN 1",
      "@PM:A(b) + @EN:B(a) <-> @PM:A(b!1).B(a!1) k, 3",
    );
    expect(reactions(far).size).toBe(0);
    const seeds = "A(b)@PM 1\nB(a)@EN 1\nB(a)@CP 1";
    expect([...reactions(placed("A(b)\nB(a)", seeds, "A(b) + B(a) -> A(b!1).B(a!1) k")).keys()]).toEqual([
      "A() in PM + B() in CP -> A(b[1]) in PM, B(a[1]) in CP",
    ]);
  });

  test("a complex that binds from another compartment stays where it is", () => {
    const text = placed(
      "R(k)\nK(r)",
      "R(k)@PM 1\nK(r)@CP 1",
      "@PM:R(k) + @CP:K(r) <-> @PM:R(k!1).K(r!1) k, 3",
    );
    expect([...reactions(text)]).toEqual([
      ["R() in PM + K() in CP -> R(k[1]) in PM, K(r[1]) in CP", 2],
      ["R(k[1]) in PM, K(r[1]) in CP -> R() in PM + K() in CP", 3],
    ]);
  });
});

describe("transport", () => {
  test("a species that the rule shows whole moves with all its molecules", () => {
    const text = placed("A(b)\nB(a)", "@EC:A(b!1).B(a!1) 1", "@EC:A(b!1).B(a!1) -> @CP:A(b!1).B(a!1) k");
    expect([...reactions(text)]).toEqual([
      ["A(b[1]) in EC, B(a[1]) in EC -> A(b[1]) in CP, B(a[1]) in CP", 2],
    ]);
  });

  test("endocytosis takes what is outside a membrane to the inside of a vesicle", () => {
    const rule = "@PM:L(r!1).R(l!1,s~u) -> @EM:L(r!1).R(l!1,s~u) k";
    expect([...reactions(placed(types, bound, rule)).keys()]).toEqual([
      "L(r[1]) in EC, R(l[1], s{u}) in PM -> L(r[1]) in EN, R(l[1], s{u}) in EM",
    ]);
  });

  test("a complex that the rule does not show whole is not moved", () => {
    expect(problems(placed(types, seeds, "@PM:R() -> @EM:R() k"))).toEqual(["TDL9002 @PM:R()"]);
  });

  test("a molecule whose compartment is said on one side only is an error", () => {
    expect(problems(placed(types, seeds, "L(r)@EC -> L(r) k"))).toEqual(["TDL9012 L(r)"]);
  });

  test("`MoveConnected` says nothing where nothing moves, and where all is shown that moves", () => {
    expect(problems(placed(types, seeds, "R(s~u) -> R(s~p) k MoveConnected"))).toEqual([]);
    const text = placed(
      "A(b)\nB(a)",
      "A(b!1)@EC.B(a!1)@EC 1\nA(b)@EC 1",
      "A(b)@EC -> A(b)@CP k MoveConnected",
    );
    expect([...reactions(text).keys()]).toEqual(["A() in EC -> A() in CP"]);
  });

  test("`MoveConnected` takes along what the rule does not show, within the compartment", () => {
    const mixed = "A(b!1,c)@CP.B(a!1,r)@CP 1\nA(b!1,c)@CP.B(a!1,r!2)@CP.R(b!2)@EM 1\nB(a,r)@EN 0";
    const text = placed("A(b,c)\nB(a,r)\nR(b)", mixed, "A()@CP -> A()@EN k MoveConnected");
    expect(statement(text, "rule")).toContain("-> move complex A() in EN");
    expect([...reactions(text).keys()]).toEqual([
      "A(b[1]) in CP, B(a[1]) in CP -> A(b[1]) in EN, B(a[1]) in EN",
      "A(b[1]) in CP, B(a[1], r[2]) in CP, R(b[2]) in EM -> A(b[1]) in EN, B(a[1], r[2]) in EN, R(b[2]) in EM",
    ]);
  });

  test("a species of a volume moves whole, with what the rule does not show", () => {
    const text = placed("A(b)\nB(a)", "A(b!1)@EC.B(a!1)@EC 1", "@EC:A(b!+) -> @CP:A(b!+) k");
    expect([...reactions(text).keys()]).toEqual([
      "A(b[1]) in EC, B(a[1]) in EC -> A(b[1]) in CP, B(a[1]) in CP",
    ]);
  });

  test("`MoveConnected` of what the rule does not show is refused where bonds change", () => {
    const rule = "A(b!1)@EC.B(a!1)@EC -> A(b)@CP + B(a)@EC k MoveConnected";
    const refused = problems(placed("A(b,c)\nB(a)\nC(a)", "A(b!1,c!2)@EC.B(a!1)@EC.C(a!2)@EC 1", rule));
    expect(refused).toEqual(["TDL9002 A(b)@CP"]);
  });
});
