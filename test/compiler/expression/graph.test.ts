import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dependencies } from "../../../compiler/expression/dependencies.ts";
import { evaluate } from "../../../compiler/expression/evaluate.ts";
import { formatExpression } from "../../../compiler/expression/format.ts";
import { ExpressionGraph, type ExpressionId } from "../../../compiler/expression/graph.ts";
import { substitute } from "../../../compiler/expression/substitute.ts";
import { expressions, point } from "./arbitraryExpression.ts";

type Make = (g: ExpressionGraph, a: ExpressionId, b: ExpressionId, c: ExpressionId) => ExpressionId;

function build(make: Make): string {
  const graph = new ExpressionGraph();
  const [a, b, c] = ["a", "b", "c"].map((name) => graph.symbol(graph.declareSymbol(name, "parameter")));
  if (a === undefined || b === undefined || c === undefined) throw new Error("no symbols");
  return formatExpression(graph, make(graph, a, b, c));
}

describe("equal expressions", () => {
  it("are one node, whatever the order of terms and factors", () => {
    const graph = new ExpressionGraph();
    const a = graph.symbol(graph.declareSymbol("a", "parameter"));
    const b = graph.symbol(graph.declareSymbol("b", "parameter"));
    expect(graph.add([a, b])).toBe(graph.add([b, a]));
    expect(graph.multiply([a, graph.add([a, b])])).toBe(graph.multiply([graph.add([b, a]), a]));
    expect(graph.greater(a, b)).toBe(graph.less(b, a));
    expect(graph.notEqual(a, b)).toBe(graph.not(graph.equal(b, a)));
  });

  it("of different symbols with one name are two nodes", () => {
    const graph = new ExpressionGraph();
    const first = graph.symbol(graph.declareSymbol("k", "parameter"));
    const second = graph.symbol(graph.declareSymbol("k", "parameter"));
    expect(first).not.toBe(second);
  });
});

describe("simplification", () => {
  it.each<[string, Make]>([
    ["a", (g, a) => g.add([a, g.number(0)])],
    ["a", (g, a) => g.multiply([a, g.number(1)])],
    ["a", (g, a) => g.negate(g.negate(a))],
    ["a", (g, a) => g.power(a, g.number(1))],
    ["1", (g, a) => g.power(a, g.number(0))],
    ["sqrt(a)", (g, a) => g.power(a, g.number(0.5))],
    ["1 / a", (g, a) => g.power(a, g.number(-1))],
    ["0", (g, a, b) => g.multiply([g.number(0), a, b])],
    ["0", (g, a) => g.subtract(a, a)],
    ["2 * a", (g, a) => g.add([a, a])],
    ["a^3", (g, a) => g.multiply([a, g.power(a, g.number(2))])],
    ["a + b + c + 3", (g, a, b, c) => g.add([g.add([a, g.number(1)]), g.add([b, g.add([c, g.number(2)])])])],
    ["6 * a * b", (g, a, b) => g.multiply([g.number(2), a, g.multiply([g.number(3), b])])],
    ["a * b / c", (g, a, b, c) => g.multiply([a, g.power(c, g.number(-1)), b])],
    ["a / b", (g, a, b) => g.divide(g.negate(a), g.negate(b))],
    ["-a * b", (g, a, b) => g.multiply([g.negate(a), b])],
    ["a - b", (g, a, b) => g.add([a, g.negate(b)])],
    ["abs(a)", (g, a) => g.apply("abs", g.negate(a))],
    ["a", (g, a, b) => g.conditional(g.less(g.number(1), g.number(2)), a, b)],
    ["a", (g, a, b) => g.conditional(g.less(a, b), a, a)],
    ["if a < b then b else a", (g, a, b) => g.conditional(g.not(g.less(a, b)), a, b)],
    ["a < b", (g, a, b) => g.and([g.less(a, b), g.boolean(true), g.less(a, b)])],
    ["true", (g, a, b) => g.or([g.less(a, b), g.boolean(true)])],
    ["a", (g, a) => g.minimum(a, a)],
    ["8", (g) => g.power(g.number(2), g.number(3))],
  ])("gives %s", (expected, make) => {
    expect(build(make)).toBe(expected);
  });

  it.each<[string, Make]>([
    ["0 * exp(a)", (g, a) => g.multiply([g.number(0), g.apply("exp", a)])],
    ["a / a", (g, a) => g.divide(a, a)],
    ["0 / a", (g, a) => g.divide(g.number(0), a)],
    ["a <= a", (g, a) => g.lessEqual(a, a)],
  ])("leaves %s, which may be NaN or depend on it", (expected, make) => {
    expect(build(make)).toBe(expected);
  });

  it("never folds parameters", () => {
    expect(build((g, a, b) => g.multiply([g.divide(a, b), b]))).toBe("b * (a / b)");
  });

  it("refuses a condition where a number is needed, and the reverse", () => {
    expect(() => build((g, a, b) => g.add([a, g.less(a, b)]))).toThrow(TypeError);
    expect(() => build((g, a, b, c) => g.conditional(a, b, c))).toThrow(TypeError);
    expect(() => build((g, a, b) => g.conditional(g.less(a, b), a, g.less(b, a)))).toThrow(TypeError);
  });
});

describe("substitution", () => {
  it("has the value of the expression at the values of the replacements", () => {
    fc.assert(
      fc.property(expressions(20, false), point, ({ graph, root, symbols }, values) => {
        const [x, y] = symbols;
        if (x === undefined || y === undefined) throw new Error("no symbols");
        const image = substitute(
          graph,
          root,
          new Map([
            [x, graph.number(values[0])],
            [y, graph.symbol(x)],
          ]),
        );
        const expected = evaluate(
          graph,
          root,
          (symbol) => [values[0], values[1], values[2]][symbol] ?? Number.NaN,
        );
        const value = evaluate(
          graph,
          image,
          (symbol) => [values[1], Number.NaN, values[2]][symbol] ?? Number.NaN,
        );
        const size = Math.abs(Number(expected));
        if (size < 1e3) expect(Math.abs(Number(value) - Number(expected))).toBeLessThan(1e-9 * (1 + size));
      }),
      { seed: 31, numRuns: 200 },
    );
  });

  it("keeps the local time of pulses", () => {
    const graph = new ExpressionGraph();
    const time = graph.declareSymbol("time", "time");
    const localTime = graph.declareSymbol("u", "local");
    const k = graph.declareSymbol("k", "parameter");
    const one = graph.number(1);
    const body = graph.multiply([graph.symbol(k), graph.symbol(localTime)]);
    const sum = graph.sumOverPulses({
      body,
      start: one,
      period: one,
      count: one,
      time: graph.symbol(time),
      localTime,
    });
    const image = substitute(graph, sum, new Map([[k, graph.number(5)]]));
    expect(dependencies(graph, sum)).toEqual(new Set([time, k]));
    expect(dependencies(graph, image)).toEqual(new Set([time]));
    expect(evaluate(graph, image, () => 3)).toBe(10);
  });
});
