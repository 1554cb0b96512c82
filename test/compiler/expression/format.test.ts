import * as fc from "fast-check";
import { all, create } from "mathjs";
import { expect, it } from "vitest";
import { evaluate } from "../../../compiler/expression/evaluate.ts";
import { formatExpression, formatMathjs, formatTex } from "../../../compiler/expression/format.ts";
import { ExpressionGraph } from "../../../compiler/expression/graph.ts";
import { expressions } from "./arbitraryExpression.ts";

/** Gives NaN, as doubles do, where mathjs would otherwise go over to complex numbers. */
const mathjs = create(all, { predictable: true });

/** Far enough apart for the tolerance that mathjs has in comparisons. */
const gridPoint = fc.tuple(
  fc.constantFrom(-1.25, 0.5, 2),
  fc.constantFrom(-0.75, 0.375, 1.5),
  fc.constant(0.875),
);

it("writes what mathjs reads as the same value", () => {
  let compared = 0;
  fc.assert(
    fc.property(expressions(10, true), gridPoint, ({ graph, root }, [x, y, z]) => {
      const text = formatMathjs(graph, root);
      if (text.length > 300) return;
      const expected = evaluate(graph, root, (symbol) => [x, y, z][symbol] ?? Number.NaN);
      const value: unknown = mathjs.evaluate(text, { x, y, z });
      // mathjs rounds halves away from zero, and has a tolerance in comparisons.
      if (typeof value !== "number" || typeof expected !== "number" || /round|==|<=/.test(text)) return;
      if (!Number.isFinite(expected)) return;
      compared++;
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(expected)));
    }),
    { seed: 41, numRuns: 250 },
  );
  expect(compared).toBeGreaterThan(120);
});

it("writes a formula as one would in a model", () => {
  const graph = new ExpressionGraph();
  const k = graph.symbol(graph.declareSymbol("kcat", "parameter"));
  const s = graph.symbol(graph.declareSymbol("S", "state"));
  const km = graph.symbol(graph.declareSymbol("Km", "parameter"));
  const power = (id: typeof s): typeof s => graph.power(id, graph.number(2));
  const rate = graph.divide(graph.multiply([k, power(s)]), graph.add([power(km), power(s)]));
  expect(formatExpression(graph, rate)).toBe("kcat * S^2 / (S^2 + Km^2)");
  expect(formatExpression(graph, rate, { hints: new Map([[power(s), "Q"]]) })).toBe("kcat * Q / (Q + Km^2)");
});

it("gives TeX with upright names", async () => {
  const graph = new ExpressionGraph();
  const k = graph.symbol(graph.declareSymbol("k_on.slow", "parameter"));
  const s = graph.symbol(graph.declareSymbol("Ca", "state"));
  const tex = await formatTex(graph, graph.divide(k, graph.apply("sqrt", s)));
  expect(tex.replaceAll(/\s/g, "")).toBe("\\frac{\\mathrm{k\\_on.slow}}{\\sqrt{\\mathrm{Ca}}}");
});

it("shortens an overlong formula for people and refuses it for mathjs", () => {
  const graph = new ExpressionGraph();
  let id = graph.symbol(graph.declareSymbol("a", "parameter"));
  for (let i = 0; i < 30; i++) id = graph.add([graph.apply("sin", id), graph.apply("cos", id)]);
  expect(formatExpression(graph, id).length).toBeLessThan(50_000);
  expect(() => formatMathjs(graph, id)).toThrow(RangeError);
});
