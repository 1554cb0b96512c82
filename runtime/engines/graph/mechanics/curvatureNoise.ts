/**
 * Noise whose covariance is kT times the sum of the curvatures of all matches: each contributes its own factor times
 * standard normal numbers (why it is there: overdamped.ts).
 */
import type { RandomStream } from "../../../random/randomStream.ts";
import type { EnergyTerm } from "./energyTerms.ts";
import type { MovingRows } from "./movingRows.ts";

export class CurvatureNoise {
  /** Cholesky factors, one after another. */
  #factors = new Float64Array(0);
  #factorsUsed = 0;
  /** For each factor the index of its term and the rows that it stands for. */
  #rows = new Int32Array(0);
  #rowsUsed = 0;
  readonly #normals: Float64Array;
  readonly #terms: readonly EnergyTerm[];

  constructor(terms: readonly EnergyTerm[], mostCoordinates: number) {
    this.#terms = terms;
    this.#normals = new Float64Array(mostCoordinates);
  }

  clear(): void {
    this.#factorsUsed = 0;
    this.#rowsUsed = 0;
  }

  /** Takes the curvature of a match, which it overwrites. */
  add({ index, moved, size }: EnergyTerm, n: Int32Array, rows: MovingRows, curvature: Float64Array): void {
    const square = size * size;
    if (this.#factors.length < this.#factorsUsed + square) {
      const grown = new Float64Array(2 * (this.#factorsUsed + square));
      grown.set(this.#factors);
      this.#factors = grown;
    }
    if (this.#rows.length < this.#rowsUsed + moved.length + 1) {
      const grown = new Int32Array(2 * (this.#rowsUsed + moved.length + 1));
      grown.set(this.#rows);
      this.#rows = grown;
    }
    semidefiniteCholesky(curvature, size);
    this.#factors.set(curvature.subarray(0, square), this.#factorsUsed);
    this.#factorsUsed += square;
    this.#rows[this.#rowsUsed++] = index;
    for (const { agent, motion } of moved) this.#rows[this.#rowsUsed++] = rows.of(n[agent], motion);
  }

  /** Adds noise to `right`, `width` numbers a row. */
  draw(right: Float64Array, width: number, kT: number, random: RandomStream): void {
    const root = Math.sqrt(kT);
    let from = 0;
    for (let at = 0; at < this.#rowsUsed; ) {
      const { moved, size } = this.#terms[this.#rows[at++]];
      for (let i = 0; i < size; i++) this.#normals[i] = random.normal();
      for (const { offset, components } of moved) {
        const row = this.#rows[at++];
        if (row < 0) continue;
        for (let i = 0; i < components; i++) {
          let sum = 0;
          for (let k = 0; k <= offset + i; k++)
            sum += this.#factors[from + (offset + i) * size + k] * this.#normals[k];
          right[row * width + i] += root * sum;
        }
      }
      from += size * size;
    }
  }
}

/** Lower factor of a semidefinite matrix in place; columns without a pivot become zero. */
function semidefiniteCholesky(a: Float64Array, size: number): void {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, a[i * size + i]);
  for (let c = 0; c < size; c++) {
    let pivot = a[c * size + c];
    for (let k = 0; k < c; k++) pivot -= a[c * size + k] * a[c * size + k];
    const root = pivot > 1e-12 * largest ? Math.sqrt(pivot) : 0;
    a[c * size + c] = root;
    for (let r = c + 1; r < size; r++) {
      let sum = a[r * size + c];
      for (let k = 0; k < c; k++) sum -= a[r * size + k] * a[c * size + k];
      a[r * size + c] = root === 0 ? 0 : sum / root;
    }
  }
}
