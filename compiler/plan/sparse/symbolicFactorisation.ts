/**
 * Where L and U of a sparse matrix have entries, found without any numbers.
 *
 * For M = shift I - J with the pattern of J, and P the elimination order, the layout of P M P^T = L U is by
 * rows in eliminated numbering (index k stands for state `order[k]`):
 *
 *   lowerIndex[lowerStart[k] .. lowerStart[k + 1])  columns j < k of row k of L, ascending; L has a unit
 *                                                   diagonal, which is not stored
 *   upperIndex[upperStart[k] .. upperStart[k + 1])  columns j >= k of row k of U, ascending; the diagonal
 *                                                   comes first and is always present
 *
 * Pivots stay on the diagonal. Row k of L U is what can be reached from the entries of row k of M by going
 * from j < k to the entries of row j of U. Once L(i, j) and U(j, i) are both present, everything of row j
 * of U beyond i is in row i too, so the search may skip it.
 *
 * S. C. Eisenstat, J. W. H. Liu (1992), Exploiting structural symmetry in unsymmetric sparse symbolic
 * factorization, SIAM J. Matrix Anal. Appl. 13, 202-211, doi:10.1137/0613015.
 */
import type { SparseFactorisation, SparsePattern } from "../../../runtime/model.ts";
import { markowitzOrder } from "./markowitz.ts";
import { minimumDegree } from "./minimumDegree.ts";

/** Above this many states Markowitz's rule takes too long (0.1 s at this size). */
const markowitzLimit = 1500;

/**
 * Up to so many entries of L and U they are worth being found, which takes 0.1 s for a million. Far below it the solver
 * does without them (`worthwhileFill` of the deterministic engine): for random reactions of 1,600 states with a million
 * entries, a run with whole factors took a hundred times the CPU time of one with incomplete factors.
 */
const fillLimit = 1_000_000;

/** Order and fill for the pattern of a Jacobian; without the fill when that is too much. */
export function planFactorisation(pattern: SparsePattern): SparseFactorisation {
  if (pattern.size <= markowitzLimit)
    return symbolicFactorisation(pattern, markowitzOrder(pattern), fillLimit);
  const { order, isTooFull } = minimumDegree(pattern, fillLimit);
  return isTooFull ? orderOnly(order) : symbolicFactorisation(pattern, order, fillLimit);
}

/** Fill for a given order, a permutation of 0 .. size - 1; the order alone when there are more entries than `limit`. */
export function symbolicFactorisation(
  pattern: SparsePattern,
  order: Int32Array,
  limit = Number.POSITIVE_INFINITY,
): SparseFactorisation {
  const { size } = pattern;
  const rows = permutedRows(pattern, order);
  const lowerRows: Int32Array[] = [];
  const upperRows: Int32Array[] = [];
  /** How much of a row of U the search has to look at. */
  const searched = new Int32Array(size);
  const isPruned = new Uint8Array(size);
  const reached = new Int32Array(size).fill(-1);
  /** Row k so far; what lies left of the diagonal is also the queue of the search. */
  const lower = new Int32Array(size);
  const upper = new Int32Array(size);
  let entries = 0;
  for (let k = 0; k < size; k++) {
    let lowerCount = 0;
    let upperCount = 0;
    let next = rows[k];
    let length = next.length;
    reached[k] = k;
    upper[upperCount++] = k;
    for (let done = 0; ; done++) {
      for (let p = 0; p < length; p++) {
        const index = next[p];
        if (reached[index] === k) continue;
        reached[index] = k;
        if (index > k) upper[upperCount++] = index;
        else lower[lowerCount++] = index;
      }
      if (done === lowerCount) break;
      const j = lower[done];
      next = upperRows[j];
      length = searched[j];
    }
    const lowerRow = ascending(lower, lowerCount, reached, k, 0, k);
    const upperRow = ascending(upper, upperCount, reached, k, k, size);
    lowerRows.push(lowerRow);
    upperRows.push(upperRow);
    entries += lowerCount + upperCount;
    if (entries > limit) return orderOnly(order);
    searched[k] = upperCount;
    for (const j of lowerRow) {
      if (isPruned[j] === 1) continue;
      const row = upperRows[j];
      const at = row.indexOf(k);
      if (at < 0) continue;
      isPruned[j] = 1;
      searched[j] = at + 1;
    }
  }
  const { start: lowerStart, index: lowerIndex } = concatenate(lowerRows);
  const { start: upperStart, index: upperIndex } = concatenate(upperRows);
  return { order, lowerStart, lowerIndex, upperStart, upperIndex };
}

function orderOnly(order: Int32Array): SparseFactorisation {
  const none = new Int32Array(0);
  return { order, lowerStart: none, lowerIndex: none, upperStart: none, upperIndex: none, isOrderOnly: true };
}

/**
 * The first `count` entries of `found` in ascending order. They are the indices in [from, to) marked k: when
 * they are many, reading off the marks is faster than sorting.
 */
function ascending(
  found: Int32Array,
  count: number,
  marks: Int32Array,
  k: number,
  from: number,
  to: number,
): Int32Array {
  const sorted = found.slice(0, count);
  if (count * 16 < to - from) return sorted.sort();
  let filled = 0;
  for (let index = from; index < to; index++) if (marks[index] === k) sorted[filled++] = index;
  return sorted;
}

/** Columns of each row of P M P^T. */
function permutedRows({ size, columnStart, row }: SparsePattern, order: Int32Array): Int32Array[] {
  const position = new Int32Array(size);
  order.forEach((index, k) => {
    position[index] = k;
  });
  const rows: number[][] = Array.from({ length: size }, () => []);
  for (let column = 0; column < size; column++) {
    for (let p = columnStart[column]; p < columnStart[column + 1]; p++) {
      rows[position[row[p]]].push(position[column]);
    }
  }
  return rows.map((columns) => Int32Array.from(columns));
}

function concatenate(rows: readonly Int32Array[]): { start: Int32Array; index: Int32Array } {
  const start = new Int32Array(rows.length + 1);
  rows.forEach((row, k) => {
    start[k + 1] = start[k] + row.length;
  });
  const index = new Int32Array(start[rows.length]);
  rows.forEach((row, k) => index.set(row, start[k]));
  return { start, index };
}
