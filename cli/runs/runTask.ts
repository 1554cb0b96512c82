/** What threads that run an experiment tell each other. */
import type { ModelText } from "../../compiler/emit/modelLiteral.ts";
import type { ExperimentOptions } from "../../runtime/plannedExperiment.ts";
import { SimulationError, type SimulationErrorKind } from "../../runtime/simulationError.ts";
import type { RunEnd } from "../../runtime/singleRun.ts";

/** The same for all tasks of a pool. */
export interface WorkerSetup {
  readonly text: ModelText;
  /** Without its functions and its signal. */
  readonly options: ExperimentOptions;
  /** A number a lane, not zero when the lane is to stop. */
  readonly stop: SharedArrayBuffer;
  /** How many runs of its task a lane has done, with the part of the one it is at. */
  readonly progress: SharedArrayBuffer;
}

/** Runs `from` up to `to`, without `to`. */
export interface RunTask {
  readonly from: number;
  readonly to: number;
  readonly lane: number;
}

export interface RunOutcome {
  readonly index: number;
  readonly end: RunEnd;
  /** Rows of the table, one after another. */
  readonly values: Float64Array;
}

/** An outcome as it travels: a class does not survive between threads. */
export interface SentOutcome {
  readonly index: number;
  readonly end: Omit<RunEnd, "error">;
  readonly error: {
    readonly kind: SimulationErrorKind;
    readonly message: string;
    readonly time: number;
  } | null;
  readonly values: Float64Array;
}

export function toSent({ index, end: { error, ...end }, values }: RunOutcome): SentOutcome {
  const sent = error === null ? null : { kind: error.kind, message: error.message, time: error.time };
  return { index, end, error: sent, values };
}

export function fromSent({ index, end, error, values }: SentOutcome): RunOutcome {
  const received = error === null ? null : new SimulationError(error.kind, error.message, error.time);
  return { index, end: { ...end, error: received }, values };
}
