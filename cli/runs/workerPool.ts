/** Worker threads that do runs of one experiment, each in a lane of its own. */
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Tinypool } from "tinypool";
import type { ModelText } from "../../compiler/emit/modelLiteral.ts";
import type { ExperimentOptions } from "../../runtime/plannedExperiment.ts";
import { fromSent, type RunOutcome, type RunTask, type SentOutcome, type WorkerSetup } from "./runTask.ts";

export class WorkerPool {
  readonly #pool: Tinypool;
  readonly #stop: Int32Array;
  readonly #progress: Float64Array;
  /** What each lane is at. */
  readonly #tasks = new Map<number, RunTask>();

  constructor(text: ModelText, options: ExperimentOptions, lanes: number) {
    const stop = new SharedArrayBuffer(4 * lanes);
    const progress = new SharedArrayBuffer(8 * lanes);
    const { onFrame: _, onProgress: __, onSlow: ___, signal: ____, ...plain } = options;
    const setup: WorkerSetup = { text, options: plain, stop, progress };
    this.#stop = new Int32Array(stop);
    this.#progress = new Float64Array(progress);
    this.#pool = new Tinypool({
      filename: workerFile(),
      minThreads: lanes,
      maxThreads: lanes,
      workerData: setup,
    });
  }

  async run(task: RunTask): Promise<readonly RunOutcome[]> {
    this.#progress[task.lane] = 0;
    this.#tasks.set(task.lane, task);
    try {
      const sent = (await this.#pool.run(task)) as readonly SentOutcome[];
      return sent.map(fromSent);
    } finally {
      this.#tasks.delete(task.lane);
    }
  }

  /** Runs that were done, in whole and in part, by tasks that are not finished. */
  runsInProgress(): number {
    let sum = 0;
    for (const lane of this.#tasks.keys()) sum += this.#progress[lane];
    return sum;
  }

  /** Asks every lane to stop; what it has done comes back all the same. */
  stopAll(): void {
    for (let lane = 0; lane < this.#stop.length; lane++) Atomics.store(this.#stop, lane, 1);
  }

  /** Asks the lanes to stop that do runs from `index` on only. */
  stopFrom(index: number): void {
    for (const { lane, from } of this.#tasks.values()) if (from >= index) Atomics.store(this.#stop, lane, 1);
  }

  async close(): Promise<void> {
    await this.#pool.destroy();
  }
}

/** Beside this file, or in the bundle. */
function workerFile(): string {
  const candidates = ["runWorker.ts", "runWorker.js", "../runWorker.js"].map((name) =>
    fileURLToPath(new URL(name, import.meta.url)),
  );
  const found = candidates.find((path) => existsSync(path));
  if (found === undefined)
    throw new Error("the program of the worker threads is missing from the installation");
  return found;
}
