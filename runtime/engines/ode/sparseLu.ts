/**
 * Numbers for a sparse LU factorisation whose structure was found at compile time: M = shift I - J,
 * P M P^T = L U, row by row (Doolittle), pivots on the diagonal.
 *
 * Row k starts as row k of M in a dense work row; for each entry j of row k of L in ascending order the
 * multiple L(k, j) of row j of U is taken off. Consecutive rows of U often have the same entries to the right
 * of them ("supernodes"); up to four such rows are taken off in one pass, which saves most of the traffic.
 * Without numerical pivoting a pivot may come out as nothing but rounding error: `factorise` then says so,
 * and the caller takes a smaller step, which makes the diagonal heavier.
 *
 * The layout is that of `SparseFactorisation`: L by rows without its unit diagonal, U by rows with the
 * diagonal first, both in elimination numbering. J is given by its non-zeros in the order of the pattern.
 *
 * T. A. Davis (2006), Direct methods for sparse linear systems, SIAM, doi:10.1137/1.9780898718881, ch. 6.
 */
import type { SparseFactorisation, SparsePattern } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import { entriesByRow, equalRows } from "./eliminationLayout.ts";

/** A pivot smaller than this part of the diagonal entry that it came from is taken for rounding error. */
const pivotFloor = 1e-16;

export class SparseLu {
  readonly #size: number;
  readonly #plan: SparseFactorisation;
  readonly #lower: Float64Array;
  readonly #upper: Float64Array;
  readonly #inversePivot: Float64Array;
  readonly #work: Float64Array;
  /** J by rows in elimination numbering: where each entry goes and where its number stands. */
  readonly #entryStart: Int32Array;
  readonly #entryColumn: Int32Array;
  readonly #entrySource: Int32Array;
  /** How many rows of U from this one on, at most four, have the same entries to the right of them all. */
  readonly #run: Uint8Array;
  /** Rows of J that are zero, such as those of a module whose surrogate runs: they have nothing off the diagonal. */
  readonly #isIdle: Uint8Array;

  constructor(pattern: SparsePattern, plan: SparseFactorisation) {
    checkFactors(plan);
    const { size } = pattern;
    this.#size = size;
    this.#plan = plan;
    this.#lower = new Float64Array(plan.lowerIndex.length);
    this.#upper = new Float64Array(plan.upperIndex.length);
    this.#inversePivot = new Float64Array(size);
    this.#work = new Float64Array(size);
    const { start, column, source } = entriesByRow(pattern, plan.order);
    this.#entryStart = start;
    this.#entryColumn = column;
    this.#entrySource = source;
    this.#run = equalRows(plan, size);
    this.#isIdle = new Uint8Array(size);
  }

  /** Entries of L and U, the unit diagonal left out. */
  get entries(): number {
    return this.#lower.length + this.#upper.length;
  }

  /** Factorises shift I - J. False when a pivot vanishes or is not finite; `solve` must not be called then. */
  factorise(jacobian: Float64Array, shift: number): boolean {
    const { lowerStart, lowerIndex, upperStart, upperIndex } = this.#plan;
    const size = this.#size;
    const lower = this.#lower;
    const upper = this.#upper;
    const inversePivot = this.#inversePivot;
    const work = this.#work;
    const entryStart = this.#entryStart;
    const entryColumn = this.#entryColumn;
    const entrySource = this.#entrySource;
    const run = this.#run;
    const isIdle = this.#isIdle;
    for (let k = 0; k < size; k++) {
      const lowerEnd = lowerStart[k + 1];
      const upperBegin = upperStart[k];
      const upperEnd = upperStart[k + 1];
      let entry = entryStart[k];
      const entryEnd = entryStart[k + 1];
      while (entry < entryEnd && jacobian[entrySource[entry]] === 0) entry++;
      if (entry === entryEnd) {
        if (isIdle[k] === 0) {
          isIdle[k] = 1;
          lower.fill(0, lowerStart[k], lowerEnd);
          upper.fill(0, upperBegin, upperEnd);
        }
        upper[upperBegin] = shift;
        inversePivot[k] = 1 / shift;
        continue;
      }
      isIdle[k] = 0;
      for (let p = lowerStart[k]; p < lowerEnd; p++) work[lowerIndex[p]] = 0;
      for (let p = upperBegin; p < upperEnd; p++) work[upperIndex[p]] = 0;
      for (let p = entryStart[k]; p < entryStart[k + 1]; p++)
        work[entryColumn[p]] = -jacobian[entrySource[p]];
      work[k] += shift;
      const diagonal = work[k];

      let p = lowerStart[k];
      while (p < lowerEnd) {
        const j = lowerIndex[p];
        // Row k may begin within a run of equal rows, or end the run: it lies among them itself.
        const count = Math.min(run[j], lowerEnd - p);
        const first = work[j] * inversePivot[j];
        lower[p] = first;
        const q0 = upperStart[j];
        if (count === 4) {
          const q1 = upperStart[j + 1];
          const q2 = upperStart[j + 2];
          const q3 = upperStart[j + 3];
          const second = (work[j + 1] - first * upper[q0 + 1]) * inversePivot[j + 1];
          const third = (work[j + 2] - first * upper[q0 + 2] - second * upper[q1 + 1]) * inversePivot[j + 2];
          const fourth =
            (work[j + 3] - first * upper[q0 + 3] - second * upper[q1 + 2] - third * upper[q2 + 1]) *
            inversePivot[j + 3];
          lower[p + 1] = second;
          lower[p + 2] = third;
          lower[p + 3] = fourth;
          p += 4;
          // Rows of a module that does not run have nothing to eliminate.
          if (first === 0 && second === 0 && third === 0 && fourth === 0) continue;
          const length = upperStart[j + 4] - q3;
          const column = j + 3;
          if (upperIndex[q3 + length - 1] === column + length - 1) {
            for (let i = 1; i < length; i++) {
              work[column + i] -=
                first * upper[q0 + 3 + i] +
                second * upper[q1 + 2 + i] +
                third * upper[q2 + 1 + i] +
                fourth * upper[q3 + i];
            }
          } else {
            for (let i = 1; i < length; i++) {
              work[upperIndex[q3 + i]] -=
                first * upper[q0 + 3 + i] +
                second * upper[q1 + 2 + i] +
                third * upper[q2 + 1 + i] +
                fourth * upper[q3 + i];
            }
          }
        } else if (count >= 2) {
          const q1 = upperStart[j + 1];
          const second = (work[j + 1] - first * upper[q0 + 1]) * inversePivot[j + 1];
          lower[p + 1] = second;
          if (first === 0 && second === 0) {
            p += 2;
            continue;
          }
          const end = upperStart[j + 2];
          const offset = q0 + 1 - q1;
          for (let q = q1 + 1; q < end; q++) {
            work[upperIndex[q]] -= first * upper[q + offset] + second * upper[q];
          }
          p += 2;
        } else {
          const end = upperStart[j + 1];
          for (let q = q0 + 1; q < end; q++) work[upperIndex[q]] -= first * upper[q];
          p++;
        }
      }

      const pivot = work[k];
      if (!(Math.abs(pivot) > pivotFloor * Math.abs(diagonal)) || !Number.isFinite(pivot)) return false;
      inversePivot[k] = 1 / pivot;
      for (let q = upperBegin; q < upperEnd; q++) upper[q] = work[upperIndex[q]];
    }
    return true;
  }

  /** x = (shift I - J)^-1 b; x and b may be the same array. */
  solve(b: Float64Array, x: Float64Array): void {
    const { order, lowerStart, lowerIndex, upperStart, upperIndex } = this.#plan;
    const size = this.#size;
    const lower = this.#lower;
    const upper = this.#upper;
    const inversePivot = this.#inversePivot;
    const work = this.#work;
    const isIdle = this.#isIdle;
    // Two sums a row: one addition need not wait for the one before.
    for (let k = 0; k < size; k++) {
      let even = b[order[k]];
      if (isIdle[k] === 1) {
        work[k] = even;
        continue;
      }
      let odd = 0;
      let p = lowerStart[k];
      const end = lowerStart[k + 1];
      for (; p + 1 < end; p += 2) {
        even -= lower[p] * work[lowerIndex[p]];
        odd -= lower[p + 1] * work[lowerIndex[p + 1]];
      }
      if (p < end) even -= lower[p] * work[lowerIndex[p]];
      work[k] = even + odd;
    }
    for (let k = size - 1; k >= 0; k--) {
      let even = work[k];
      if (isIdle[k] === 1) {
        work[k] = even * inversePivot[k];
        continue;
      }
      let odd = 0;
      let p = upperStart[k] + 1;
      const end = upperStart[k + 1];
      for (; p + 1 < end; p += 2) {
        even -= upper[p] * work[upperIndex[p]];
        odd -= upper[p + 1] * work[upperIndex[p + 1]];
      }
      if (p < end) even -= upper[p] * work[upperIndex[p]];
      work[k] = (even + odd) * inversePivot[k];
    }
    for (let k = 0; k < size; k++) x[order[k]] = work[k];
  }
}

/** @throws SimulationError badInput when the model was compiled without the structure of the factors. */
export function checkFactors({ isOrderOnly }: SparseFactorisation): void {
  if (isOrderOnly !== true) return;
  throw new SimulationError(
    "badInput",
    "The network is too large for this solver, whose tables would not fit in memory: use `ndf_krylov`.",
  );
}
