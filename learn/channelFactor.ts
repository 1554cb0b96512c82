/**
 * What multiplies the law of a channel, as numbers: the product of shared reactants and the smallest number of
 * events that sums, ledgers and bounds allow (compiler/surrogate/law.ts says the same as expressions).
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
  const { retained: ofRetained, ledgers: ofLedgers, shared: ofShared } = channels[channel];
  let smallest = Number.POSITIVE_INFINITY;
  let place = -1;
  let slope = 0;
  for (let k = 0; k < retained.length + ledgers.length; k++) {
    const isSum = k < retained.length;
    const change = isSum ? ofRetained[k] : ofLedgers[k - retained.length];
    const bound = (isSum ? retained[k] : ledgers[k - retained.length]).bound;
    if (change === 0 || (change > 0 && bound === null)) continue;
    const room = change < 0 ? state[k] : (bound ?? 0) - state[k];
    const events = room * (1 / Math.abs(change));
    if (!(events < smallest)) continue;
    smallest = events;
    place = k;
    slope = -1 / change;
  }
  let product = 1;
  for (let s = 0; s < ofShared.length; s++) for (let n = 0; n < -ofShared[s]; n++) product *= shared[s];
  gradient?.fill(0);
  if (place < 0) return product;
  if (gradient !== null && smallest > 0) gradient[place] = product * slope;
  return product * Math.max(smallest, 0);
}
