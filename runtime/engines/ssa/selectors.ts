/**
 * The ways to choose the next reaction, in the order of preference. Where nothing changes between reactions: code for
 * the model's own reactions, up to eight; beyond, the kernel (measured side by side on cycles and rings), or
 * partial propensities where some state is read by many reactions and a calibration run finds them cheaper. For the other
 * models: the linear search up to some twenty reactions; beyond, rejection when a reaction changes many propensities
 * (measured on random networks, with 33 of them four times faster than the two-level search), and the direct search else.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import { blockSelector } from "./blockSelector.ts";
import { meanDependents, readersOfStates } from "./dependencies.ts";
import { linearSelector } from "./linearSelector.ts";
import type { SelectionTraits, SelectorTraits } from "./selector.ts";
import { rejectionSelector, sumTreeSelector } from "./sumTreeSelector.ts";

export const selectors: readonly SelectorTraits[] = [
  linearSelector,
  rejectionSelector,
  blockSelector,
  sumTreeSelector,
];

/** Code for the model's own few reactions (unrolledStretch.ts); only compiled models have it. */
export const unrolledSelection: SelectionTraits = {
  name: "direct, unrolled code",
  reference: "Gillespie 1977, doi:10.1021/j100540a008",
  suits: (reactions) => reactions <= 8,
};

/** Runs whole stretches of a simulation in a kernel (kernelStretch.ts); its intervals suit themselves to the model. */
export const kernelSelection: SelectionTraits = {
  name: "rejection-based, composition (kernel)",
  reference:
    "Thanh, Priami and Zunino 2014, doi:10.1063/1.4896985; Slepoy et al. 2008, doi:10.1063/1.2919546",
  suits: () => true,
};

/** Groups of reactions by reactant (partialStretch.ts), for reactions of mass action of at most two molecules. */
export const partialSelection: SelectionTraits = {
  name: "direct, partial propensities",
  reference: "Ramaswamy, Gonzalez-Segredo and Sbalzarini 2009, doi:10.1063/1.3154624",
  suits: (reactions) => reactions > 8,
};

/** All of them; models that code or kernel can not run have the structure that suits them instead. */
export const selections: readonly (SelectionTraits | SelectorTraits)[] = [
  unrolledSelection,
  kernelSelection,
  partialSelection,
  ...selectors,
];

/**
 * The one that is called so, or the only one whose name has this part.
 * @throws SimulationError badInput for a name that is none or several.
 */
export function selectionNamed(text: string): SelectionTraits {
  const found = selections.filter(({ name }) => name.includes(text));
  const [first] = found;
  const exact = selections.find(({ name }) => name === text) ?? (found.length === 1 ? first : undefined);
  if (exact !== undefined) return exact;
  const names = selections.map(({ name }) => name).join("; ");
  throw new SimulationError(
    "badInput",
    `The selection "${text}" is ${found.length === 0 ? "none" : "more than one"} of these: ${names}.`,
  );
}

export function isSelector(selection: SelectionTraits): selection is SelectorTraits {
  return "create" in selection;
}

/** Whether nothing changes between reactions, and no event watches the numbers. */
export function isTimedOnly({ jumps, events }: CompiledModel): boolean {
  if (jumps === null) return false;
  const isConstant =
    jumps.varying.length === 0 && jumps.continuous.length === 0 && jumps.varyingRoots.length === 0;
  return isConstant && events.every(({ isTimed }) => isTimed === true);
}

/** The first structure of the list that suits a model of so many states. */
export function selectorForModel(jumps: JumpModel, states: number): SelectorTraits {
  const reactions = jumps.rateConstant.length;
  const dependents = meanDependents(jumps, readersOfStates(jumps, states));
  return selectors.find((traits) => traits.suits(reactions, dependents)) ?? sumTreeSelector;
}
