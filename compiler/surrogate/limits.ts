/**
 * What keeps a channel from going on: of all sums, ledgers and bounds that one event brings nearer to their end, those
 * that no other one implies. Each leaves room for so many events as a sum of amounts says, room = a x; where a >= b for
 * every species, the room a x is never smaller than b x and needs no look.
 */
import type { InvariantRow } from "./invariants.ts";

export interface LimitedRow extends InvariantRow {
  readonly bound: number;
}

/** `change[k]`: of row k by one event. Gives the rows that limit it, ascending. */
export function limitingRows(
  change: readonly number[],
  rows: readonly LimitedRow[],
  totals: readonly (InvariantRow & { readonly value: number })[],
): readonly number[] {
  const rooms = rows.flatMap(({ weights, bound }, row) => {
    const by = change[row] ?? 0;
    if (by === 0 || (by > 0 && !Number.isFinite(bound))) return [];
    const left = by < 0 ? weights : restBelow(weights, bound, totals);
    return [{ row, room: left === null ? null : left.map((weight) => weight / Math.abs(by)) }];
  });
  const implies = (a: Float64Array | null, b: Float64Array | null): boolean =>
    a !== null && b !== null && a.every((weight, i) => weight <= (b[i] ?? 0) * (1 + 1e-9) + 1e-12);
  return rooms
    .filter(({ room }, i) =>
      rooms.every(
        (other, k) => k === i || !implies(other.room, room) || (implies(room, other.room) && i < k),
      ),
    )
    .map(({ row }) => row);
}

/** The sum of amounts that is left to a bound which one total sets; null: it is set by several. */
function restBelow(
  weights: Float64Array,
  bound: number,
  totals: readonly (InvariantRow & { readonly value: number })[],
): Float64Array | null {
  for (const { weights: total, value } of totals) {
    const ratio = bound / value;
    const rest = weights.map((weight, i) => ratio * (total[i] ?? 0) - weight);
    if (rest.every((weight) => weight >= -1e-9)) return rest.map((weight) => Math.max(weight, 0));
  }
  return null;
}
