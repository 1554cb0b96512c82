/** Random expressions for property tests, over three symbols, in domains where all functions are smooth. */
import * as fc from "fast-check";
import { ExpressionGraph, type ExpressionId, type SymbolId } from "../../../compiler/expression/graph.ts";
import type { UnaryFunction } from "../../../compiler/expression/operations.ts";

export interface RandomExpression {
  readonly graph: ExpressionGraph;
  readonly root: ExpressionId;
  readonly symbols: readonly SymbolId[];
}

/** A recipe in reverse Polish form: each step takes what it needs from the nodes made so far. */
type Step = readonly [kind: number, first: number, second: number, third: number, value: number];

const stepArbitrary: fc.Arbitrary<Step> = fc.tuple(
  fc.nat(1000),
  fc.nat(1000),
  fc.nat(1000),
  fc.nat(1000),
  fc.integer({ min: -8, max: 8 }).map((n) => n / 4),
);

const smooth: readonly UnaryFunction[] = ["exp", "expm1", "sin", "cos", "atan", "sinh", "cosh", "tanh"];
const rough: readonly UnaryFunction[] = [
  "abs",
  "log",
  "log1p",
  "log10",
  "sqrt",
  "tan",
  "floor",
  "ceil",
  "round",
];

/** Expressions of up to `size` operations; with `roughToo` also such as jump or are undefined somewhere. */
export function expressions(size: number, roughToo: boolean): fc.Arbitrary<RandomExpression> {
  return fc.array(stepArbitrary, { minLength: 1, maxLength: size }).map((steps) => {
    const graph = new ExpressionGraph();
    const symbols = ["x", "y", "z"].map((name) => graph.declareSymbol(name, "parameter"));
    const nodes = symbols.map((symbol) => graph.symbol(symbol));
    const pick = (n: number): ExpressionId => {
      const node = nodes[nodes.length - 1 - (n % Math.min(nodes.length, 6))];
      if (node === undefined) throw new Error("no node");
      return node;
    };
    const one = graph.number(1);
    const bounded = (id: ExpressionId): ExpressionId => graph.apply("tanh", id);
    const positive = (id: ExpressionId): ExpressionId =>
      graph.add([one, graph.power(bounded(id), graph.number(2))]);
    for (const [kind, i, j, k, value] of steps) {
      const a = pick(i);
      const b = pick(j);
      const c = pick(k);
      const functions = roughToo ? [...smooth, ...rough] : smooth;
      const name = functions[k % functions.length] ?? "exp";
      const makers: (() => ExpressionId)[] = [
        () => graph.add([a, b, c]),
        () => graph.subtract(a, b),
        () => graph.multiply([a, b, graph.number(value)]),
        () => graph.multiply([a, b, c]),
        () => graph.divide(a, positive(b)),
        () => graph.power(positive(a), bounded(b)),
        () => graph.power(a, graph.number(1 + (k % 5))),
        () => graph.power(positive(a), graph.number(-1 - (k % 4))),
        () => graph.power(positive(a), graph.number(value)),
        () => graph.negate(a),
        () => graph.add([a, graph.number(value)]),
        () => graph.apply(name, bounded(a)),
        () => graph.apply("log", positive(a)),
        () => graph.apply("sqrt", positive(a)),
      ];
      if (roughToo) {
        makers.push(
          () => graph.minimum(a, b),
          () => graph.maximum(a, b),
          () => graph.divide(a, b),
          () => graph.power(a, b),
          () => graph.apply(name, a),
          () => graph.conditional(graph.less(a, b), c, a),
          () => graph.conditional(graph.and([graph.lessEqual(a, b), graph.notEqual(b, c)]), b, c),
          () => graph.conditional(graph.or([graph.not(graph.less(a, c)), graph.equal(a, b)]), a, b),
        );
      }
      const make = makers[kind % makers.length];
      if (make !== undefined) nodes.push(make());
    }
    return { graph, root: pick(0), symbols };
  });
}

export const point = fc.tuple(
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: -2, max: 2, noNaN: true }),
  fc.double({ min: 0.1, max: 3, noNaN: true }),
);
