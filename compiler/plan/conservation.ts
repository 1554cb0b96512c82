/**
 * Conservation laws: an integer basis of the left null space of the stoichiometric matrix, by fraction-free
 * Gaussian elimination (Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0) on the reactions as columns.
 */
export interface ConservationLaw {
  /** Coefficient of each species that takes part. */
  readonly terms: readonly { readonly species: number; readonly coefficient: number }[];
}

/** `changes[j]` maps species to its net change in reaction j. */
export function conservationLaws(
  speciesCount: number,
  changes: readonly ReadonlyMap<number, number>[],
): readonly ConservationLaw[] {
  // Row i: species i's changes, augmented by the unit vector that tracks the combination.
  let rows = Array.from({ length: speciesCount }, (_, species) => {
    const row = new Map<number, bigint>();
    changes.forEach((change, reaction) => {
      const amount = change.get(species);
      if (amount !== undefined) row.set(reaction, BigInt(amount));
    });
    return { row, combination: new Map<number, bigint>([[species, 1n]]) };
  });
  const laws: ConservationLaw[] = [];
  for (;;) {
    const pivotIndex = shortest(rows.map(({ row }) => row.size));
    if (pivotIndex === null) break;
    const pivot = rows[pivotIndex];
    const column = pivot?.row.keys().next().value;
    if (pivot === undefined || column === undefined) break;
    const pivotValue = pivot.row.get(column) ?? 1n;
    rows = rows.filter((_, i) => i !== pivotIndex);
    for (const other of rows) {
      const value = other.row.get(column);
      if (value === undefined) continue;
      combine(other.row, pivotValue, pivot.row, -value);
      combine(other.combination, pivotValue, pivot.combination, -value);
      reduce(other);
    }
  }
  for (const { combination } of rows) {
    const sorted = [...combination].sort(([a], [b]) => a - b);
    const sign = sorted.filter(([, value]) => value < 0n).length > sorted.length / 2 ? -1n : 1n;
    laws.push({ terms: sorted.map(([species, value]) => ({ species, coefficient: Number(sign * value) })) });
  }
  return laws;
}

/** Index of the smallest positive size; null when all are zero. */
function shortest(sizes: readonly number[]): number | null {
  let best: number | null = null;
  sizes.forEach((size, i) => {
    if (size > 0 && (best === null || size < (sizes[best] ?? 0))) best = i;
  });
  return best;
}

function combine(
  target: Map<number, bigint>,
  scale: bigint,
  source: ReadonlyMap<number, bigint>,
  factor: bigint,
): void {
  for (const [key, value] of target) target.set(key, value * scale);
  for (const [key, value] of source) {
    const sum = (target.get(key) ?? 0n) + value * factor;
    if (sum === 0n) target.delete(key);
    else target.set(key, sum);
  }
}

function reduce(entry: { row: Map<number, bigint>; combination: Map<number, bigint> }): void {
  let divisor = 0n;
  for (const value of [...entry.row.values(), ...entry.combination.values()]) divisor = gcd(divisor, value);
  if (divisor <= 1n) return;
  for (const map of [entry.row, entry.combination])
    for (const [key, value] of map) map.set(key, value / divisor);
}

function gcd(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a;
  let y = b < 0n ? -b : b;
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
}
