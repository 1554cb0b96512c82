import { describe, expect, test } from "vitest";
import { formatSource } from "../../grammar/format.ts";
import { inModel, parsed, shape, statementOf } from "../support/parsing.ts";

function formatted(text: string): string {
  return formatSource(parsed(text));
}

/** The formatted statements of a model, without their indent. */
function statements(text: string): string {
  return formatted(inModel(text))
    .split("\n")
    .slice(3, -2)
    .map((line) => line.slice(2))
    .join("\n");
}

describe("layout", () => {
  test("puts an item on a line", () => {
    expect(
      formatted(
        "language 1.0 model M { param a=1 param b : /s=2 } experiment e of M { until 3 s every 1 s }",
      ),
    ).toBe(
      `language 1.0

model M {
  param a = 1
  param b: /s = 2
}

experiment e of M {
  until 3 s
  every 1 s
}
`,
    );
  });

  test("keeps single empty lines and drops others", () => {
    expect(statements("\n\nparam a = 1\nparam b = 2\n\n\n\nparam c = 3\n\n")).toBe(
      "param a = 1\nparam b = 2\n\nparam c = 3",
    );
  });

  test("aligns the cells of a table", () => {
    expect(statements("table t[A.s, A.t] /s { 0, 10 u: 1, 2.25 pp: 30, 4 }")).toBe(
      `table t[A.s, A.t] /s {
       0,   10
  u:   1, 2.25
  pp: 30,    4
}`,
    );
  });

  test("writes clauses of a rule in their order", () => {
    expect(
      statements("rule r: A -> B include reactant 1: C when x > 1 set y = 2 @ k, back j, within i"),
    ).toBe("rule r: A -> B set y = 2 when x > 1 include reactant 1: C @ k, within i, back j");
  });

  test("breaks a long rule at its clauses", () => {
    expect(
      statements(
        "rule elongate: f: Actin(barbed[.]) + G -> f(barbed[1]), new n: Actin(pointed[1], barbed[.]) set n.pos = f.pos @ 11.6 /uM/s",
      ),
    ).toBe(
      `rule elongate: f: Actin(barbed[.]) + G -> f(barbed[1]), new n: Actin(pointed[1], barbed[.])
  set n.pos = f.pos
  @ 11.6 /uM/s`,
    );
  });

  test("breaks a long sum before its operators", () => {
    const sum = Array.from({ length: 14 }, (_, index) => `variable_${index}`).join(" + ");
    const lines = statements(`define total_of_all = ${sum}`).split("\n");
    expect(lines.length).toBeGreaterThan(1);
    expect(lines.every((line) => line.length <= 98)).toBe(true);
    expect(lines.slice(2).every((line) => line.trimStart().startsWith("+ "))).toBe(true);
  });

  test("quotes names only where they need it", () => {
    expect(statements("param `new` = `rule` + `time` + `k`")).toBe("param `new` = rule + `time` + k");
  });
});

describe("brackets", () => {
  test.each([
    ["(a + b) * c", "(a + b) * c"],
    ["(a * b) + c", "a * b + c"],
    ["a - (b - c)", "a - (b - c)"],
    ["(a - b) - c", "a - b - c"],
    ["(a ^ b) ^ c", "(a^b)^c"],
    ["a ^ (b ^ c)", "a^b^c"],
    ["(-a) ^ 2", "(-a)^2"],
    ["-(a ^ 2)", "-a^2"],
    ["2 ^ (-a)", "2^-a"],
    ["(2 m) ^ 2", "(2 m)^2"],
    ["not (a and b)", "not (a and b)"],
    ["(not a) and b", "not a and b"],
    ["(if a then b else c) + d", "(if a then b else c) + d"],
    ["(x unitless uM) ^ 2", "(x unitless uM)^2"],
    ["4 / s", "4 / s"],
    ["4/s", "4 / s"],
    ["4 /s", "4 /s"],
    ["- -a", "- -a"],
  ])("%s", (text, expected) => {
    const line = statements(`param x = ${text}`);
    expect(line).toBe(`param x = ${expected}`);
    expect(shape(statementOf("param", line).value)).toBe(
      shape(statementOf("param", `param x = ${text}`).value),
    );
  });
});

describe("comments", () => {
  test("on their own lines stay before the next statement", () => {
    expect(statements("# one\nparam a = 1\n\n# two\n# three\nparam b = 2\n# last")).toBe(
      "# one\nparam a = 1\n\n# two\n# three\nparam b = 2\n# last",
    );
  });

  test("at the end of a line stay behind their statement", () => {
    expect(statements("param a = 1   # one\nparam b = 2 # two   ")).toBe(
      "param a = 1  # one\nparam b = 2  # two",
    );
  });

  test("in the middle of a statement move before it", () => {
    expect(statements("rule r: A # a\n  -> B # b\n  @ k # rate")).toBe(
      "# a\n# b\nrule r: A -> B @ k  # rate",
    );
  });

  test("between the rows of a table stay there", () => {
    expect(statements("table t[A.s] {\n  # first\n  u: 1 # one\n  p: 2\n  # end\n}")).toBe(
      "table t[A.s] {\n  # first\n  u: 1  # one\n  p: 2\n  # end\n}",
    );
  });

  test("between the sites of a molecule stay there", () => {
    expect(statements("molecule M {\n  a, # first\n  b {u, p} # second\n}")).toBe(
      "molecule M {\n  a,  # first\n  b {u, p}  # second\n}",
    );
  });

  test("around declarations of a file stay there", () => {
    const text = `# head
language 1.0  # version

# about M
model M {
  # nothing yet
}  # end of M

# the end
`;
    expect(formatted(text)).toBe(text);
  });

  test("do not count towards the width", () => {
    const comment = `# ${"x".repeat(120)}`;
    expect(statements(`rule r: A -> B @ k ${comment}`)).toBe(`rule r: A -> B @ k  ${comment}`);
  });
});
