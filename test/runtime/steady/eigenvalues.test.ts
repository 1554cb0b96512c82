import { describe, expect, it } from "vitest";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { eigenvalues } from "../../../runtime/steady/eigenvalues.ts";

function expectEigenvalues(
  rows: readonly (readonly number[])[],
  known: readonly (readonly [number, number])[],
): void {
  const found = eigenvalues(Float64Array.from(rows.flat()), rows.length);
  expect(found).toHaveLength(known.length);
  known.forEach(([real, imaginary], i) => {
    expect(found[i].real).toBeCloseTo(real, 9);
    expect(found[i].imaginary).toBeCloseTo(imaginary, 9);
  });
}

describe("eigenvalues", () => {
  it("of nothing are none", () => {
    expect(eigenvalues(new Float64Array(0), 0)).toEqual([]);
  });

  it("of a triangular matrix stand on its diagonal", () => {
    expectEigenvalues(
      [
        [1, 2, 3],
        [0, -4, 5],
        [0, 0, 7],
      ],
      [
        [7, 0],
        [1, 0],
        [-4, 0],
      ],
    );
  });

  it("of a rotation are complex", () => {
    expectEigenvalues(
      [
        [0, -2],
        [2, 0],
      ],
      [
        [0, 2],
        [0, -2],
      ],
    );
  });

  it("of a cyclic shift are the roots of one, on which unshifted iterations stand still", () => {
    const half = Math.sqrt(3) / 2;
    expectEigenvalues(
      [
        [0, 0, 1],
        [1, 0, 0],
        [0, 1, 0],
      ],
      [
        [1, 0],
        [-0.5, half],
        [-0.5, -half],
      ],
    );
  });

  it("of a companion matrix are the roots of its polynomial", () => {
    // (x - 1) (x + 2) (x - 3) (x^2 + 2 x + 5)
    const p = [6, -5, -2, 1];
    const q = [5, 2, 1];
    const product = Array.from({ length: 6 }, () => 0);
    p.forEach((a, i) => {
      q.forEach((b, j) => {
        product[i + j] += a * b;
      });
    });
    const rows = Array.from({ length: 5 }, (_, i) =>
      Array.from({ length: 5 }, (_unused, j) => (j === 4 ? -product[i] : i === j + 1 ? 1 : 0)),
    );
    expectEigenvalues(rows, [
      [3, 0],
      [1, 0],
      [-1, 2],
      [-1, -2],
      [-2, 0],
    ]);
  });

  it("of a random matrix of 40 rows have its trace and the trace of its square, whatever the scales", () => {
    const n = 40;
    const random = RandomStream.fromSeed("matrix", 1, "test");
    const matrix = Float64Array.from({ length: n * n }, () => random.normal());
    // A similarity that spreads the entries over twelve orders of magnitude keeps the eigenvalues.
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) matrix[i * n + j] *= 10 ** (((i * 7) % 13) - ((j * 7) % 13));
    }
    let trace = 0;
    let square = 0;
    for (let i = 0; i < n; i++) {
      trace += matrix[i * n + i];
      for (let j = 0; j < n; j++) square += matrix[i * n + j] * matrix[j * n + i];
    }
    const found = eigenvalues(matrix, n);
    expect(found.reduce((sum, { real }) => sum + real, 0)).toBeCloseTo(trace, 8);
    expect(found.reduce((sum, { imaginary }) => sum + imaginary, 0)).toBeCloseTo(0, 8);
    expect(found.reduce((sum, { real, imaginary }) => sum + real ** 2 - imaginary ** 2, 0)).toBeCloseTo(
      square,
      6,
    );
  });

  it("of what is no number are refused", () => {
    expect(() => eigenvalues(Float64Array.of(1, Number.NaN, 0, 1), 2)).toThrow(RangeError);
  });
});
