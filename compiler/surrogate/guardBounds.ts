/**
 * The ranges of sums and ledgers that the guard allows: those of training and a twentieth of them to either side. Only
 * of those on which something learned depends: a law that is an identity of the rules holds everywhere.
 */
import type { CardLedger, CardRetained, SurrogateCard } from "./card.ts";

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

type LearnedCard = Pick<SurrogateCard, "inputs" | "retained" | "ledgers" | "channels">;

/** Bounds of each sum, then of each ledger. */
export function guardedRanges(card: LearnedCard): readonly (readonly GuardBound[])[] {
  const used = usedRows(card);
  return [...card.retained, ...card.ledgers].map((row, k) => (used.has(k) ? guardBounds(row) : []));
}

/** Whether the guard leaves the surrogate on at the sums and ledgers `state`. */
export function isInRange(ranges: readonly (readonly GuardBound[])[], state: ArrayLike<number>): boolean {
  return ranges.every((bounds, k) =>
    bounds.every(({ side, leave }) => (side === "low" ? (state[k] ?? 0) >= leave : (state[k] ?? 0) <= leave)),
  );
}

/** Sums, then ledgers, in channels whose laws are no identities; a net is a function of them all. */
function usedRows({ inputs, retained, ledgers, channels }: LearnedCard): ReadonlySet<number> {
  const rows = retained.length + ledgers.length;
  const used = new Set<number>();
  for (const { law, limits } of channels) {
    if (law.kind === "net") for (let k = 0; k < rows; k++) used.add(k);
    if (law.kind === "net" || law.isIdentity === true) continue;
    for (const row of limits) used.add(row);
    for (const { factors } of law.terms)
      for (const { variable } of factors) if (variable >= inputs.length) used.add(variable - inputs.length);
  }
  return used;
}
