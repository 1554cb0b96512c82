import { describe, expect, test } from "vitest";
import { expressionOf, shape, statementOf } from "../support/parsing.ts";

function read(text: string): string {
  return shape(expressionOf(text));
}

describe("precedence", () => {
  test.each([
    ["a + b * c", "(a + (b * c))"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b / c", "((a / b) / c)"],
    ["a ^ b ^ c", "(a ^ (b ^ c))"],
    ["-a ^ 2", "(- (a ^ 2))"],
    ["2 ^ -a", "(2 ^ (- a))"],
    ["2 ^ -a ^ b", "(2 ^ (- (a ^ b)))"],
    ["-a * b", "((- a) * b)"],
    ["a - -b", "(a - (- b))"],
    ["a + b < c * d", "((a + b) < (c * d))"],
    ["not a == b and c or d", "(((not (a == b)) and c) or d)"],
    ["(a + b) * c", "((a + b) * c)"],
    ["if a then b else c + d", "(if a b (c + d))"],
    ["if a then b else if c then d else e", "(if a b (if c d e))"],
    ["if if a then b else c then d else e", "(if (if a b c) d e)"],
    ["a ^ b unitless uM", "(a ^ (b unitless <uM>))"],
    ["a * b assume uM * c", "((a * (b assume <uM>)) * c)"],
    ["f(a, b + c).x", null],
  ] as const)("%s", (text, expected) => {
    if (expected === null) expect(() => read(text)).toThrow();
    else expect(read(text)).toBe(expected);
  });
});

describe("primaries", () => {
  test.each([
    ["time", "TIME"],
    ["`time`", "time"],
    ["time.x", "time.x"],
    ["camkii.active", "camkii.active"],
    ["f()", "f()"],
    ["kon[i, 0]", "kon[i, 0]"],
    ["[Ca]", "concentration of 1"],
    ["[A(x[1]), B(x[1])]", "concentration of 2"],
    ["count A / 2", "(count of 1 / 2)"],
    ["fraction { A, B }", "fraction of 2"],
    ["in + end + rule + set", "(((in + end) + rule) + set)"],
    ["constructor + __proto__ + toString", "((constructor + __proto__) + toString)"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a number keeps how it was written", () => {
    const number = expressionOf("1.50e-3 uM");
    expect(number).toMatchObject({ kind: "quantity", value: 0.0015, text: "1.50e-3", unit: { text: "uM" } });
  });
});

describe("sums over matches", () => {
  test.each([
    ["sum(x * y over a: A(r[1]), b: A(l[1]))", "sum((x * y) over 2)"],
    ["2 * mean(a.age over a: A)", "(2 * mean(a.age over 1))"],
    ["sum(x, over)", "sum(x, over)"],
    ["mean(over)", "mean(over)"],
    ["mean(over over A)", "mean(over over 1)"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });
});

describe("units after a number", () => {
  test.each([
    ["4 /uM/s", "4</uM/s>"],
    ["4/s", "(4 / s)"],
    ["4 / s", "(4 / s)"],
    ["b /s", "(b / s)"],
    ["(4) /s", "(4 / s)"],
    ["220 um^2/s", "220<um^2/s>"],
    ["0.003 pN*s/um", "0.003<pN*s/um>"],
    ["3 um^-1", "3<um^-1>"],
    ["3uM", "3<uM>"],
    ["2 %", "2<%>"],
    ["20 count/um^2/s", "20<count/um^2/s>"],
    ["5 µM", "5<uM>"],
    ["5 μM/ms", "5<uM/ms>"],
    ["3 uM * k", "(3<uM> * k)"],
    ["3 uM*k", "(3<uM> * k)"],
    ["3 s/tau", "(3<s> / tau)"],
    ["4 /tau", "(4 / tau)"],
    ["3 m^n", "(3<m> ^ n)"],
    ["1e3 /s", "1e3</s>"],
    ["3 unitless uM", "(3 unitless <uM>)"],
    ["2 min", "2<min>"],
  ])("%s", (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test("a row label that is a unit symbol ends the row before", () => {
    const table = statementOf("table", "table t[{m, s}] { m: 3 s: 4 uM }");
    expect(table.rows.map((row) => [row.labels.map(({ text }) => text), row.cells.map(shape)])).toEqual([
      [["m"], ["3"]],
      [["s"], ["4<uM>"]],
    ]);
  });

  test("so does the first of several labels", () => {
    const table = statementOf("table", "table t[{m, s}, {0, s}, {a}] { a m, 0: 3 s, s: 4 s K.x, m: 5 .: 6 }");
    expect(table.columns?.map(({ text }) => text)).toEqual(["a"]);
    expect(table.rows.map((row) => [row.labels.map(({ text }) => text), row.cells.map(shape)])).toEqual([
      [["m", "0"], ["3"]],
      [["s", "s"], ["4<s>"]],
      [["K.x", "m"], ["5"]],
      [["."], ["6"]],
    ]);
  });

  test("the unit may stand on the next line", () => {
    expect(read("4\n  /uM/s")).toBe("4</uM/s>");
  });

  test("a species called like a unit takes a coefficient", () => {
    const rule = statementOf("rule", "rule r: 2 A + 3 M -> 2 m @ k");
    expect(
      rule.left.participants.map((one) => [one.coefficient, one.pattern.members[0]?.type.parts[0]?.text]),
    ).toEqual([
      [2, "A"],
      [3, "M"],
    ]);
  });

  test("a ring counts a molecule called like a unit", () => {
    const initial = statementOf("init", "init ring of 6 M by r - l = 1");
    expect(initial.template?.count).toMatchObject({ text: "6", unit: null });
    expect(initial.pattern.members[0]?.type.parts[0]?.text).toBe("M");
  });
});

describe("unit annotations", () => {
  test.each([
    ["param x: /uM/s = 1", "/uM/s"],
    ["param x: um^-2*s = 1", "um^-2*s"],
    ["param x: count/s = 1", "count/s"],
    ["param x: % = 1", "%"],
    ["param x: unitless = 1", "unitless"],
    ["param x: µM = 1", "uM"],
  ])("%s", (text, unit) => {
    expect(statementOf("param", text).unit?.text).toBe(unit);
  });
});

describe("ranges", () => {
  test.each(["1 .. 10", "1..10", "1 ..10"])("%s", (range) => {
    const { fields } = statementOf("param", `param x = 1 { range ${range} }`);
    expect(
      [fields?.range?.low, fields?.range?.high].map((one) => (one === undefined ? "" : shape(one))),
    ).toEqual(["1", "10"]);
  });
});
