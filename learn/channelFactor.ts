/**
 * What multiplies the law of a channel, as numbers: the product of shared reactants and the events that its limits
 * leave, their product or the smallest (compiler/surrogate/law.ts says the same as expressions).
 */
import type { SurrogateCard } from "../compiler/surrogate/card.ts";

export type ReducedStructure = Pick<SurrogateCard, "retained" | "ledgers" | "channels" | "inputs" | "shared">;

/** `state`: retained sums, then ledgers. Sets the gradient by the state to that of the piece at hand. */
export function channelFactor(
  structure: ReducedStructure,
  channel: number,
  state: ArrayLike<number>,
  shared: ArrayLike<number>,
  gradient: Float64Array | null,
): number {
  const { retained, ledgers, channels } = structure;
  const { retained: ofRetained, ledgers: ofLedgers, shared: ofShared, limits, isProduct } = channels[channel];
  let product = 1;
  for (let s = 0; s < ofShared.length; s++) for (let n = 0; n < -ofShared[s]; n++) product *= shared[s];
  gradient?.fill(0);
  if (limits.length === 0) return product;
  const rooms = limits.map((k) => {
    const isSum = k < retained.length;
    const change = isSum ? ofRetained[k] : ofLedgers[k - retained.length];
    const bound = (isSum ? retained[k] : ledgers[k - retained.length]).bound;
    const events = (change < 0 ? state[k] : (bound ?? 0) - state[k]) * (1 / Math.abs(change));
    return { k, events: Math.max(events, 0), slope: events > 0 ? -1 / change : 0 };
  });
  if (isProduct) {
    const all = rooms.reduce((left, { events }) => left * events, product);
    if (gradient !== null)
      rooms.forEach(({ k, slope }, i) => {
        gradient[k] +=
          rooms.reduce((left, { events }, j) => (i === j ? left : left * events), product) * slope;
      });
    return all;
  }
  const smallest = rooms.reduce((least, room) => (room.events < least.events ? room : least));
  if (gradient !== null) gradient[smallest.k] = product * smallest.slope;
  return product * smallest.events;
}
