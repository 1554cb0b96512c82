/** Vector functions as expressions, against the usual formulas on plain numbers. */
import { describe, expect, test } from "vitest";
import { differentiate } from "../../../compiler/expression/differentiate.ts";
import { evaluate } from "../../../compiler/expression/evaluate.ts";
import { ExpressionGraph, type ExpressionId } from "../../../compiler/expression/graph.ts";
import { type Components, VectorAlgebra } from "../../../compiler/model/spatial/vectorAlgebra.ts";

const graph = new ExpressionGraph();
const algebra = new VectorAlgebra(graph);
const vector = (...values: number[]): Components => values.map((value) => graph.number(value));
const number = (id: ExpressionId): number => Number(evaluate(graph, id, () => Number.NaN));
const numbers = (components: Components): number[] => components.map(number);
const close = (found: readonly number[], expected: readonly number[]): void => {
  expect(found).toHaveLength(expected.length);
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i] ?? Number.NaN, 12));
};

test("products", () => {
  const [u, v] = [vector(1, 2, 3), vector(-2, 0.5, 4)];
  expect(number(algebra.dot(u, v))).toBe(11);
  close(numbers(algebra.cross(u, v)), [2 * 4 - 3 * 0.5, 3 * -2 - 1 * 4, 1 * 0.5 - 2 * -2]);
  close(numbers(algebra.cross(vector(1, 2), vector(-2, 0.5))), [4.5]);
});

describe("angles", () => {
  test.each([0, 1e-9, 0.3, Math.PI / 2, 2, Math.PI - 1e-9, Math.PI])("of %d in the plane", (angle) => {
    const v = vector(3 * Math.cos(angle), 3 * Math.sin(angle));
    expect(number(algebra.angle(vector(2, 0), v))).toBeCloseTo(angle, 14);
    expect(number(algebra.angle(v, vector(2, 0)))).toBeCloseTo(angle, 14);
  });

  test.each([0, 1e-9, 0.3, Math.PI / 2, 2, Math.PI])("of %d in space", (angle) => {
    const v = vector(0, 3 * Math.cos(angle), 3 * Math.sin(angle));
    expect(number(algebra.angle(vector(0, 2, 0), v))).toBeCloseTo(angle, 14);
  });

  test("their squares have slopes where vectors are parallel or at right angles", () => {
    const symbols = ["x", "y"].map((name) => graph.declareSymbol(name, "attribute"));
    const angle = algebra.angle(
      vector(1, 0),
      symbols.map((symbol) => graph.symbol(symbol)),
    );
    const slopes = differentiate(graph, graph.multiply([angle, angle]), symbols);
    const at = (place: readonly number[]): number[] =>
      slopes.map((slope) => Number(evaluate(graph, slope, (symbol) => place[symbols.indexOf(symbol)] ?? 0)));
    // angle = atan2(y, x): the gradient of its square is 2 angle (-y, x) / (x^2 + y^2)
    close(at([2, 0]), [0, 0]);
    close(at([0, 2]), [-Math.PI / 2, 0]);
    close(at([-1, 1]), [-(3 * Math.PI) / 4, -(3 * Math.PI) / 4]);
  });
});

describe("rotations", () => {
  test("turn to the left in the plane", () => {
    close(numbers(algebra.rotate(vector(2, 0), null, graph.number(Math.PI / 2))), [0, 2]);
  });

  test("keep what is along the axis", () => {
    close(numbers(algebra.rotate(vector(1, 0, 3), vector(0, 0, 5), graph.number(Math.PI / 2))), [0, 1, 3]);
  });

  test.each([[[1, 2, 3]], [[5, 0, 0]], [[0, 0, -2]], [[1, 1e-8, 0]]])(
    "a perpendicular of %j is a unit vector at right angles",
    (values) => {
      const v = vector(...values);
      const found = algebra.perpendicular(v);
      expect(number(algebra.dot(found, v))).toBeCloseTo(0, 14);
      expect(number(algebra.norm(found))).toBeCloseTo(1, 14);
    },
  );
});

test.each([
  [[0.5, 2], 2],
  [[-3, 4], 5],
  [[5, 3], 5],
  [[0.3, 0], 0],
])("from %j to the segment between (0, 0) and (1, 0) it is %d", (point, distance) => {
  expect(number(algebra.segmentDistance(vector(...point), vector(0, 0), vector(1, 0)))).toBeCloseTo(
    distance,
    14,
  );
});

test("a segment without length is a point", () => {
  expect(number(algebra.segmentDistance(vector(3, 4), vector(0, 0), vector(0, 0)))).toBe(5);
});
