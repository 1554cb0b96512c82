/**
 * The fewest corrections d with C d = b, by iteratively reweighted least squares with an exponent below 1
 * (Gorodnitsky and Rao 1997, doi:10.1109/78.558475; Daubechies et al. 2010, doi:10.1002/cpa.20303): each step
 * solves for the d of least weighted length, and the weights of small corrections grow, which ends with as many
 * zeros as there are to be had.
 */
import type { CycleConstraints } from "./cycleConstraints.ts";

const steps = 60;

/** `isFree`: corrections that cost nothing. */
export function sparseCorrection(
  constraints: CycleConstraints,
  isFree: (pair: number) => boolean = () => false,
): readonly number[] {
  const count = constraints.rows[0]?.length ?? 0;
  const columns = columnsOf(constraints, count);
  // Slightly unequal at first: of corrections that serve equally well one wins, the same one every time.
  let inverseWeights = Array.from({ length: count }, (_, i) => (isFree(i) ? 1e6 : 1 + 1e-3 * ((i * 7) % 11)));
  let corrections = weightedSolution(constraints, columns, inverseWeights);
  let floor = 1;
  for (let step = 0; step < steps; step++) {
    floor = Math.max(floor * 0.7, 1e-8);
    inverseWeights = corrections.map((d, i) => (isFree(i) ? 1e6 : (d * d + floor * floor) ** 0.75));
    corrections = weightedSolution(constraints, columns, inverseWeights);
  }
  return corrections;
}

/** A circle in which a correction stands, and how often. */
interface Entry {
  readonly row: number;
  readonly value: number;
}

/** Of each correction the few circles in which it stands. */
function columnsOf({ rows }: CycleConstraints, count: number): readonly (readonly Entry[])[] {
  return Array.from({ length: count }, (_, i) =>
    rows.flatMap((values, row): Entry[] => (values[i] === 0 ? [] : [{ row, value: values[i] }])),
  );
}

/** The d with C d = b whose sum of d^2 / (inverse weight) is least. */
function weightedSolution(
  { constants }: CycleConstraints,
  columns: readonly (readonly Entry[])[],
  inverseWeights: readonly number[],
): number[] {
  const matrix = constants.map(() => constants.map(() => 0));
  columns.forEach((entries, i) => {
    for (const a of entries)
      for (const b of entries) matrix[a.row][b.row] += a.value * b.value * inverseWeights[i];
  });
  const multipliers = solveSymmetric(matrix, constants);
  return columns.map(
    (entries, i) =>
      inverseWeights[i] * entries.reduce((sum, { row, value }) => sum + value * multipliers[row], 0),
  );
}

/** Gauss elimination with pivots; a row without a pivot gives 0. Changes `matrix`. */
function solveSymmetric(matrix: number[][], right: readonly number[]): number[] {
  const n = right.length;
  const b = [...right];
  const largest = Math.max(...matrix.map((row, i) => Math.abs(row[i])), 0);
  for (let column = 0; column < n; column++) {
    let best = column;
    for (let i = column + 1; i < n; i++)
      if (Math.abs(matrix[i][column]) > Math.abs(matrix[best][column])) best = i;
    [matrix[column], matrix[best]] = [matrix[best], matrix[column]];
    [b[column], b[best]] = [b[best], b[column]];
    const pivot = matrix[column][column];
    if (Math.abs(pivot) <= 1e-300 + largest * 1e-22) continue;
    for (let i = column + 1; i < n; i++) {
      const factor = matrix[i][column] / pivot;
      if (factor === 0) continue;
      for (let k = column; k < n; k++) matrix[i][k] -= factor * matrix[column][k];
      b[i] -= factor * b[column];
    }
  }
  const x = Array.from({ length: n }, () => 0);
  for (let i = n - 1; i >= 0; i--) {
    let sum = b[i];
    for (let k = i + 1; k < n; k++) sum -= matrix[i][k] * x[k];
    const pivot = matrix[i][i];
    x[i] = Math.abs(pivot) <= 1e-300 + largest * 1e-22 ? 0 : sum / pivot;
  }
  return x;
}
