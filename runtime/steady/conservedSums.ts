/**
 * Conserved sums of a deterministic system, brought into the form
 *
 *   y[dependent[k]] + sum over the independent states of coefficient[k][i] y[i] = total[k]
 *
 * so that each takes one state out of the system. The dependent state of a sum is chosen by Gauss-Jordan
 * elimination with the largest weighted entry, so that it is not one that is hardly there.
 */
export interface ConservedSum {
  readonly terms: readonly { readonly state: number; readonly coefficient: number }[];
}

export interface ReducedStates {
  readonly dependent: readonly number[];
  readonly independent: readonly number[];
  /** By dependent state, then by independent state. */
  readonly coefficients: readonly Float64Array[];
}

/** `weights`: how large each state may be. */
export function reduceStates(
  sums: readonly ConservedSum[],
  states: number,
  weights: Float64Array,
): ReducedStates {
  const rows = sums.map(({ terms }) => {
    const row = new Float64Array(states);
    for (const { state, coefficient } of terms) row[state] = coefficient;
    return row;
  });
  const dependent: number[] = [];
  const kept: Float64Array[] = [];
  const open = new Set(rows.keys());
  while (open.size > 0) {
    let bestRow = -1;
    let bestState = -1;
    let best = 0;
    for (const row of open) {
      for (let state = 0; state < states; state++) {
        const size = Math.abs(rows[row][state]) * weights[state];
        if (size > best) [best, bestRow, bestState] = [size, row, state];
      }
    }
    if (bestRow < 0) break;
    open.delete(bestRow);
    const pivot = rows[bestRow];
    const value = pivot[bestState];
    for (let state = 0; state < states; state++) pivot[state] /= value;
    for (const row of rows) {
      if (row === pivot || row[bestState] === 0) continue;
      const factor = row[bestState];
      for (let state = 0; state < states; state++) row[state] -= factor * pivot[state];
      row[bestState] = 0;
    }
    dependent.push(bestState);
    kept.push(pivot);
  }
  const isDependent = new Set(dependent);
  const independent = Array.from({ length: states }, (_, state) => state).filter(
    (state) => !isDependent.has(state),
  );
  return {
    dependent,
    independent,
    coefficients: kept.map((row) => Float64Array.from(independent, (state) => row[state])),
  };
}
