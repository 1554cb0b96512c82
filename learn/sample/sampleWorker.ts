/** A worker thread that drives runs which it is sent. */
import { parentPort, workerData } from "node:worker_threads";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { driveRun } from "./drive.ts";
import type { RunPlan } from "./runPlan.ts";

const driven = workerData as DrivenText;
const model = evaluateModel(driven.text);

parentPort?.on("message", ({ index, plan }: { index: number; plan: RunPlan }) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
  parentPort?.postMessage({ index, run: driveRun({ model, inputs: driven.inputs }, plan) });
});
