/** The exact runs of a training, in chunks that its store keeps, so that an interrupted one goes on where it stopped. */
import type { DrivenText } from "../../compiler/surrogate/drivenModel.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import type { SampledRun } from "../train/rolloutWindows.ts";
import type { TrainingStore } from "../trainingStore.ts";
import type { RunPlan } from "./runPlan.ts";
import { RunSampler } from "./runSampler.ts";

/** What is lost at most when a training is killed. */
const runsPerChunk = 16;

export interface ExactRunsRequest {
  readonly driven: DrivenText;
  readonly plans: readonly RunPlan[];
  readonly jobs: number;
  readonly store: TrainingStore;
  /** After each chunk, which is kept then; an error from it ends the sampling. */
  readonly onRuns: (done: number, isNew: boolean) => void;
}

/** In the order of the plans. @throws SimulationError when a run fails, or sees what is no number. */
export async function exactRuns({
  driven,
  plans,
  jobs,
  store,
  onRuns,
}: ExactRunsRequest): Promise<SampledRun[]> {
  const found: SampledRun[] = [];
  const width = driven.columns.length;
  const sampler = new RunSampler(driven, jobs);
  try {
    for (let first = 0; first < plans.length; first += runsPerChunk) {
      const chunk = plans.slice(first, first + runsPerChunk);
      const name = `runs ${first}`;
      const known = store.readChunk(name);
      const sampled = known ?? (await sampler.sample(chunk, plans.length - first));
      for (const { rows } of sampled) requireNumbers(driven, rows);
      if (known === null) store.writeChunk(name, sampled);
      sampled.forEach(({ times, rows }, i) =>
        found.push({
          plan: chunk[i],
          times,
          rows: Array.from(times, (_, n) => rows.slice(n * width, (n + 1) * width)),
        }),
      );
      onRuns(found.length, known === null);
    }
    return found;
  } finally {
    await sampler.close();
  }
}

function requireNumbers({ columns, inputs }: DrivenText, rows: Float64Array): void {
  const at = rows.findIndex((value) => !Number.isFinite(value));
  if (at < 0) return;
  const width = columns.length;
  const row = rows.subarray(at - (at % width));
  const levels = inputs.map(({ name }, i) => `${name} at ${Number(row[i].toPrecision(3))}`).join(", ");
  throw new SimulationError(
    "notFinite",
    `The module is no number somewhere in its domain: ${columns[at % width]} is ${row[at % width]} with ${levels} (in internal units).`,
  );
}
