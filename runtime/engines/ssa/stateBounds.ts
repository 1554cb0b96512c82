/**
 * Bounds on the states, and so on the propensities, for rejection-based selection (Thanh, Priami and Zunino
 * 2014, doi:10.1063/1.4896985): a reaction is proposed by an upper bound of its propensity and accepted with the
 * part that its true propensity is of the bound. Bounds change only when a state leaves its interval, so that a
 * reaction costs hardly more than the search, however many others depend on what it changes.
 *
 * Only reactions of the simple form are bounded in this way; all others keep their true propensities.
 */
import { readersOfSimple, type SimplePropensities } from "./propensities.ts";

/** Half the width of an interval as a part of the state; never less than one molecule. */
const boundWidth = 0.15;
/** States that this many reactions depend on at the most are bounded by themselves: the bound is exact. */
const exactDegree = 3;

export class StateBounds {
  /** By state; the entry after the last is 1, as in `SimplePropensities`. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Bounded reactions that read a state: entries reactionStart[state] .. reactionStart[state + 1]. */
  readonly reactionStart: Int32Array;
  readonly reaction: Int32Array;

  constructor(simple: SimplePropensities, states: number) {
    this.low = new Float64Array(states + 1).fill(1);
    this.high = new Float64Array(states + 1).fill(1);
    const readers = readersOfSimple(simple, states);
    this.reactionStart = readers.start;
    this.reaction = readers.reaction;
  }

  /** Lays the interval of a state around n. */
  center(state: number, n: number): void {
    const degree = this.reactionStart[state + 1] - this.reactionStart[state];
    const width = degree <= exactDegree ? 0 : Math.max(1, Math.ceil(boundWidth * n));
    this.low[state] = n - width;
    this.high[state] = n + width;
  }

  /** Makes the bounds of all states the states themselves. */
  tighten(n: Float64Array): void {
    this.low.set(n);
    this.high.set(n);
  }
}
