/** A worker thread (of tinypool) that does runs of an experiment. */
import { workerData } from "node:worker_threads";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import { engines } from "../../runtime/engines/registry.ts";
import { planExperiment } from "../../runtime/plannedExperiment.ts";
import { performSingleRun } from "../../runtime/singleRun.ts";
import { TurnClock } from "../../runtime/turnClock.ts";
import { RowBuffer } from "./rowBuffer.ts";
import { type RunTask, type SentOutcome, toSent, type WorkerSetup } from "./runTask.ts";

// The pool's own data stand before those that it was given.
const [, setup] = workerData as [unknown, WorkerSetup];
const model = evaluateModel(setup.text);
const traits = engines.find((engine) => engine.name === model.manifest.method);
if (traits === undefined) throw new Error(`there is no engine for the method ${model.manifest.method}`);
const engine = traits;
const planned = planExperiment(model, engine, setup.options);
const stop = new Int32Array(setup.stop);
const progress = new Float64Array(setup.progress);

/** In the order of the runs; the last one may be unfinished, and what follows it is left out. */
export default async function doRuns({ from, to, lane }: RunTask): Promise<readonly SentOutcome[]> {
  const isStopped = (): boolean => Atomics.load(stop, lane) !== 0;
  const clock = new TurnClock(() => Promise.resolve(isStopped()), isStopped());
  const outcomes: SentOutcome[] = [];
  for (let index = from; index < to && !clock.isStopped; index++) {
    const rows = new RowBuffer();
    const end = await performSingleRun(model, engine, planned, index, {
      clock,
      append: (row) => rows.append(row),
      onPart: (part) => {
        progress[lane] = index - from + part;
      },
    });
    progress[lane] = index - from + 1;
    outcomes.push(toSent({ index, end, values: rows.take() }));
    if (!end.isFinished) break;
  }
  return outcomes;
}
