import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collectShared } from "../../../compiler/expression/collectShared.ts";
import {
  emitAssignments,
  emitInline,
  runtimeFunctions,
} from "../../../compiler/expression/emitExpression.ts";
import { evaluate } from "../../../compiler/expression/evaluate.ts";
import { ExpressionGraph, type ExpressionId } from "../../../compiler/expression/graph.ts";
import { expressions, point } from "./arbitraryExpression.ts";
import { nameOf, runEmitted, runText } from "./runEmitted.ts";

function symbolsOf(graph: ExpressionGraph, ...names: readonly string[]): ExpressionId[] {
  return names.map((name) => graph.symbol(graph.declareSymbol(name, "parameter")));
}

describe("emitted code", () => {
  it("has the bits of the interpreter", () => {
    fc.assert(
      fc.property(expressions(40, true), point, ({ graph, root }, values) => {
        const expected = evaluate(graph, root, (symbol) => values[symbol] ?? Number.NaN);
        expect(runEmitted(graph, [root], values)[0]).toBe(expected);
        if (graph.size < 60) {
          const inline = `out[0] = ${emitInline(graph, root, nameOf(graph))};`;
          expect(runText(inline, values)[0]).toBe(expected);
        }
      }),
      { seed: 11, numRuns: 600 },
    );
  });

  it("computes what several roots share once", () => {
    const graph = new ExpressionGraph();
    const [a, b] = symbolsOf(graph, "a", "b");
    if (a === undefined || b === undefined) throw new Error("no symbols");
    const shared = graph.apply("exp", graph.add([a, b]));
    const roots = [
      { target: "out[0]", id: graph.multiply([a, shared]) },
      { target: "out[1]", id: graph.divide(shared, b) },
    ];
    expect(emitAssignments(graph, roots, (symbol) => graph.symbolInfo(symbol).name)).toBe(
      "const t1 = fdExp(a + b);\nout[0] = a * t1;\nout[1] = t1 / b;\n",
    );
    expect(
      collectShared(
        graph,
        roots.map((root) => root.id),
      ),
    ).toEqual([shared]);
  });

  it("uses given names for named subexpressions and avoids those that are taken", () => {
    const graph = new ExpressionGraph();
    const [a, b] = symbolsOf(graph, "a", "b");
    if (a === undefined || b === undefined) throw new Error("no symbols");
    const sum = graph.add([a, b]);
    const root = graph.power(graph.apply("sin", graph.multiply([sum, a])), graph.number(2));
    const text = emitAssignments(
      graph,
      [{ target: "y", id: root }],
      (symbol) => graph.symbolInfo(symbol).name,
      {
        hints: new Map([[sum, "total"]]),
        isTaken: (name) => name === "t1",
        indent: "  ",
      },
    );
    expect(text).toBe("  const total = a + b;\n  const t2 = fdSin(a * total);\n  y = t2 * t2;\n");
  });

  it.each<
    [string, (graph: ExpressionGraph, a: ExpressionId, b: ExpressionId, c: ExpressionId) => ExpressionId]
  >([
    ["a - (b - c)", (g, a, b, c) => g.add([a, g.negate(g.add([b, g.negate(c)]))])],
    ["a / (b * c)", (g, a, b, c) => g.divide(a, g.multiply([b, c]))],
    ["a * b / c", (g, a, b, c) => g.divide(g.multiply([a, b]), c)],
    ["-a * b", (g, a, b) => g.multiply([g.negate(a), b])],
    ["a - 2 * b - 1", (g, a, b) => g.add([a, g.multiply([g.number(-2), b]), g.number(-1)])],
    ["-(a + b) / c", (g, a, b, c) => g.negate(g.divide(g.add([a, b]), c))],
    [
      "a < b && !(b < c) ? a : b",
      (g, a, b, c) => g.conditional(g.and([g.less(a, b), g.not(g.less(b, c))]), a, b),
    ],
    ["a * a * a + 1e-9", (g, a) => g.add([g.power(a, g.number(3)), g.number(1e-9)])],
    ["integerPower(a, 4) / fdPow(a, b)", (g, a, b) => g.divide(g.power(a, g.number(4)), g.power(a, b))],
    [
      "b === Math.max(a, 0) ? 1 : 2",
      (g, a, b) => g.conditional(g.equal(g.maximum(a, g.number(0)), b), g.number(1), g.number(2)),
    ],
  ])("prints %s", (text, make) => {
    const graph = new ExpressionGraph();
    const [a, b, c] = symbolsOf(graph, "a", "b", "c");
    if (a === undefined || b === undefined || c === undefined) throw new Error("no symbols");
    const root = make(graph, a, b, c);
    const printed = emitInline(graph, root, (symbol) => graph.symbolInfo(symbol).name);
    const scope = (expression: string): string => `const [a, b, c] = v; out[0] = ${expression};`;
    expect(printed).toBe(text);
    expect(runText(scope(printed), [1.5, -0.25, 7])).toEqual(runText(scope(text), [1.5, -0.25, 7]));
  });

  it("names the runtime functions that it calls", () => {
    const graph = new ExpressionGraph();
    const [a, b] = symbolsOf(graph, "a", "b");
    if (a === undefined || b === undefined) throw new Error("no symbols");
    const root = graph.add([
      graph.power(a, b),
      graph.apply("exp", a),
      graph.apply("abs", graph.power(b, graph.number(2))),
    ]);
    expect(runtimeFunctions(graph, [root])).toEqual(["fdExp", "fdPow", "integerPower"]);
  });

  it("calls the engine's functions when asked to", () => {
    const graph = new ExpressionGraph();
    const [a, b] = symbolsOf(graph, "a", "b");
    if (a === undefined || b === undefined) throw new Error("no symbols");
    const root = graph.add([graph.power(a, b), graph.apply("log1p", a), graph.power(b, graph.number(5))]);
    const text = emitAssignments(
      graph,
      [{ target: "y", id: root }],
      (symbol) => graph.symbolInfo(symbol).name,
      {
        functions: "native",
      },
    );
    expect(text).toBe("y = Math.pow(a, b) + Math.log1p(a) + integerPower(b, 5);\n");
    expect(runtimeFunctions(graph, [root], "native")).toEqual(["integerPower"]);
  });

  it("sums 10,000 terms in order", () => {
    const graph = new ExpressionGraph();
    const terms = Array.from({ length: 10_000 }, (_, i) =>
      graph.symbol(graph.declareSymbol(`k${i}`, "parameter")),
    );
    const signed = terms.map((term, i) => (i % 3 === 0 ? graph.negate(term) : term));
    const root = graph.add(signed);
    const values = terms.map((_, i) => Math.sqrt(i + 0.5));
    const expected = evaluate(graph, root, (symbol) => values[symbol] ?? Number.NaN);
    expect(runEmitted(graph, [root], values)).toEqual([expected]);
  });

  it("follows a chain 5,000 deep", () => {
    const graph = new ExpressionGraph();
    const [a] = symbolsOf(graph, "a");
    if (a === undefined) throw new Error("no symbol");
    let root = a;
    for (let i = 0; i < 5000; i++)
      root = graph.apply("sin", graph.divide(graph.add([root, graph.number(i)]), a));
    const expected = evaluate(graph, root, () => 1.25);
    expect(runEmitted(graph, [root], [1.25])).toEqual([expected]);
  });
});

describe("sums over pulses", () => {
  const pulses = (): { graph: ExpressionGraph; root: ExpressionId; body: ExpressionId } => {
    const graph = new ExpressionGraph();
    const [time, start, period, count, tau] = symbolsOf(graph, "time", "start", "period", "count", "tau");
    if (
      time === undefined ||
      start === undefined ||
      period === undefined ||
      count === undefined ||
      tau === undefined
    ) {
      throw new Error("no symbols");
    }
    const localTime = graph.declareSymbol("u", "local");
    const u = graph.symbol(localTime);
    const slow = graph.apply("sqrt", tau);
    const body = graph.multiply([
      graph.divide(u, slow),
      graph.apply("exp", graph.negate(graph.divide(u, slow))),
    ]);
    const sum = graph.sumOverPulses({ body, start, period, count, time, localTime });
    return { graph, root: graph.add([sum, time]), body };
  };
  const shape = (u: number): number => (u / Math.sqrt(4)) * Math.exp(-u / Math.sqrt(4));

  it.each([
    ["before the first", 0.5, 0],
    ["after two", 3.5, shape(2.5) + shape(0.5)],
    ["after the last", 20, shape(19) + shape(17) + shape(15)],
  ])("add the pulses begun: %s", (_, time, expected) => {
    const { graph, root } = pulses();
    const values = [time, 1, 2, 3, 4];
    const value = evaluate(graph, root, (symbol) => values[symbol] ?? Number.NaN);
    expect(value).toBeCloseTo(expected + time, 12);
    expect(runEmitted(graph, [root], values)).toEqual([value]);
  });

  it("are a single pulse without a period", () => {
    const { graph, root } = pulses();
    const values = [3, 1, 0, Infinity, 4];
    const value = evaluate(graph, root, (symbol) => values[symbol] ?? Number.NaN);
    expect(value).toBeCloseTo(3 + shape(2), 12);
    expect(runEmitted(graph, [root], values)).toEqual([value]);
  });

  it("compute outside the loop what the pulse does not change", () => {
    const { graph, root } = pulses();
    const text = emitAssignments(
      graph,
      [{ target: "y", id: root }],
      (symbol) => graph.symbolInfo(symbol).name,
    );
    expect(text.indexOf("Math.sqrt(tau)")).toBeLessThan(text.indexOf("for ("));
    expect(text.match(/Math\.sqrt/g)).toHaveLength(1);
  });
});
