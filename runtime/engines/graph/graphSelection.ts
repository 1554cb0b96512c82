/** How the next rule or reaction is chosen. */
import { blockSelector } from "../ssa/blockSelector.ts";
import { linearSelector } from "../ssa/linearSelector.ts";
import type { SelectorTraits } from "../ssa/selector.ts";
import { sumTreeSelector } from "../ssa/sumTreeSelector.ts";

/** Structures that hold the hazards themselves, not bounds of them. */
const graphSelectors: readonly SelectorTraits[] = [linearSelector, blockSelector, sumTreeSelector];

export function selectorForGraph(channels: number): SelectorTraits {
  return graphSelectors.find((traits) => traits.suits(channels, 0)) ?? sumTreeSelector;
}

/** Whether hazards may be written to the selection directly, because it keeps no sums of them. */
export function keepsNoSums(channels: number): boolean {
  return selectorForGraph(channels) === linearSelector;
}
