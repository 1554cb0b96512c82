/**
 * Conservation laws: an integer basis of the left null space of the stoichiometric matrix, by fraction-free
 * Gaussian elimination (Bareiss 1968, doi:10.1090/S0025-5718-1968-0226829-0) on the reactions as columns.
 */
export interface ConservationLaw {
  /** Coefficient of each species that takes part. */
  readonly terms: readonly { readonly species: number; readonly coefficient: number }[];
}

interface EliminationRow {
  /** Net change by each reaction that is not eliminated yet. */
  readonly row: Map<number, bigint>;
  /** The combination of species that has these changes. */
  readonly combination: Map<number, bigint>;
}

/** `changes[j]` maps species to its net change in reaction j. */
export function conservationLaws(
  speciesCount: number,
  changes: readonly ReadonlyMap<number, number>[],
): readonly ConservationLaw[] {
  const rows = Array.from(
    { length: speciesCount },
    (_, species): EliminationRow => ({ row: new Map(), combination: new Map([[species, 1n]]) }),
  );
  /** Rows that a reaction changes. */
  const members = changes.map((change, reaction) => {
    for (const [species, amount] of change) rows[species]?.row.set(reaction, BigInt(amount));
    return new Set(change.keys());
  });
  const open = new Set(rows.keys());
  for (;;) {
    const pivotIndex = shortest(rows, open);
    if (pivotIndex === null) break;
    open.delete(pivotIndex);
    const pivot = rows[pivotIndex];
    // The reaction that fewest other rows hold makes the least new entries.
    let column = -1;
    for (const candidate of pivot?.row.keys() ?? []) {
      if (column < 0 || (members[candidate]?.size ?? 0) < (members[column]?.size ?? 0)) column = candidate;
    }
    const pivotValue = pivot?.row.get(column);
    if (pivot === undefined || pivotValue === undefined) break;
    for (const reaction of pivot.row.keys()) members[reaction]?.delete(pivotIndex);
    for (const index of Array.from(members[column] ?? [])) {
      const other = rows[index];
      const value = other?.row.get(column);
      if (other === undefined || value === undefined) continue;
      for (const reaction of other.row.keys()) members[reaction]?.delete(index);
      combine(other.row, pivotValue, pivot.row, -value);
      combine(other.combination, pivotValue, pivot.combination, -value);
      reduce(other);
      for (const reaction of other.row.keys()) members[reaction]?.add(index);
    }
  }
  return [...open].map((index) => {
    const sorted = [...(rows[index]?.combination ?? [])].sort(([a], [b]) => a - b);
    const sign = sorted.filter(([, value]) => value < 0n).length > sorted.length / 2 ? -1n : 1n;
    return { terms: sorted.map(([species, value]) => ({ species, coefficient: Number(sign * value) })) };
  });
}

/** The open row with fewest entries, at least one; null when all are empty. */
function shortest(rows: readonly EliminationRow[], open: ReadonlySet<number>): number | null {
  let best: number | null = null;
  let bestSize = Number.POSITIVE_INFINITY;
  for (const index of open) {
    const size = rows[index]?.row.size ?? 0;
    if (size === 0 || size >= bestSize) continue;
    best = index;
    bestSize = size;
    if (size === 1) break;
  }
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

function reduce(entry: EliminationRow): void {
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
