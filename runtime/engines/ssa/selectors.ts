/** The structures for choosing the next reaction, from small networks to large ones. */
import { blockSelector } from "./blockSelector.ts";
import { linearSelector } from "./linearSelector.ts";
import type { SelectorTraits } from "./selector.ts";
import { sumTreeSelector } from "./sumTreeSelector.ts";

export const selectors: readonly SelectorTraits[] = [linearSelector, blockSelector, sumTreeSelector];

/** The first of the list that is meant for so many reactions. */
export function selectorForSize(reactions: number): SelectorTraits {
  return selectors.find((traits) => reactions <= traits.upToReactions) ?? sumTreeSelector;
}
