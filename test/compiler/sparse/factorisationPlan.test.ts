import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markowitzOrder } from "../../../compiler/plan/sparse/markowitz.ts";
import { minimumDegreeOrder } from "../../../compiler/plan/sparse/minimumDegree.ts";
import {
  planFactorisation,
  symbolicFactorisation,
} from "../../../compiler/plan/sparse/symbolicFactorisation.ts";
import type { SparseFactorisation, SparsePattern } from "../../../runtime/model.ts";
import { arrow, patternFrom, tridiagonal } from "../../support/sparsePatterns.ts";

const orders = [
  { name: "minimum degree", order: minimumDegreeOrder },
  { name: "Markowitz", order: markowitzOrder },
] as const;

const pair = (size: number) =>
  fc.tuple(fc.integer({ min: 0, max: size - 1 }), fc.integer({ min: 0, max: size - 1 }));
const patterns = fc
  .integer({ min: 1, max: 30 })
  .chain((size) => fc.array(pair(size), { maxLength: 4 * size }).map((list) => patternFrom(size, list)));

function entriesOf({ lowerIndex, upperIndex }: SparseFactorisation): number {
  return lowerIndex.length + upperIndex.length;
}

/** Elimination on a full table of booleans. */
function bruteForce(pattern: SparsePattern, order: Int32Array): { lower: number[][]; upper: number[][] } {
  const { size, columnStart, row } = pattern;
  const position = new Map([...order].map((index, k) => [index, k]));
  const table = Array.from({ length: size }, () => Array.from({ length: size }, () => false));
  for (let column = 0; column < size; column++) {
    for (let p = columnStart[column]; p < columnStart[column + 1]; p++) {
      table[position.get(row[p]) ?? 0][position.get(column) ?? 0] = true;
    }
  }
  for (let k = 0; k < size; k++) {
    for (let i = k + 1; i < size; i++) {
      if (!table[i][k]) continue;
      for (let j = k + 1; j < size; j++) table[i][j] ||= table[k][j];
    }
  }
  const indices = table.map((line) => line.flatMap((isThere, j) => (isThere ? [j] : [])));
  return {
    lower: indices.map((line, k) => line.filter((j) => j < k)),
    upper: indices.map((line, k) => line.filter((j) => j >= k)),
  };
}

function rowsOf(start: Int32Array, index: Int32Array): number[][] {
  return Array.from({ length: start.length - 1 }, (_, k) => [...index.subarray(start[k], start[k + 1])]);
}

describe.each(orders)("$name order", ({ order }) => {
  it("is a permutation", () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const sorted = [...order(pattern)].sort((a, b) => a - b);
        expect(sorted).toEqual(Array.from({ length: pattern.size }, (_, i) => i));
      }),
      { numRuns: 200, seed: 2 },
    );
  });

  it.each([
    { name: "arrow", pattern: arrow(50) },
    { name: "tridiagonal", pattern: tridiagonal(50) },
    { name: "diagonal", pattern: patternFrom(7, []) },
  ])("fills nothing in an $name matrix", ({ pattern }) => {
    const plan = symbolicFactorisation(pattern, order(pattern));
    expect(entriesOf(plan)).toBe(pattern.row.length);
  });

  it("fills a grid little", () => {
    const side = 20;
    const positions: number[][] = [];
    for (let i = 0; i < side * side; i++) {
      if (i % side > 0) positions.push([i, i - 1], [i - 1, i]);
      if (i >= side) positions.push([i, i - side], [i - side, i]);
    }
    const pattern = patternFrom(side * side, positions);
    const plan = symbolicFactorisation(pattern, order(pattern));
    // In natural order the band fills: about 2 * 20^3 entries.
    expect(entriesOf(plan)).toBeLessThan(9000);
  });
});

describe("Markowitz order", () => {
  it("fills nothing in a matrix that is triangular but for its order", () => {
    // Every state feeds those with a smaller number at odd distance.
    const positions: number[][] = [];
    for (let i = 0; i < 30; i++) for (let j = 0; j < i; j += 3) positions.push([j, i]);
    const pattern = patternFrom(30, positions);
    expect(entriesOf(symbolicFactorisation(pattern, markowitzOrder(pattern)))).toBe(pattern.row.length);
  });
});

describe("symbolic factorisation", () => {
  it("finds the fill that elimination makes", () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const plan = planFactorisation(pattern);
        const { lower, upper } = bruteForce(pattern, plan.order);
        expect(rowsOf(plan.lowerStart, plan.lowerIndex)).toEqual(lower);
        expect(rowsOf(plan.upperStart, plan.upperIndex)).toEqual(upper);
      }),
      { numRuns: 200, seed: 3 },
    );
  });

  it("gives the order alone when there would be more entries than allowed", () => {
    const pattern = tridiagonal(20);
    const order = minimumDegreeOrder(pattern);
    const entries = entriesOf(symbolicFactorisation(pattern, order));
    expect(symbolicFactorisation(pattern, order, entries).isOrderOnly).toBeUndefined();
    const bare = symbolicFactorisation(pattern, order, entries - 1);
    expect(bare).toMatchObject({ order, isOrderOnly: true });
    expect(entriesOf(bare)).toBe(0);
  });

  it("takes an empty pattern", () => {
    const plan = planFactorisation(patternFrom(0, []));
    expect(plan.order.length).toBe(0);
    expect([...plan.upperStart]).toEqual([0]);
  });

  it("is the same for the same pattern", () => {
    const pattern = arrow(20);
    expect(planFactorisation(pattern)).toEqual(planFactorisation(pattern));
  });
});
