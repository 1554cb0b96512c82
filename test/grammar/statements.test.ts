import { describe, expect, test } from "vitest";
import { parsed, statementOf, statementsOf } from "../support/parsing.ts";

describe("lines that must be read", () => {
  test.each([
    "species min = 2 min",
    "param constructor = 1",
    "param __proto__ = 1",
    "param in = 4",
    "param end = 4",
    'molecule fit { fit {fit, doc}, doc } { doc "x" fit }',
    "rule r: a: A(x[1]), B(y[1]) -> delete complex a @ 1 /s",
    "param x = if a > b then 1 else 2",
    "param `nothing` = 2",
    "species α_β in Zelle",
  ])("%s", (line) => {
    expect(statementsOf(line)).toHaveLength(1);
  });

  test("a whole model on one line", () => {
    expect(statementsOf("param rule = 3 rule set: A -> B @ rule observe plot = count A")).toHaveLength(3);
  });
});

describe("names", () => {
  test("lose their back-quotes", () => {
    const { name } = statementOf("param", "param `new` = 2");
    expect(name.text).toBe("new");
    expect(name.span.end - name.span.start).toBe(5);
  });
});

describe("rules", () => {
  test("a comma joins a molecule to the complex before it", () => {
    const { left } = statementOf("rule", "rule r: A(x[1]), B(y[1]) + C -> D @ k");
    expect(left.participants.map((one) => one.pattern.members.length)).toEqual([2, 1]);
  });

  test("a new molecule after a comma is a participant of the same complex", () => {
    const { right } = statementOf("rule", "rule r: f: A(x[.]) + G -> f(x[1]), new n: A(y[1]) @ k");
    expect(right?.participants.map(({ action, joined }) => [action, joined])).toEqual([
      ["match", false],
      ["new", true],
    ]);
  });

  test("nothing has no participants", () => {
    expect(statementOf("rule", "rule r: nothing -> A @ k").left.participants).toEqual([]);
  });

  test("without an arrow there is no right side", () => {
    const rule = statementOf("rule", "rule r: A(s{u -> p}) @ k");
    expect([rule.arrow, rule.right]).toEqual([null, null]);
  });

  test("a label of a deleted complex is no complex", () => {
    const { right } = statementOf("rule", "rule r: complex: A -> delete complex @ k");
    expect(right?.participants[0]?.action).toBe("delete");
  });

  test("clauses may come in any order before the rate", () => {
    const rule = statementOf("rule", "rule r: A -> B exclude reactant 1: C when x > 1 set y = 2 @ k");
    expect([rule.sets.length, rule.when?.kind, rule.conditions.length]).toEqual([1, "binary", 1]);
  });

  test("state and bond of a site come in either order", () => {
    const { left } = statementOf("rule", "rule r: A(s{p}[.], t[.]{p}) @ k");
    const sites = left.participants[0]?.pattern.members[0]?.sites;
    expect(sites?.map(({ state, bond }) => [state?.from.kind, bond?.from.kind])).toEqual([
      ["is", "free"],
      ["is", "free"],
    ]);
  });
});

describe("attributes", () => {
  test("the members of an initial complex have values", () => {
    const initial = statementOf(
      "init",
      "init chain of 4 A by r - l = 2 count in head set pos = vec(x, y), n = 1",
    );
    expect(initial.compartment?.parts.map(({ text }) => text)).toEqual(["head"]);
    expect(initial.sets.map(({ value }) => value.kind)).toEqual(["call", "quantity"]);
  });

  test("an energy has a condition between its patterns and its value", () => {
    const energy = statementOf("energy", "energy e: a: A + b: B when distance(a, b) < r = k");
    expect([energy.pattern.length, energy.when?.kind, energy.value.kind]).toEqual([2, "binary", "reference"]);
  });
});

describe("flows", () => {
  test.each([
    ["flow x' = 1", null, 0, 1],
    ["flow decay: x' = 1", "decay", 0, 1],
    ["flow a.b.c' = 1, [Ca]' = 2", null, 0, 2],
    ["flow f: T a.x' = 1", "f", 1, 1],
    ["flow f: a: T(x[1]), b: U(x[1]) + V a.x' = 1, b.y' = 2", "f", 2, 2],
    ["flow f: { T, U } a.x' = 1", "f", 1, 1],
  ] as const)("%s", (text, name, patterns, equations) => {
    const flow = statementOf("flow", text);
    expect([flow.name?.text ?? null, flow.pattern.length, flow.equations.length]).toEqual([
      name,
      patterns,
      equations,
    ]);
  });
});

describe("fields", () => {
  test("hold every entry", () => {
    const { fields } = statementOf(
      "param",
      'param k = 1 { doc "a \\"b\\"" source doi:10.1371/journal.pcbi.1008015, "a book" source https://a.org/#x range 1 .. 2 fit sd 3 }',
    );
    expect(fields?.doc?.value).toBe('a "b"');
    expect(fields?.sources.map((one) => one.value)).toEqual([
      "doi:10.1371/journal.pcbi.1008015",
      "a book",
      "https://a.org/#x",
    ]);
    expect([fields?.fit !== null, fields?.sd?.kind]).toEqual([true, "quantity"]);
  });

  test("a source ends before the brace", () => {
    expect(statementOf("param", "param k = 1 {source doi:10.1/a}").fields?.sources[0]?.value).toBe(
      "doi:10.1/a",
    );
  });
});

describe("molecules", () => {
  test("declare states, identical sites and attributes", () => {
    const { sites } = statementOf("molecule", "molecule M { s {u, 0}, r * 2, pos: vector um, age: s }");
    expect(
      sites.map(({ name, states, multiplicity, attribute, vector }) => [
        name.text,
        states?.map((one) => one.text) ?? null,
        multiplicity,
        attribute?.text ?? null,
        vector,
      ]),
    ).toEqual([
      ["s", ["u", "0"], 1, null, false],
      ["r", null, 2, null, false],
      ["pos", null, 1, "um", true],
      ["age", null, 1, "s", false],
    ]);
  });
});

describe("files", () => {
  test("hold imports, declarations and comments", () => {
    const tree = parsed('language 1.0\nimport A, b as c from "./x.tdl" # one\nconst N = 1\nmodel M { }\n');
    expect(tree.language?.version).toBe("1.0");
    expect(tree.imports[0]?.names.map(({ name, alias }) => [name.text, alias?.text ?? null])).toEqual([
      ["A", null],
      ["b", "c"],
    ]);
    expect(tree.declarations.map((one) => one.kind)).toEqual(["const", "model"]);
    expect(tree.comments.map((one) => one.text)).toEqual(["# one"]);
  });

  test("may begin with a byte-order mark and end lines in any way", () => {
    expect(parsed("\ufefflanguage 1.0\r\nmodel M {\r param x = 1 uM\n}").declarations).toHaveLength(1);
  });
});

describe("spans", () => {
  test("of a statement reach from its first to its last character", () => {
    const text = "language 1.0\nmodel M {\n  param k = 4 /uM/s  # four\n}\n";
    const [model] = parsed(text).declarations;
    const statement = model?.kind === "model" ? model.body[0] : undefined;
    expect(text.slice(statement?.span.start, statement?.span.end)).toBe("param k = 4 /uM/s");
  });
});
