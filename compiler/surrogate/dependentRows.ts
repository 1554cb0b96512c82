/**
 * Which sums follow from others: row = sum of coefficient times row, with coefficients that are not negative, so that
 * what follows is as little below zero as what it follows from. Short rows are taken to be given, long ones follow.
 */

export interface RowPart {
  /** Index of a row that follows from no other. */
  readonly row: number;
  readonly coefficient: number;
}

const negligible = 1e-9;

/** For each row what it follows from; null: it stands for itself. The last `dependents` rows never stand for others. */
export function dependentRows(
  rows: readonly Float64Array[],
  dependents: number,
): readonly (readonly RowPart[] | null)[] {
  const found: (readonly RowPart[] | null)[] = rows.map(() => null);
  const length = (row: Float64Array): number =>
    row.reduce((count, weight) => count + (weight === 0 ? 0 : 1), 0);
  const last = rows.length - dependents;
  const order = rows
    .map((row, i) => ({ row, i, late: i >= last, length: length(row) }))
    .sort((a, b) => Number(a.late) - Number(b.late) || a.length - b.length || a.i - b.i);
  const basis: {
    readonly rest: Float64Array;
    readonly pivot: number;
    readonly parts: Map<number, number>;
  }[] = [];
  for (const { row, i, late } of order) {
    const rest = Float64Array.from(row);
    const parts = new Map<number, number>();
    for (const known of basis) {
      const factor = (rest[known.pivot] ?? 0) / (known.rest[known.pivot] ?? 1);
      if (factor === 0) continue;
      known.rest.forEach((value, k) => {
        rest[k] -= factor * value;
      });
      for (const [index, coefficient] of known.parts)
        parts.set(index, (parts.get(index) ?? 0) + factor * coefficient);
    }
    const size = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    let pivot = 0;
    rest.forEach((value, k) => {
      if (Math.abs(value) > Math.abs(rest[pivot] ?? 0)) pivot = k;
    });
    const used = [...parts].filter(([, coefficient]) => Math.abs(coefficient) > negligible);
    if (Math.abs(rest[pivot] ?? 0) > negligible * size) {
      if (late) continue;
      const own = new Map([...parts].map(([index, coefficient]): [number, number] => [index, -coefficient]));
      basis.push({ rest, pivot, parts: own.set(i, 1) });
    } else if (used.length > 0 && used.every(([, coefficient]) => coefficient > 0)) {
      found[i] = used
        .map(([index, coefficient]) => ({ row: index, coefficient: tidy(coefficient) }))
        .sort((a, b) => a.row - b.row);
    }
  }
  return found;
}

/** Whole where it is so but for rounding. */
function tidy(value: number): number {
  const whole = Math.round(value);
  return Math.abs(value - whole) < 1e-12 * Math.max(1, Math.abs(value)) ? whole : value;
}
