/** How the numbers of a sparse matrix and of its factors lie, as a factorisation row by row goes through them. */
import type { SparseFactorisation, SparsePattern } from "../../model.ts";

/** The entries of row k of P M P^T: start[k] .. start[k + 1]. */
export interface EntriesByRow {
  readonly start: Int32Array;
  /** In elimination numbering. */
  readonly column: Int32Array;
  /** The entry's index in the pattern. */
  readonly source: Int32Array;
}

export function entriesByRow({ size, columnStart, row }: SparsePattern, order: Int32Array): EntriesByRow {
  const position = new Int32Array(size);
  for (let k = 0; k < size; k++) position[order[k]] = k;
  const start = new Int32Array(size + 1);
  for (let p = 0; p < row.length; p++) start[position[row[p]] + 1]++;
  for (let k = 0; k < size; k++) start[k + 1] += start[k];
  const column = new Int32Array(row.length);
  const source = new Int32Array(row.length);
  const next = start.slice();
  for (let j = 0; j < size; j++) {
    for (let p = columnStart[j]; p < columnStart[j + 1]; p++) {
      const at = next[position[row[p]]]++;
      column[at] = position[j];
      source[at] = p;
    }
  }
  return { start, column, source };
}

/** For each row of U, how many rows from it on (at most four) are the next row with its own index in front. */
export function equalRows({ upperStart, upperIndex }: SparseFactorisation, size: number): Uint8Array {
  const run = new Uint8Array(size);
  for (let k = size - 1; k >= 0; k--) {
    run[k] = 1;
    if (k + 1 === size) continue;
    const begin = upperStart[k] + 1;
    const length = upperStart[k + 1] - begin;
    if (length !== upperStart[k + 2] - upperStart[k + 1]) continue;
    let isEqual = true;
    for (let i = 0; i < length && isEqual; i++) {
      isEqual = upperIndex[begin + i] === upperIndex[upperStart[k + 1] + i];
    }
    if (isEqual) run[k] = Math.min(4, run[k + 1] + 1);
  }
  return run;
}

/** By row: the first entry from which on all indices of the row are consecutive; the end of an empty row. */
export function consecutiveFrom(start: Int32Array, index: Int32Array): Int32Array {
  const split = new Int32Array(start.length - 1);
  for (let k = 0; k < split.length; k++) {
    let at = start[k + 1];
    if (at > start[k]) at--;
    while (at > start[k] && index[at - 1] === index[at] - 1) at--;
    split[k] = at;
  }
  return split;
}
