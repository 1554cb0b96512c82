/**
 * Runs an experiment: every point of its sweeps, every replicate, looked at at the output times, into one
 * table. It gives the event loop a turn every few milliseconds, so that a program can show progress or stop it;
 * what was computed is kept when it is stopped or fails.
 */
import type { EngineTraits } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import {
  type ExperimentOptions,
  type PlannedExperiment,
  planExperiment,
  refuseTooMuchOutput,
  type ResolvedExperiment,
} from "./plannedExperiment.ts";
import { type ResultRows, ResultTable } from "./results/resultTable.ts";
import type { SimulationError } from "./simulationError.ts";
import { performSingleRun, type ReportedParameter, type RunEnd } from "./singleRun.ts";
import { StatisticsSum } from "./statisticsSum.ts";
import { TurnClock, turnOfEventLoop } from "./turnClock.ts";

export interface RunResult<Table extends ResultRows = ResultTable> {
  readonly settings: ResolvedExperiment;
  /** Columns: swept parameters in their declared units, `replicate` if several, `time` in s, observables. */
  readonly table: Table;
  readonly interrupted: boolean;
  readonly error: SimulationError | null;
  readonly notices: readonly string[];
  /** Summed over all runs. */
  readonly statistics: Readonly<Record<string, number | string>>;
  readonly finishedRuns: number;
  readonly plannedRuns: number;
  /** All parameters, in their declared units, at the first point. */
  readonly parameters: readonly ReportedParameter[];
  readonly wallSeconds: number;
}

/**
 * @throws SimulationError badInput or tooMuchOutput when the experiment can not begin; an error during a run is
 * part of the result.
 */
export async function runExperiment(
  model: CompiledModel,
  traits: EngineTraits,
  options: ExperimentOptions = {},
): Promise<RunResult> {
  const began = performance.now();
  const planned = planExperiment(model, traits, options);
  const { plannedRuns } = planned;
  refuseTooMuchOutput(planned, plannedRuns, options.cellLimit);
  const table = new ResultTable(planned.columns);
  const ends: RunEnd[] = [];
  const clock = new TurnClock(() => turnOfEventLoop(options.signal), options.signal?.aborted);
  while (ends.length < plannedRuns && !clock.isStopped) {
    const index = ends.length;
    const label = plannedRuns > 1 ? `run ${index + 1} of ${plannedRuns}` : "";
    const end = await performSingleRun(model, traits, planned, index, {
      clock,
      append: (row) => table.append(row),
      onPart: (part) => options.onProgress?.((index + part) / plannedRuns, label),
      onSlow: index === 0 ? options.onSlow : undefined,
      ...(index === 0 && options.onFrame !== undefined ? { onFrame: options.onFrame } : {}),
    });
    ends.push(end);
    if (!end.isFinished) break;
  }
  const result = { ...concludeExperiment(planned, ends, began), table };
  if (result.finishedRuns === plannedRuns) options.onProgress?.(1, "");
  return result;
}

/** What the ends of the runs that were begun, in their order, say together. */
export function concludeExperiment(
  planned: PlannedExperiment,
  ends: Iterable<RunEnd>,
  began: number,
): Omit<RunResult, "table"> {
  const notices = new Set(planned.notices);
  const statistics = new StatisticsSum();
  let parameters: RunResult["parameters"] = [];
  let finishedRuns = 0;
  let error: SimulationError | null = null;
  for (const end of ends) {
    for (const notice of end.notices) notices.add(notice);
    statistics.add(end.statistics);
    if (parameters.length === 0) parameters = end.parameters;
    if (end.isFinished) finishedRuns++;
    error ??= end.error;
  }
  return {
    settings: planned.settings,
    interrupted: error === null && finishedRuns < planned.plannedRuns,
    error,
    notices: [...notices],
    statistics: statistics.total(),
    finishedRuns,
    plannedRuns: planned.plannedRuns,
    parameters,
    wallSeconds: (performance.now() - began) / 1000,
  };
}
