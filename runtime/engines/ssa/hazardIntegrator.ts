/** What moves between reactions, and what exact simulation needs of the steps that integrate it. Times are in s. */
import type { JumpModel } from "../../model.ts";

/** What changes between reactions. */
export type MovingModel = Pick<
  JumpModel,
  "reactionNames" | "varying" | "continuous" | "varyingRoots" | "drift"
>;

/** Takes one step after another of what moves, with the cumulative hazard V of what varies. */
export interface HazardIntegrator {
  readonly end: number;
  readonly accepted: number;
  readonly rejected: number;
  /** The propensities of the varying reactions at the last `varyingTotal`, in the order of `varying`. */
  readonly rates: Float64Array;
  /** Forgets what earlier steps taught, after a change from outside. */
  forget(): void;
  /**
   * Steps from (t, y), not beyond `limit`; afterwards what moves is undefined until `locate`.
   * @throws SimulationError when no step is small enough.
   */
  take(t: number, y: Float64Array, limit: number): void;
  /** Puts what moves to its values at t, within the step. */
  locate(t: number, y: Float64Array): void;
  /** V from the start of the step to t. */
  hazardAt(t: number): number;
  /** dV/dt at t, of the continuous extension. */
  hazardSlope(t: number): number;
  /** @throws SimulationError for a propensity that is negative or no finite number. */
  varyingTotal(t: number, y: Float64Array): number;
  /** JSON data. */
  save(): unknown;
  restore(saved: unknown): void;
}
