/** Patterns of sparse matrices, for tests. */
import type { SparsePattern } from "../../runtime/model.ts";

/** The diagonal and the given (row, column) positions. */
export function patternFrom(size: number, positions: readonly (readonly number[])[]): SparsePattern {
  const columns = Array.from({ length: size }, (_, i) => new Set([i]));
  for (const [row, column] of positions) columns[column].add(row);
  const rows = columns.map((column) => [...column].sort((a, b) => a - b));
  const columnStart = new Int32Array(size + 1);
  rows.forEach((column, j) => {
    columnStart[j + 1] = columnStart[j] + column.length;
  });
  return { size, columnStart, row: Int32Array.from(rows.flat()) };
}

/** First row, first column and diagonal: in natural order elimination fills everything. */
export function arrow(size: number): SparsePattern {
  const positions: number[][] = [];
  for (let i = 1; i < size; i++) positions.push([0, i], [i, 0]);
  return patternFrom(size, positions);
}

export function tridiagonal(size: number): SparsePattern {
  const positions: number[][] = [];
  for (let i = 1; i < size; i++) positions.push([i - 1, i], [i, i - 1]);
  return patternFrom(size, positions);
}
