/** What every solver of differential equations offers to the engine. */

/** Why a step could not be made however short. */
export type OdeFailure = "notFinite" | "tooSmall";

/** JSON data: numbers, lists of numbers. */
export type SavedStepper = Readonly<
  Record<string, number | readonly number[] | readonly (readonly number[])[]>
>;

export interface OdeStepper {
  /** End of the last step, or where `start` began, in s. */
  readonly t: number;
  /** Begin of the last step. */
  readonly previousT: number;
  /** The state at `t`; another array after each step. */
  readonly y: Float64Array;
  /** Length of the step to try next, in s. */
  readonly h: number;
  /** Step length times the spectral radius of the Jacobian in the last step; 0 when it is not known. */
  readonly stiffness: number;
  readonly failure: OdeFailure;
  /** Index of the state that is to blame for the last failure. */
  readonly culprit: number;
  /**
   * Begins at (t, y), forgetting everything before. `h` is the length of the first step; 0: choose it.
   * `limit`: the time that no evaluation may go beyond.
   */
  start(t: number, y: Float64Array, h: number, limit: number): void;
  /**
   * One step that keeps the tolerance and ends at or before `limit`, at `limit` exactly when it is near. The
   * right-hand side is never evaluated at `limit` itself, where it may jump. False: `failure` says why not;
   * t and y are as before.
   */
  step(limit: number): boolean;
  /**
   * As many steps as `step` would make one by one, until one ends at `until` or later; at most `most`, which is at least
   * one. False as `step` says. Absent: only `step`.
   */
  advance?(until: number, limit: number, most: number): boolean;
  /** The state at a time within the last step. */
  interpolate(t: number, out: Float64Array): void;
  save(): SavedStepper;
  /** Puts back what `save` gave; throws on data of another shape. */
  restore(saved: SavedStepper): void;
}

/** The number just below x > 0, the largest number for infinity. */
export function justBefore(x: number): number {
  return x === Number.POSITIVE_INFINITY ? Number.MAX_VALUE : x - x * 1.1102230246251565e-16;
}

/** Where a step of length h ends that comes before `limit`: near it there, or half way so that no tiny rest is left. */
export function endOfStep(begin: number, h: number, limit: number): number {
  if (begin + 1.01 * h >= limit) return limit;
  return begin + 2 * h > limit ? begin + 0.5 * (limit - begin) : begin + h;
}

/** The shortest step from t that still moves time; steps that would have to be shorter are failures. */
export function shortestStep(t: number): number {
  return Math.max(3.6e-15 * Math.abs(t), 1e-150);
}

/** A list of numbers of a saved solver, as a checked typed array. */
export function savedNumbers(value: SavedStepper[string], length: number): Float64Array {
  if (!Array.isArray(value) || value.length !== length) throw new TypeError("a list of other length");
  return Float64Array.from(value as readonly number[]);
}
