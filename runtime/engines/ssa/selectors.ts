/**
 * The structures for choosing the next reaction, in the order of preference. Measured on random networks: the
 * linear search is the fastest up to some twenty reactions; beyond, rejection is when a reaction changes many
 * propensities (with 33 of them four times faster than the two-level search), and the direct search else.
 */
import type { JumpModel } from "../../model.ts";
import { blockSelector } from "./blockSelector.ts";
import { meanDependents, readersOfStates } from "./dependencies.ts";
import { linearSelector } from "./linearSelector.ts";
import type { SelectorTraits } from "./selector.ts";
import { rejectionSelector, sumTreeSelector } from "./sumTreeSelector.ts";

export const selectors: readonly SelectorTraits[] = [
  linearSelector,
  rejectionSelector,
  blockSelector,
  sumTreeSelector,
];

/** The first of the list that suits a model of so many states. */
export function selectorForModel(jumps: JumpModel, states: number): SelectorTraits {
  const reactions = jumps.rateConstant.length;
  const dependents = meanDependents(jumps, readersOfStates(jumps, states));
  return selectors.find((traits) => traits.suits(reactions, dependents)) ?? sumTreeSelector;
}
