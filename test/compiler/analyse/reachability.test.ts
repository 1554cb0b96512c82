/** Which rules on molecules can never happen, and which sites and states are idle. */
import { describe, expect, it } from "vitest";
import { codesOf, toldOf } from "./analysing.ts";

const pair = `molecule A { x, s {u, p} }
molecule B { y }
init A = 10 count
init B = 10 count
observe bound = count A(x[_])
observe active = count A(s{p})
observe free = count B(y[.])`;
const activate = "rule activate: A(s{u -> p}) @ 1 /s";
const bind = "rule bind: A(x[.]) + B(y[.]) -> A(x[1]), B(y[1]) @ 1 /count/s";

describe("a rule on molecules that can never happen", () => {
  it.each([
    ["a state", `${bind}\nrule r: A(s{p -> u}) @ 1 /s`, "no A ever has s{p}"],
    [
      "a bond",
      `${activate}\nrule r: A(x[1]), B(y[1]) -> A(x[.]) + B(y[.]) @ 1 /s`,
      "A.x and B.y never bind each other",
    ],
    [
      "a bound site",
      `${activate}\nrule r: A(x[_], s{p -> u}) @ 1 /s`,
      "the site x of A never binds anything",
    ],
    [
      "a molecule",
      `${activate}\n${bind}\nmolecule C { z }\nobserve c = count C(z[_])\nrule r: C(z[.]) + A(x[.]) -> C(z[1]), A(x[1]) @ 1 /count/s`,
      "there is never any C",
    ],
  ])("needs %s that is never there", (_, rules, missing) => {
    expect(toldOf(`${pair}\n${rules}`)).toEqual([`TDL5170 The rule r can never happen: ${missing}.`]);
  });

  it("needs a free site where all are bound for good", () => {
    const rules = `molecule A { x }\ninit A(x[1]), A(x[1]) = 5 count\nrule r: a: A(x[.]) -> delete a @ 1 /s`;
    expect(toldOf(rules)).toEqual(["TDL5170 The rule r can never happen: the site x of A is never free."]);
  });

  it.each([
    ["another rule", `${activate}\n${bind}\nrule r: A(s{p}, x[_]) -> A(s{u}) @ 1 /s`],
    [
      "an unbinding whose partner is not named",
      `${activate}\n${bind}\nrule drop: A(x[B.y -> .]) @ 1 /s\nrule r: B(y[.]) -> B(y[.]) + new A() @ 1 /s`,
    ],
    [
      "a deletion, which frees what was bound",
      `${activate}\n${bind}\nrule lose: a: A(x[_]) -> delete a @ 1 /s`,
    ],
    ["a new molecule", `${activate}\n${bind}\nrule make: nothing -> new A(s{p}) @ 1 count/s`],
  ])("is not one whose condition comes from %s", (_, rules) => {
    expect(codesOf(`${pair}\n${rules}`)).toEqual([]);
  });

  it("may be one of several combinations of states, of which others happen", () => {
    const rules = `molecule A { s {u, p, q} }\ntable k[A.s] /s { u: 1  p: 2  q: 3 }\ninit A = 1 count
rule turn: A(s{u -> p}) @ 1 /s\nrule lose: a: A(s{?i}) -> delete a @ k[i]`;
    expect(codesOf(rules)).toEqual(["TDL5171"]);
  });

  it("is told of at the root of a chain", () => {
    const rules = `${pair}\nrule first: A(s{p}, x[.]) + B(y[.]) -> A(x[1]), B(y[1]) @ 1 /count/s\nrule second: A(x[_], s{u -> p}) @ 1 /s`;
    expect(codesOf(rules)).toEqual(["TDL5170"]);
  });

  it("excludes what it demands, also by a bond that is labelled", () => {
    const rules = `${pair}\n${activate}\n${bind}\nrule r: A(x[1]), B(y[1]) -> A(x[.]) + B(y[.]) exclude reactant 1: A(x[_]) @ 1 /s`;
    expect(codesOf(rules)).toEqual(["TDL5174"]);
  });

  it("does not exclude what it leaves open", () => {
    const rules = `${pair}\n${activate}\n${bind}\nrule r: A(x[1]), B(y[1]) -> A(x[.]) + B(y[.]) exclude reactant 1: A(s{p}) @ 1 /s`;
    expect(codesOf(rules)).toEqual([]);
  });
});

describe("rules on molecules that repeat each other", () => {
  it("are the same up to labels and order", () => {
    expect(
      codesOf(`${pair}\n${activate}\n${bind}\nrule r: B(y[.]) + A(x[.]) -> B(y[4]), A(x[4]) @ 1 /count/s`),
    ).toEqual(["TDL5002"]);
  });

  it.each([
    ["another state", "rule r: A(x[.], s{p}) + B(y[.]) -> A(x[1]), B(y[1]) @ 1 /count/s"],
    ["another change", "rule r: A(x[.], s{u}) + B(y[.]) -> A(x[1], s{p}), B(y[1]) @ 1 /count/s"],
    [
      "another demand on the products",
      "rule r: B(y[.]) + A(x[.]) -> A(x[1]), B(y[1]) + new A() @ 1 /count/s",
    ],
    [
      "a constant inside complexes",
      "rule r: A(x[.]) + B(y[.]) -> A(x[1]), B(y[1]) @ 0 /count/s, within 1 /s",
    ],
  ])("differ by %s", (_, rule) => {
    expect(codesOf(`${pair}\n${activate}\n${bind}\n${rule}`)).toEqual([]);
  });
});

describe("growth", () => {
  const chain = `molecule T { l, r }\ninit T = 10 count\nrule join: T(r[.]) + T(l[.]) -> T(r[1]), T(l[1]) @ 1 /count/s`;
  it("without bound is told of with its rule", () => {
    expect(toldOf(chain)).toEqual([
      "TDL5173 The rule join can join ever more molecules, so the list of complexes has no end.",
    ]);
  });

  it("is followed by the network-free method", () => {
    expect(codesOf(chain, "experiment e of M { method network_free until 1 s }")).toEqual([]);
  });

  it("ends where a molecule binds only two others", () => {
    const rules = `molecule R { l * 2 }\nmolecule L { r }\ninit R = 1 count\ninit L = 1 count
rule bind: R(l[.]) + L(r[.]) -> R(l[1]), L(r[1]) @ 1 /count/s`;
    expect(codesOf(rules)).toEqual([]);
  });

  it("may end by the conditions of a rule", () => {
    const rules = `molecule T { l, r }\ninit T = 10 count
rule pair: T(r[.], l[.]) + T(l[.], r[.]) -> T(r[1]), T(l[1]) @ 1 /count/s`;
    expect(codesOf(rules)).toEqual([]);
  });
});
