import { describe, expect, test } from "vitest";
import { networkOf } from "../bngl/imported.ts";
import { imported, statements } from "./imported.ts";

const agents = "%agent: A(x,y,s{u p})\n%agent: B(x,y)\n";

function rules(text: string): string[] {
  return statements(agents + text, "rule").map((rule) => rule.replace(/^rule \w+: /, ""));
}

describe("both notations say the same", () => {
  test.each([
    ["a change of state", "A(s{u}) -> A(s{p}) @ 1", "A(s{u/p}) @ 1"],
    ["a bond is made", "A(x[.]),B(x[.]) -> A(x[1]),B(x[1]) @ 1", "A(x[./1]),B(x[./1]) @ 1"],
    ["a bond is cut", "A(x[1]),B(x[1]) -> A(x[.]),B(x[.]) @ 1", "A(x[1/.]),B(x[1/.]) @ 1"],
    ["an agent is deleted", "A(x[1]),B(x[1]) -> A(x[.]),. @ 1", "A(x[1/.]),B(x[1])- @ 1"],
    ["an agent is made", "A(x[.]), . -> A(x[1]),B(x[1]) @ 1", "A(x[./1]),B(x[1])+ @ 1"],
    ["any bond is cut", "A(x[_]) -> A(x[.]) @ 1", "A(x[_/.]) @ 1"],
    ["any state is set", "A(s{#}) -> A(s{p}) @ 1", "A(s{#/p}) @ 1"],
    [
      "the label of a bond that stays differs",
      "A(x[1],y[.]),B(x[1]) -> A(x[7],y[2]),B(x[7],y[2]) @ 1".replace("B(x[1])", "B(x[1],y[.])"),
      "A(x[1],y[./2]),B(x[1],y[./2]) @ 1",
    ],
  ])("%s", (_name, arrow, edit) => {
    expect(rules(arrow)).toEqual(rules(edit));
  });
});

describe("KaSim asks neither whether agents hang together nor whether they come apart", () => {
  test.each([
    [
      "a bond may close a ring",
      "A(x[./1]),B(x[./1]) @ 2",
      ["A(x[.]) + B(x[.]) -> A(x[1]), B(x[1]) @ 2 /count/s, anywhere"],
    ],
    ["a cut bond need not part anything", "A(x[1/.]),B(x[1/.]) @ 2", ["A(x[1 -> .]), B(x[1 -> .]) @ 2 /s"]],
    [
      "with two constants",
      "A(x[./1]),B(x[./1]) @ 2 {3}",
      ["A(x[.]) + B(x[.]) -> A(x[1]), B(x[1]) @ 2 /count/s, within 3 /s"],
    ],
    [
      "what is left by a deleted agent may hang together elsewhere",
      "A(x[1]),B(x[1],y[2])-,A(y[2],s{u}) @ 2".replace("A(x[1])", "A(x[1/.])").replace("A(y[2]", "A(y[2/.]"),
      [
        "m1: A(x[1]), m2: B(x[1], y[2]), m3: A(y[2], s{u}) -> m1(x[.]) + m3(y[.]) + delete m2 @ 2 /s",
        "m1: A(x[1]), m2: B(x[1], y[2]), m3: A(y[2], s{u}) -> { m1(x[.]), m3(y[.]) } + delete m2 @ 2 /s",
      ],
    ],
    ["a bond or none is replaced", "A(x[#/.]) @ 2", ["A(x[_ -> .]) @ 2 /s"]],
    ["a bond to a site", "A(x[y.B/.]) @ 2", ["A(x[B.y -> .]) @ 2 /s"]],
    ["the way back is a rule", "A(s{u}) <-> A(s{p}) @ 2,3", ["A(s{u -> p}) @ 2 /s", "A(s{p -> u}) @ 3 /s"]],
  ])("%s", (_name, kappa, expected) => {
    expect(rules(kappa)).toEqual(expected);
  });
});

describe("a rate belongs to every embedding of the left side", () => {
  test.each([
    ["identical reactants", "A(x[./1]),A(x[./1]) @ 5", "(2 * 5) assume /count/s"],
    ["one of which changes", "A(s{u/p}),A(s{u}) @ 5", "5 /count/s"],
    ["a symmetric complex comes apart", "A(x[1/.]),A(x[1/.]) @ 5", "(2 * 5) assume /s"],
    ["a complex that only looks symmetric", "A(x[1/.],s{u}),A(x[1/.],s{p}) @ 5", "5 /s"],
    ["three identical reactants", "A(s{u/p}),A(s{u/p}),A(s{u/p}) @ 5", "(6 * 5) assume /count^2/s"],
    ["two pairs", "A(x[1/.]),A(x[1/.]),A(y[2/.]),A(y[2/.]) @ 5", "(4 * 5) assume /count/s"],
    ["one of two is deleted", "A(x[1/.]),A(x[1])- @ 5", "5 /s"],
    ["both are deleted", "A(x[1])-,A(x[1])- @ 5", "(2 * 5) assume /s"],
    [
      "inside a complex too",
      "A(x[./1]),A(x[./1]) @ 5 {7}",
      "(2 * 5) assume /count/s, within (2 * 7) assume /s",
    ],
  ])("%s", (_name, kappa, rate) => {
    const [rule = ""] = rules(kappa);
    expect(rule.slice(rule.indexOf("@ ") + 2).replace(", anywhere", "")).toBe(rate);
  });
});

test("the network is that of the same model written here", () => {
  const kappa = `
    %agent: A(x[x.A x.B], s{u p})
    %agent: B(x[x.A])
    %var: 'k' 0.5
    'pair' A(x[.]),A(x[.]) <-> A(x[1]),A(x[1]) @ 'k', 1
    'bind' A(x[.],s{p}),B(x[.]) -> A(x[1],s{p}),B(x[1]) @ 3
    'turn' A(s{u}),A(s{p}) -> A(s{p}),A(s{p}) @ 2 {4}
    'lose' B(x[_])- @ 0.1
    %init: 4 A()
    %init: 2 A(x[1],s{p}),A(x[1])
    %init: 3 B()`;
  const native = `language 1.0
    model M {
      molecule A { x, s {u, p} }
      molecule B { x }
      rule pair: A(x[.]) + A(x[.]) <-> A(x[1]), A(x[1]) @ 1 /count/s, back 2 /s
      rule bind: A(x[.], s{p}) + B(x[.]) -> A(x[1], s{p}), B(x[1]) @ 3 /count/s
      rule turn: A(s{u -> p}) + A(s{p}) @ 2 /count/s, within 4 /s
      rule lose: b: B(x[_]) -> delete b @ 0.1 /s
      init A = 4 count
      init A(x[1], s{p}), A(x[1]) = 2 count
      init B = 3 count
    }`;
  const read = networkOf(imported(kappa).text ?? "");
  expect(read).toEqual(networkOf(native));
  expect(read.size).toBeGreaterThan(10);
});
