/** Drives many runs, here or on worker threads; results do not depend on where. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { driveRun, type DrivenRun } from "./drive.ts";
import type { RunPlan } from "./runPlan.ts";

export interface SamplingTask {
  readonly driven: DrivenText;
  readonly plans: readonly RunPlan[];
}

/** Runs that no worker is worth. */
const fewRuns = 24;

/** In the order of the plans. @throws SimulationError, or Error from a worker, when a run fails. */
export async function sampleRuns(
  { driven, plans }: SamplingTask,
  jobs: number,
  onRun: () => void = () => undefined,
): Promise<readonly DrivenRun[]> {
  const workerFile = jobs > 1 && plans.length > fewRuns ? findWorker() : null;
  if (workerFile === null) {
    const model = evaluateModel(driven.text);
    return plans.map((plan) => {
      const run = driveRun({ model, inputs: driven.inputs }, plan);
      onRun();
      return run;
    });
  }
  const results: DrivenRun[] = [];
  let next = 0;
  const workers = Array.from(
    { length: jobs },
    () => new Worker(pathToFileURL(workerFile), { workerData: driven }),
  );
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((done, failed) => {
            const give = (): void => {
              if (next >= plans.length) return done();
              const index = next++;
              // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
              worker.postMessage({ index, plan: plans[index] });
            };
            worker.on("message", ({ index, run }: { index: number; run: DrivenRun }) => {
              results[index] = run;
              onRun();
              give();
            });
            worker.on("error", failed);
            give();
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
  return results;
}

/** The worker's file beside this one, or in the bundle; null: there is none. */
function findWorker(): string | null {
  const here = dirname(fileURLToPath(import.meta.url));
  const candidates = [
    join(here, "sampleWorker.ts"),
    join(here, "sampleWorker.js"),
    join(dirname(here), "sampleWorker.js"),
  ];
  return candidates.find((path) => existsSync(path)) ?? null;
}
