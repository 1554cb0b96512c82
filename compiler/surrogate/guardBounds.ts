/** The range of a sum or ledger that the guard allows: that of training and a twentieth of it to either side. */
import type { CardLedger, CardRetained } from "./card.ts";

/** Of the width of the range in training. */
const room = 0.05;

export interface GuardBound {
  readonly side: "low" | "high";
  /** The surrogate is left beyond this value, and comes back on the other side of `back`. */
  readonly leave: number;
  readonly back: number;
}

/** Zero and the bound of the totals can not be left, so they are no bounds. */
export function guardBounds({ low, high, bound }: CardRetained | CardLedger): readonly GuardBound[] {
  const width = high - low;
  const found: GuardBound[] = [];
  if (low > room * width) found.push({ side: "low", leave: low - room * width, back: low });
  if (bound === null || high + room * width < bound)
    found.push({ side: "high", leave: high + room * width, back: high });
  return found;
}

/** Whether the guard leaves the surrogate on at the sums and ledgers `state`. */
export function isInRange(rows: readonly (CardRetained | CardLedger)[], state: ArrayLike<number>): boolean {
  return rows.every((row, k) =>
    guardBounds(row).every(({ side, leave }) =>
      side === "low" ? (state[k] ?? 0) >= leave : (state[k] ?? 0) <= leave,
    ),
  );
}
