import { describe, expect, test } from "vitest";
import { ExpressionGraph } from "../../../../compiler/expression/graph.ts";
import { isSameValue } from "../../../../compiler/plan/graph/sameValue.ts";

const graph = new ExpressionGraph();
const [a, b] = ["a", "b"].map((name) => graph.symbol(graph.declareSymbol(name, "attribute")));
const there = graph.subtract(b, a);
const back = graph.subtract(a, b);
const limit = graph.number(0.5);

describe("the same value", () => {
  test("is seen in numbers that are written otherwise", () => {
    expect(isSameValue(graph, graph.apply("abs", there), graph.apply("abs", back))).toBe(true);
    expect(isSameValue(graph, there, back)).toBe(false);
  });

  test("is seen in conditions whose terms are the same", () => {
    const one = graph.and([
      graph.less(graph.apply("abs", there), limit),
      graph.less(a, limit),
      graph.less(b, limit),
    ]);
    const same = graph.and([
      graph.less(b, limit),
      graph.less(a, limit),
      graph.less(graph.apply("abs", back), limit),
    ]);
    const other = graph.and([graph.less(b, limit), graph.less(a, limit), graph.less(there, limit)]);
    expect(isSameValue(graph, one, same)).toBe(true);
    expect(isSameValue(graph, one, other)).toBe(false);
  });
});
