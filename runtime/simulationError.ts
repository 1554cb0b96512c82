/** A run that could not go on. The message is one plain sentence for the user of the model. */
export type SimulationErrorKind =
  | "notFinite"
  | "negativePropensity"
  | "stepTooSmall"
  | "eventLoop"
  | "tooMuchOutput"
  | "badInput"
  /** A surrogate left its domain, and its model says that this ends the run. */
  | "leftDomain"
  /** A result could not be written. */
  | "output"
  | "badCheckpoint";

export class SimulationError extends Error {
  readonly kind: SimulationErrorKind;
  /** Simulated time in s at which it happened; NaN when it has none. */
  readonly time: number;

  constructor(kind: SimulationErrorKind, message: string, time: number = Number.NaN) {
    super(message);
    this.name = "SimulationError";
    this.kind = kind;
    this.time = time;
  }
}
