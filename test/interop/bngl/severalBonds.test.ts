/** Components with several bonds, against the rates of the rule that counts each component once. */
import { expect, test } from "vitest";
import { imported, model, observables, problems, reactions, statement } from "./imported.ts";

function ruled(types: string, seeds: string, rules: string, observed = ""): string {
  return model({
    parameters: "k 2",
    molecule_types: types,
    seed_species: seeds,
    observables: observed,
    reaction_rules: rules,
  });
}

const types = "hub(x)\nspoke(y)";
const full = "hub(x!1!2).spoke(y!1).spoke(y!2) 1";

test("a component that holds several bonds is as many identical sites", () => {
  expect(statement(ruled(types, full, ""), "molecule hub")).toBe("molecule hub { x * 2 }");
});

test("whichever of its sites is free, a component binds in one way", () => {
  const rules = [
    "hub(x) + spoke(y) -> hub(x!1).spoke(y!1) k",
    "hub(x!1).spoke(y!1) + spoke(y) -> hub(x!1!2).spoke(y!1).spoke(y!2) k",
    "hub(x!1!2!3).spoke(y!1).spoke(y!2).spoke(y!3) -> 0 k",
  ].join("\n");
  const found = reactions(ruled(types, "hub(x) 1\nspoke(y) 1", rules));
  expect([...found.values()]).toEqual([2, 2]);
});

test("each of several bonds may let go", () => {
  const rule = "hub(x!1!2).spoke(y!1).spoke(y!2) -> hub(x!1).spoke(y!1) + spoke(y) k";
  expect([...reactions(ruled(types, full, rule))]).toEqual([
    ["hub(x[1], x[2]), spoke(y[1]), spoke(y[2]) -> hub(x[1]), spoke(y[1]) + spoke()", 4],
  ]);
});

test("a pair that binds one component with both its molecules does so in one way", () => {
  const pair = "P(p!1,d).P(p!1,d)";
  const rule = "P(d).P(d) + D(s) <-> P(d!1).P(d!2).D(s!1!2) k, 3";
  const found = reactions(ruled("P(p,d)\nD(s)", `${pair} 1\nD(s) 1`, rule));
  expect([...found.values()]).toEqual([2, 3]);
});

test("a component with a state keeps the state when it binds", () => {
  const text = ruled(
    "H(x~u~p)\nS(y)",
    "H(x~u) 1\nS(y) 1\nH(x~p!1!2).S(y!1).S(y!2) 1",
    "H(x~u) + S(y) -> H(x~u!1).S(y!1) k",
  );
  expect(statement(text, "molecule H")).toBe("molecule H { x {u, p}, x_bonds * 2 }");
  expect([...reactions(text).values()]).toEqual([2]);
});

test("a bound component counts once, with as many bonds as it has", () => {
  const observed = [
    "Molecules bound hub(x!+)",
    "Molecules one hub(x!1).spoke(y!1)",
    "Molecules two hub(x!1!2).spoke(y!1).spoke(y!2)",
    "Molecules all hub(x!?)",
    "Molecules free hub(x)",
  ].join("\n");
  const seeds = `${full}\nhub(x!1).spoke(y!1) 1\nhub(x) 1`;
  expect(observables(ruled(types, seeds, "", observed))).toEqual({
    bound: 2,
    one: 1,
    two: 2,
    all: 3,
    free: 1,
  });
});

test("a rule that asks for any bond of such a component fires once for it", () => {
  expect([...reactions(ruled(types, full, "hub(x!+) -> hub(x!+) + spoke(y) k")).values()]).toEqual([2]);
});

test("several bonds at one of identical sites are refused", () => {
  const text = ruled("A(b,b)\nB(a)", "A(b!1!2,b).B(a!1).B(a!2) 1", "");
  expect(problems(text)).toEqual(["TDL9002 b!1!2"]);
  expect(imported(text).text).toBeNull();
});
