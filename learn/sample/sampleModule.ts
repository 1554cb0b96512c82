/** First stage of training: the exact module is run with its inputs held and moved, and what comes of it is looked at. */
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import { type SubmodelColumns, submodelColumns } from "../../compiler/surrogate/columns.ts";
import { drivenModel } from "../../compiler/surrogate/drivenModel.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import type { TrainingOptions } from "../trainingOptions.ts";
import { type DrivenModel, samplesPerSegment } from "./drive.ts";
import { exactRuns } from "./exactRuns.ts";
import { relaxationTime } from "./relaxationTime.ts";
import { planRuns, type RunPlan } from "./runPlan.ts";
import type { SampledRun } from "../train/rolloutWindows.ts";

/** At most so many samples are kept. */
const mostSamples = 6000;
/** After so many times the time in which it comes near to rest, a module is at rest. */
const settledTimes = 3;

export interface ModuleSamples {
  readonly columns: SubmodelColumns;
  /** The exact module with its inputs driven. */
  readonly drivenExact: DrivenModel;
  /** Columns of samples where retained values, and shared amounts, begin. */
  readonly stateFrom: number;
  readonly sharedFrom: number;
  /** Length of runs, in s. */
  readonly horizon: number;
  readonly trainingRuns: readonly SampledRun[];
  readonly heldOutPlans: readonly RunPlan[];
  /** Samples of the training runs that laws are learned from. */
  readonly useful: readonly Float64Array[];
  /** At most `mostSamples` of them and of experiments. */
  readonly sampleRows: readonly Float64Array[];
  /** Of each retained value. */
  readonly ranges: readonly { readonly low: number; readonly high: number }[];
}

/** `checkBudget`: called after each run that was not kept from before. */
export async function sampleModule(
  prepared: PreparedModule,
  options: TrainingOptions,
  checkBudget: () => void,
): Promise<ModuleSamples> {
  const { request, store, onProgress } = options;
  const columns = submodelColumns(prepared.submodel, prepared.inputs);
  const { inputs, state, shared, velocities, amounts } = columns;
  const isMoments = prepared.kind === "moments";
  const driven = drivenModel(
    prepared.flat,
    prepared.source,
    prepared.inputs,
    [...inputs, ...state, ...shared, ...velocities, ...amounts],
    prepared.origin,
  );
  const exactModel = evaluateModel(driven.text);
  const drivenExact = { model: exactModel, inputs: driven.inputs };
  const stateFrom = inputs.length;
  const sharedFrom = stateFrom + state.length;
  const horizon = options.horizon ?? relaxationTime(drivenExact, stateFrom, sharedFrom);
  const all = planRuns(request.runs, prepared.inputs, horizon, request.seed);
  const plans = isMoments ? all : all.map((plan) => atRest(plan, settledTimes * horizon));
  const runs = await exactRuns({
    driven,
    plans,
    jobs: options.jobs,
    store,
    onRuns: (done, isNew) => {
      onProgress((0.4 * done) / plans.length, `${done} of ${plans.length} exact runs`);
      if (isNew) checkBudget();
    },
  });
  const heldOut = Math.max(2, Math.round(request.heldOut * runs.length));
  const trainingRuns = runs.slice(0, runs.length - heldOut);

  const perSegment = samplesPerSegment + 1;
  // Of moments not the moment at which inputs jump, to which what is hidden has had no time to answer.
  const useful = trainingRuns.flatMap(({ rows }) =>
    rows.filter((_, i) => (isMoments ? i % perSegment !== 0 || i === 0 : (i + 1) % perSegment === 0)),
  );
  const sampleRows = thinned([...useful, ...options.experimentRows], mostSamples);
  const ranges = state.map((_, k) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of [...useful, ...options.experimentRows, ...(options.experimentExtremes ?? [])]) {
      low = Math.min(low, row[stateFrom + k]);
      high = Math.max(high, row[stateFrom + k]);
    }
    return { low, high };
  });
  return {
    columns,
    drivenExact,
    stateFrom,
    sharedFrom,
    horizon,
    trainingRuns,
    heldOutPlans: plans.slice(runs.length - heldOut),
    useful,
    sampleRows,
    ranges,
  };
}

/** The same levels, each held until the module is at rest. */
function atRest(plan: RunPlan, duration: number): RunPlan {
  return plan.map(({ to }) => ({ duration, from: to, to }));
}

function thinned(rows: readonly Float64Array[], most: number): readonly Float64Array[] {
  if (rows.length <= most) return rows;
  return Array.from({ length: most }, (_, i) => rows[Math.floor((i * rows.length) / most)]);
}
