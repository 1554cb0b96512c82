/** A worker thread that drives runs which it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { SimulationError, type SimulationErrorKind } from "../../runtime/simulationError.ts";
import { drivenModelOf, driveRun, type DrivenRun } from "./drive.ts";
import type { RunPlan } from "./runPlan.ts";

export interface SampleRequest {
  readonly index: number;
  readonly plan: RunPlan;
}

/** Errors lose their class between threads, so those of the simulation are sent as what they say. */
export type SampleAnswer =
  | { readonly index: number; readonly run: DrivenRun }
  | { readonly failure: SimulationErrorKind; readonly message: string };

const driven = workerData as DrivenText;
const model = drivenModelOf(driven);

function answerTo({ index, plan }: SampleRequest): SampleAnswer {
  try {
    return { index, run: driveRun(model, plan) };
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    return { failure: error.kind, message: error.message };
  }
}

parentPort?.on("message", (request: SampleRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage(answerTo(request));
});
