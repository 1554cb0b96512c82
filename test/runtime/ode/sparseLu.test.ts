import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { planFactorisation } from "../../../compiler/plan/sparse/symbolicFactorisation.ts";
import { SparseLu } from "../../../runtime/engines/ode/sparseLu.ts";
import { arrow, patternFrom, tridiagonal } from "../../support/sparsePatterns.ts";
import type { SparsePattern } from "../../../runtime/model.ts";

/** (shift I - J) x by columns. */
function product(pattern: SparsePattern, jacobian: Float64Array, shift: number, x: Float64Array): number[] {
  const result = Array.from(x, (value) => shift * value);
  for (let column = 0; column < pattern.size; column++) {
    for (let p = pattern.columnStart[column]; p < pattern.columnStart[column + 1]; p++) {
      result[pattern.row[p]] -= jacobian[p] * x[column];
    }
  }
  return result;
}

/** Gauss elimination with pivoting on the full matrix. */
function denseSolve(pattern: SparsePattern, jacobian: Float64Array, shift: number, b: number[]): number[] {
  const { size } = pattern;
  const rows = b.map((value, i) => {
    const row = Array.from({ length: size + 1 }, () => 0);
    row[i] = shift;
    row[size] = value;
    return row;
  });
  for (let column = 0; column < size; column++) {
    for (let p = pattern.columnStart[column]; p < pattern.columnStart[column + 1]; p++) {
      rows[pattern.row[p]][column] -= jacobian[p];
    }
  }
  for (let k = 0; k < size; k++) {
    let pivot = k;
    for (let i = k; i < size; i++) if (Math.abs(rows[i][k]) > Math.abs(rows[pivot][k])) pivot = i;
    [rows[k], rows[pivot]] = [rows[pivot], rows[k]];
    for (let i = k + 1; i < size; i++) {
      const factor = rows[i][k] / rows[k][k];
      for (let j = k; j <= size; j++) rows[i][j] -= factor * rows[k][j];
    }
  }
  const x = Array.from({ length: size }, () => 0);
  for (let k = size - 1; k >= 0; k--) {
    let sum = rows[k][size];
    for (let j = k + 1; j < size; j++) sum -= rows[k][j] * x[j];
    x[k] = sum / rows[k][k];
  }
  return x;
}

function entries(pattern: SparsePattern): Float64Array {
  return Float64Array.from(pattern.row, (row, p) => Math.sin(1 + 3 * p + row));
}

describe("sparse factorisation", () => {
  it("agrees with a dense one on random patterns", () => {
    const pair = (size: number) =>
      fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 }));
    const patterns = fc
      .integer({ min: 1, max: 25 })
      .chain((size) => fc.tuple(fc.constant(size), fc.array(pair(size), { maxLength: 5 * size })));
    fc.assert(
      fc.property(patterns, ([size, positions]) => {
        const pattern = patternFrom(size, positions);
        const lu = new SparseLu(pattern, planFactorisation(pattern));
        const jacobian = entries(pattern);
        const b = Float64Array.from({ length: size }, (_, i) => Math.cos(i));
        const x = new Float64Array(size);
        expect(lu.factorise(jacobian, 30)).toBe(true);
        lu.solve(b, x);
        const expected = denseSolve(pattern, jacobian, 30, [...b]);
        x.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 11));
      }),
      { numRuns: 200, seed: 1 },
    );
  });

  it.each([
    { name: "arrow", pattern: arrow(40) },
    { name: "tridiagonal", pattern: tridiagonal(40) },
    {
      name: "full",
      pattern: patternFrom(
        13,
        Array.from({ length: 169 }, (_, i) => [i % 13, Math.floor(i / 13)]),
      ),
    },
    { name: "diagonal", pattern: patternFrom(5, []) },
  ])("solves with an $name matrix", ({ pattern }) => {
    const lu = new SparseLu(pattern, planFactorisation(pattern));
    const jacobian = entries(pattern);
    const x = Float64Array.from({ length: pattern.size }, (_, i) => 1 + i);
    const b = Float64Array.from(product(pattern, jacobian, 60, x));
    expect(lu.factorise(jacobian, 60)).toBe(true);
    lu.solve(b, b);
    b.forEach((value, i) => expect(value).toBeCloseTo(x[i], 10));
  });

  it("says when a pivot vanishes", () => {
    const pattern = patternFrom(2, [
      [0, 1],
      [1, 0],
    ]);
    const lu = new SparseLu(pattern, planFactorisation(pattern));
    expect(lu.factorise(Float64Array.of(1, 1, 1, 1), 0)).toBe(false);
  });

  it("says when an entry is not finite", () => {
    const pattern = patternFrom(1, []);
    const lu = new SparseLu(pattern, planFactorisation(pattern));
    expect(lu.factorise(Float64Array.of(Number.NaN), 1)).toBe(false);
  });

  it("can be used again with other numbers", () => {
    const pattern = tridiagonal(6);
    const lu = new SparseLu(pattern, planFactorisation(pattern));
    const jacobian = entries(pattern);
    lu.factorise(jacobian, 100);
    lu.factorise(jacobian, 10);
    const x = Float64Array.of(1, 2, 3, 4, 5, 6);
    const b = Float64Array.from(product(pattern, jacobian, 10, x));
    lu.solve(b, b);
    b.forEach((value, i) => expect(value).toBeCloseTo(x[i], 12));
  });
});
