/** Small dense systems of linear equations by Gaussian elimination with partial pivoting. */

/** Solves the row-major system in place by elimination with row exchanges; false when it is singular. */
export function solveDense(matrix: Float64Array, right: Float64Array, size: number): boolean {
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++) {
      if (Math.abs(matrix[row * size + column]) > Math.abs(matrix[pivot * size + column])) pivot = row;
    }
    const value = matrix[pivot * size + column];
    if (!(Math.abs(value) > 0 && Number.isFinite(value))) return false;
    if (pivot !== column) {
      for (let k = column; k < size; k++) {
        const kept = matrix[column * size + k];
        matrix[column * size + k] = matrix[pivot * size + k];
        matrix[pivot * size + k] = kept;
      }
      const kept = right[column];
      right[column] = right[pivot];
      right[pivot] = kept;
    }
    for (let row = column + 1; row < size; row++) {
      const factor = matrix[row * size + column] / value;
      if (factor === 0) continue;
      for (let k = column; k < size; k++) matrix[row * size + k] -= factor * matrix[column * size + k];
      right[row] -= factor * right[column];
    }
  }
  for (let row = size - 1; row >= 0; row--) {
    let sum = right[row];
    for (let k = row + 1; k < size; k++) sum -= matrix[row * size + k] * right[k];
    right[row] = sum / matrix[row * size + row];
  }
  return true;
}
