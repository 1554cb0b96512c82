/** What a structure for choosing the next reaction offers, and what describes it in the registry. */

/**
 * Holds the propensities of all reactions and draws one with a probability proportional to its own. All
 * structures choose alike in distribution; a reaction of propensity 0 is never chosen.
 */
export interface Selector {
  /** One a reaction, in 1/s, never negative. Write to it directly only before `rebuild`. */
  readonly propensity: Float64Array;
  /** Recomputes everything from `propensity`. */
  rebuild(): void;
  /** Gives reactions[start] .. reactions[end - 1] the propensities values[0], values[1], … */
  change(reactions: Int32Array, start: number, end: number, values: Float64Array): void;
  /** The sum of all propensities after the last `change`; call before `pick`. */
  total(): number;
  /**
   * The reaction at `target` (from 0 to below `total()`) on the line of propensities; -1 when rounding errors
   * have left nothing there, after which the caller rebuilds and draws again.
   */
  pick(target: number): number;
  /** The sums that are not a function of the propensities alone (they carry rounding errors). */
  save(): number[];
  /** Puts back what `save` gave, after a `rebuild` from the same propensities. */
  restore(saved: readonly number[]): void;
}

/** A way to choose the next reaction. */
export interface SelectionTraits {
  readonly name: string;
  readonly reference: string;
  /** Whether it is a good choice for so many reactions, each of which changes so many propensities on average. */
  suits(reactions: number, meanDependents: number): boolean;
}

/** A structure that the loops of runtime/engines/ssa/ ask. */
export interface SelectorTraits extends SelectionTraits {
  /** The structure holds upper bounds of the propensities, and what it picks is accepted or rejected. */
  readonly rejects: boolean;
  create(reactions: number): Selector;
}
