/** Convex curvatures of energies against the exact second derivatives. */
import { describe, expect, test } from "vitest";
import { ExpressionGraph, type ExpressionId, type SymbolId } from "../../../../compiler/expression/graph.ts";
import { differentiate } from "../../../../compiler/expression/differentiate.ts";
import { evaluate } from "../../../../compiler/expression/evaluate.ts";
import { convexCurvature, withoutSquaredRoots } from "../../../../compiler/plan/graph/curvature.ts";

const graph = new ExpressionGraph();
const coordinates: SymbolId[] = ["ax", "ay", "bx", "by", "cx", "cy"].map((name) =>
  graph.declareSymbol(name, "attribute"),
);
const [ax, ay, bx, by, cx, cy] = coordinates.map((symbol) => graph.symbol(symbol));
const sub = (p: ExpressionId, q: ExpressionId): ExpressionId => graph.subtract(p, q);
const square = (p: ExpressionId): ExpressionId => graph.power(p, graph.number(2));
const norm = (x: ExpressionId, y: ExpressionId): ExpressionId =>
  graph.apply("sqrt", graph.add([square(x), square(y)]));
const first = [sub(bx, ax), sub(by, ay)] as const;
const second = [sub(cx, bx), sub(cy, by)] as const;
const unit = ([x, y]: readonly [ExpressionId, ExpressionId]): [ExpressionId, ExpressionId] => [
  graph.divide(x, norm(x, y)),
  graph.divide(y, norm(x, y)),
];

function at(values: readonly number[], ids: readonly ExpressionId[]): number[] {
  const places = new Map(coordinates.map((symbol, i) => [symbol, values[i]]));
  return ids.map((id) => Number(evaluate(graph, id, (symbol) => places.get(symbol) ?? 0)));
}

function exact(energy: ExpressionId): readonly ExpressionId[] {
  const gradient = differentiate(graph, energy, coordinates);
  return gradient.flatMap((row) => differentiate(graph, row, coordinates));
}

function smallestForm(matrix: readonly number[]): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let k = 0; k < 200; k++) {
    const v = coordinates.map((_, i) => Math.sin(1 + 3.7 * k + 1.3 * i * k));
    let sum = 0;
    for (let r = 0; r < 6; r++) for (let c = 0; c < 6; c++) sum += v[r] * matrix[r * 6 + c] * v[c];
    smallest = Math.min(smallest, sum);
  }
  return smallest;
}

const bent = [0, 0, 1, 0.1, 2, 0.4];
const straight = [0, 0, 1, 0, 2, 0];
const rest = graph.number(0.9);

describe("curvature", () => {
  test("is exact for an energy that is quadratic in coordinates", () => {
    const x = graph.add([ax, graph.multiply([graph.number(-2), bx]), cx]);
    const y = graph.add([ay, graph.multiply([graph.number(-2), by]), cy]);
    const energy = graph.add([square(x), square(y)]);
    const [mine, theirs] = [at(bent, convexCurvature(graph, energy, coordinates)), at(bent, exact(energy))];
    mine.forEach((value, i) => expect(value).toBeCloseTo(theirs[i], 12));
  });

  test("is exact for a stretched spring", () => {
    const energy = square(sub(norm(...first), rest));
    const [mine, theirs] = [at(bent, convexCurvature(graph, energy, coordinates)), at(bent, exact(energy))];
    mine.forEach((value, i) => expect(value).toBeCloseTo(theirs[i], 12));
  });

  test("leaves out what is concave in a compressed spring", () => {
    const energy = square(sub(norm(...first), graph.number(2)));
    const matrix = at(bent, convexCurvature(graph, energy, coordinates));
    expect(smallestForm(matrix)).toBeGreaterThan(-1e-12);
    expect(smallestForm(at(bent, exact(energy)))).toBeLessThan(-0.1);
  });

  test("is exact for bending of a straight chain, and never negative for a bent one", () => {
    const [u, v] = [unit(first), unit(second)];
    const energy = withoutSquaredRoots(graph, square(norm(sub(v[0], u[0]), sub(v[1], u[1]))));
    const curvature = convexCurvature(graph, energy, coordinates);
    const [mine, theirs] = [at(straight, curvature), at(straight, exact(energy))];
    mine.forEach((value, i) => expect(value).toBeCloseTo(theirs[i], 12));
    const sharp = [0, 0, 1, 0, 1, 1];
    expect(smallestForm(at(sharp, curvature))).toBeGreaterThan(-1e-12);
    expect(Math.max(...at(sharp, curvature))).toBeGreaterThan(0.5);
  });
});
