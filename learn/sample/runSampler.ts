/** Drives many runs, here or on worker threads; results do not depend on where. */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import { type DrivenModel, drivenModelOf, driveRun, type DrivenRun } from "./drive.ts";
import type { RunPlan } from "./runPlan.ts";
import type { SampleAnswer, SampleRequest } from "./sampleWorker.ts";

/** In s: workers are started where what is left would take so long here. They take some tenths of it to start. */
const worthWorkers = 2;

/** Threads live from the first runs that are worth it until `close`. */
export class RunSampler {
  readonly #driven: DrivenText;
  readonly #jobs: number;
  readonly #worth: number;
  readonly #model: DrivenModel;
  #workers: readonly Worker[] = [];

  /** @param worth in s; 0: threads from the second run on */
  constructor(driven: DrivenText, jobs: number, worth: number = worthWorkers) {
    this.#driven = driven;
    this.#jobs = jobs;
    this.#worth = worth;
    this.#model = drivenModelOf(driven);
  }

  get threads(): number {
    return this.#workers.length;
  }

  /**
   * In the order of the plans.
   * @param left runs to come, these and later ones
   * @throws SimulationError when a run fails.
   */
  async sample(plans: readonly RunPlan[], left: number): Promise<readonly DrivenRun[]> {
    const results: DrivenRun[] = [];
    const began = performance.now();
    for (const plan of plans) {
      const perRun = (performance.now() - began) / 1000 / Math.max(1, results.length);
      const isWorth = perRun * (left - results.length) > this.#worth && results.length > 0;
      if (this.#workers.length > 0 || (isWorth && this.#start())) break;
      results.push(driveRun(this.#model, plan));
    }
    if (results.length < plans.length) await this.#spread(plans, results);
    return results;
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
    this.#workers = [];
  }

  /** Whether there are threads now. */
  #start(): boolean {
    const file = this.#jobs > 1 ? findWorker() : null;
    if (file === null) return false;
    const url = pathToFileURL(file);
    this.#workers = Array.from({ length: this.#jobs }, () => new Worker(url, { workerData: this.#driven }));
    return true;
  }

  /** Fills in the results that are not there yet. */
  async #spread(plans: readonly RunPlan[], results: DrivenRun[]): Promise<void> {
    let next = results.length;
    await Promise.all(
      this.#workers.map(
        (worker) =>
          new Promise<void>((done, failed) => {
            const give = (): void => {
              if (next >= plans.length) return finish();
              const request: SampleRequest = { index: next, plan: plans[next] };
              next++;
              // oxlint-disable-next-line unicorn/require-post-message-target-origin -- threads have no origin
              worker.postMessage(request);
            };
            const receive = (answer: SampleAnswer): void => {
              if ("failure" in answer) return fail(new SimulationError(answer.failure, answer.message));
              results[answer.index] = answer.run;
              give();
            };
            const finish = (): void => {
              worker.off("message", receive);
              worker.off("error", fail);
              done();
            };
            const fail = (error: unknown): void => {
              next = plans.length;
              failed(error instanceof Error ? error : new Error(String(error)));
            };
            worker.on("message", receive);
            worker.on("error", fail);
            give();
          }),
      ),
    );
  }
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
