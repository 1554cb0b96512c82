/** What a training is given beside its module. */
import type { TrainingRequest } from "./trainingRequest.ts";
import type { TrainingStore } from "./trainingStore.ts";

export interface TrainingOptions {
  readonly request: TrainingRequest;
  /** Hash of the model's files. */
  readonly modelHash: string;
  /** Samples of experiments, in the columns of training; run by the caller. */
  readonly experimentRows: readonly Float64Array[];
  /** Values of the columns that experiments come to between their samples. */
  readonly experimentExtremes?: readonly Float64Array[];
  /** How long runs are, in s; null: as long as the module takes to come to rest. */
  readonly horizon: number | null;
  readonly jobs: number;
  readonly store: TrainingStore;
  readonly onProgress: (fraction: number, label: string) => void;
}
