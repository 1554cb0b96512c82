/** The time at which attributes and rates are computed, and the two ends of a step in time. */

/** What attributes and rates are computed from. */
export interface GraphClock {
  /** In s. */
  t: number;
  /** By state. */
  readonly y: Float64Array;
  /** By parameter. */
  readonly c: Float64Array;
}

/** The two ends of a time step, shared by all varying weights. */
export interface StepEnds {
  /** Attributes and times at the start and the end; the same while no step is under way. */
  startX(): Float64Array;
  endX(): Float64Array;
  readonly startTime: number;
  readonly endTime: number;
}
