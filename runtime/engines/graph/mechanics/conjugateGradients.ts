/**
 * Solves (A + diag(shift)) x = b by conjugate gradients with the matrix's incomplete factor as preconditioner
 * (Hestenes & Stiefel 1952, doi:10.6028/jres.049.044). Where the factor is exact it gives the
 * solution at once.
 */
import type { BlockMatrix } from "./blockMatrix.ts";

export class ConjugateGradients {
  #residual = new Float64Array(0);
  #preconditioned = new Float64Array(0);
  #direction = new Float64Array(0);
  #image = new Float64Array(0);
  iterations = 0;

  /**
   * `matrix` is factorised with this shift (one number a row). Overwrites x; false when the residual did not fall
   * below `tolerance` times b.
   */
  solve(
    matrix: BlockMatrix,
    shift: Float64Array,
    b: Float64Array,
    x: Float64Array,
    tolerance: number,
  ): boolean {
    const { rows, width } = matrix;
    const size = rows * width;
    if (matrix.isExact) {
      this.iterations++;
      x.set(b.subarray(0, size));
      matrix.precondition(x);
      let sum = 0;
      for (let i = 0; i < size; i++) sum += x[i];
      return Number.isFinite(sum);
    }
    if (this.#residual.length < size) {
      this.#residual = new Float64Array(2 * size);
      this.#preconditioned = new Float64Array(2 * size);
      this.#direction = new Float64Array(2 * size);
      this.#image = new Float64Array(2 * size);
    }
    const residual = this.#residual;
    const preconditioned = this.#preconditioned;
    const direction = this.#direction;
    const image = this.#image;
    x.fill(0, 0, size);
    let norm = 0;
    for (let i = 0; i < size; i++) {
      residual[i] = b[i];
      preconditioned[i] = b[i];
      norm += b[i] * b[i];
    }
    if (norm === 0) return true;
    const goal = tolerance * tolerance * norm;
    matrix.precondition(preconditioned);
    let product = 0;
    for (let i = 0; i < size; i++) {
      direction[i] = preconditioned[i];
      product += residual[i] * preconditioned[i];
    }
    const limit = Math.min(size, 500);
    for (let iteration = 0; iteration < limit; iteration++) {
      this.iterations++;
      matrix.multiply(direction, image);
      let bend = 0;
      for (let i = 0; i < size; i++) {
        image[i] += shift[(i / width) | 0] * direction[i];
        bend += direction[i] * image[i];
      }
      if (!(bend > 0)) return false;
      const length = product / bend;
      let rest = 0;
      for (let i = 0; i < size; i++) {
        x[i] += length * direction[i];
        residual[i] -= length * image[i];
        preconditioned[i] = residual[i];
        rest += residual[i] * residual[i];
      }
      if (rest <= goal) return true;
      matrix.precondition(preconditioned);
      let following = 0;
      for (let i = 0; i < size; i++) following += residual[i] * preconditioned[i];
      const share = following / product;
      product = following;
      for (let i = 0; i < size; i++) direction[i] = preconditioned[i] + share * direction[i];
    }
    return false;
  }
}
