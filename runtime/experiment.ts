/**
 * Runs an experiment: every point of its sweeps, every replicate, looked at at the output times, into one
 * table. It gives the event loop a turn every few milliseconds, so that a program can show progress or stop it;
 * what was computed is kept when it is stopped or fails.
 */
import type { EngineTraits } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import { outputTimes } from "./outputTimes.ts";
import { findParameter, type ParameterValue, parameterInternalValue } from "./parameterValues.ts";
import type { GeometryFrame } from "./results/geometry.ts";
import { ResultTable } from "./results/resultTable.ts";
import { Simulation } from "./simulation.ts";
import { SimulationError } from "./simulationError.ts";
import { StatisticsSum } from "./statisticsSum.ts";
import { resolveSweeps, type Sweep, sweepPoints } from "./sweepPoints.ts";

/** Time between turns for the event loop, in ms. */
const turnLength = 30;
/** Numbers in a result table that still fit in memory with comfort (400 MB). */
const defaultCellLimit = 50_000_000;

/** What is not given is the experiment's own. */
export interface ExperimentOptions {
  /** In s. */
  readonly until?: number;
  /** In s. */
  readonly every?: number;
  readonly seed?: string;
  readonly replicates?: number;
  readonly relativeTolerance?: number;
  readonly absoluteTolerance?: number;
  readonly parameters?: ReadonlyMap<string, ParameterValue>;
  readonly sweeps?: readonly { readonly parameter: string; readonly values: readonly ParameterValue[] }[];
  readonly cellLimit?: number;
  /** Called at every output time of the first run, of methods that place molecules. */
  readonly onFrame?: (frame: GeometryFrame, observed: readonly number[]) => void;
  readonly signal?: AbortSignal;
  /** Part done from 0 to 1, and which run it is at ("" when there is only one). */
  readonly onProgress?: (fraction: number, label: string) => void;
}

export interface ResolvedExperiment {
  readonly until: number;
  readonly every: number | null;
  readonly seed: string;
  readonly replicates: number;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly sweeps: readonly Sweep[];
}

export interface RunResult {
  readonly settings: ResolvedExperiment;
  /** Columns: swept parameters in their declared units, `replicate` if several, `time` in s, observables. */
  readonly table: ResultTable;
  readonly interrupted: boolean;
  readonly error: SimulationError | null;
  readonly notices: readonly string[];
  /** Summed over all runs. */
  readonly statistics: Readonly<Record<string, number | string>>;
  readonly finishedRuns: number;
  readonly plannedRuns: number;
  /** All parameters, in their declared units, at the first point. */
  readonly parameters: readonly {
    readonly name: string;
    readonly value: number;
    readonly unit: string;
    readonly isSet: boolean;
  }[];
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
  const notices = new Set<string>();
  const settings = resolveExperiment(model, traits, options, notices);
  const times = outputTimes(settings.until, settings.every);
  const pointCount = settings.sweeps.reduce((product, sweep) => product * sweep.values.length, 1);
  const hasReplicates = settings.replicates > 1;
  const table = new ResultTable([
    ...settings.sweeps.map((sweep) => sweep.parameter),
    ...(hasReplicates ? ["replicate"] : []),
    "time",
    ...model.observables.map((observable) => observable.name),
  ]);
  const plannedRuns = pointCount * settings.replicates;
  refuseTooMuchOutput(plannedRuns * times.count, table.columns.length, options.cellLimit ?? defaultCellLimit);

  const statistics = new StatisticsSum();
  const observed = new Float64Array(model.observables.length);
  let parameters: RunResult["parameters"] = [];
  let finishedRuns = 0;
  let error: SimulationError | null = null;
  const clock = new TurnClock(options.signal);

  const runOne = async (point: readonly number[], replicate: number, label: string): Promise<void> => {
    const values = new Map(settings.parameters);
    settings.sweeps.forEach(({ parameter }, i) => values.set(parameter, point[i]));
    const simulation = new Simulation(model, traits, {
      parameters: values,
      seed: settings.seed,
      replicate,
      relativeTolerance: settings.relativeTolerance,
      absoluteTolerance: settings.absoluteTolerance,
    });
    for (const notice of simulation.notices) notices.add(notice);
    if (parameters.length === 0) parameters = readParameters(model, simulation, values);
    const head = hasReplicates ? [...point, replicate] : point;
    const showProgress = (): void => {
      const part = settings.until === 0 ? 1 : simulation.time / settings.until;
      options.onProgress?.((finishedRuns + part) / plannedRuns, label);
    };
    try {
      for (let k = 0; k < times.count && !clock.isStopped; k++) {
        const time = times.at(k);
        while (!simulation.advanceSome(time, clock.work)) {
          if (await clock.turn(showProgress)) return;
        }
        simulation.observeInto(observed);
        table.append([...head, time, ...observed]);
        if (options.onFrame !== undefined && finishedRuns === 0) {
          const frame = simulation.geometry();
          if (frame !== null) options.onFrame(frame, [...observed]);
        }
        if (clock.isDue) await clock.turn(showProgress);
      }
    } finally {
      statistics.add(simulation.statistics());
      // Some are only known afterwards.
      for (const notice of simulation.notices) notices.add(notice);
    }
  };

  try {
    for (const point of sweepPoints(settings.sweeps)) {
      for (let replicate = 1; replicate <= settings.replicates && !clock.isStopped; replicate++) {
        const label = plannedRuns > 1 ? `run ${finishedRuns + 1} of ${plannedRuns}` : "";
        await runOne(point, replicate, label);
        if (!clock.isStopped) finishedRuns++;
      }
    }
  } catch (caught) {
    if (!(caught instanceof SimulationError)) throw caught;
    error = caught;
  }
  if (finishedRuns === plannedRuns) options.onProgress?.(1, "");
  return {
    settings,
    table,
    interrupted: clock.isStopped && finishedRuns < plannedRuns,
    error,
    notices: [...notices],
    statistics: statistics.total(),
    finishedRuns,
    plannedRuns,
    parameters,
    wallSeconds: (performance.now() - began) / 1000,
  };
}

/** Lets the event loop turn, and finds how much work fits between two turns. */
class TurnClock {
  readonly #signal: AbortSignal | undefined;
  #last = performance.now();
  /** Steps or reactions to ask of an engine at once. */
  work = 16;
  isStopped: boolean;

  constructor(signal: AbortSignal | undefined) {
    this.#signal = signal;
    this.isStopped = signal?.aborted ?? false;
  }

  get isDue(): boolean {
    return performance.now() - this.#last > turnLength;
  }

  /** Call when `work` was used up; true when the run is to stop. */
  async turn(showProgress: () => void): Promise<boolean> {
    const passed = performance.now() - this.#last;
    if (passed < turnLength) {
      if (passed < turnLength / 4) this.work = Math.min(1_000_000, this.work * 2);
      return this.isStopped;
    }
    if (passed > 2 * turnLength) this.work = Math.max(1, this.work >> 1);
    showProgress();
    await new Promise<void>((resolve) => {
      setTimeout(resolve, 0);
    });
    this.isStopped = this.#signal?.aborted ?? false;
    this.#last = performance.now();
    return this.isStopped;
  }
}

function resolveExperiment(
  model: CompiledModel,
  traits: EngineTraits,
  options: ExperimentOptions,
  notices: Set<string>,
): ResolvedExperiment {
  const plan = model.experiment;
  const refuse = (message: string): never => {
    throw new SimulationError("badInput", message);
  };
  const until =
    options.until ??
    plan.until ??
    refuse("The run needs an end: give one with --until, or in an experiment.");
  if (!(until >= 0 && until < Number.POSITIVE_INFINITY)) refuse(`A run can not end at ${until} s.`);
  const every = options.every ?? plan.every;
  if (every !== null && !(every > 0)) refuse(`The output interval must be above zero, not ${every} s.`);
  let replicates = options.replicates ?? plan.replicates;
  if (!(Number.isInteger(replicates) && replicates >= 1)) {
    refuse(`The number of replicates must be a whole number from 1, not ${replicates}.`);
  }
  if (replicates > 1 && !traits.stochastic) {
    notices.add(`Replicates of a deterministic run are all the same: one was run instead of ${replicates}.`);
    replicates = 1;
  }
  const parameters = options.parameters ?? new Map<string, ParameterValue>();
  for (const [name, value] of parameters) {
    parameterInternalValue(model.parameters[findParameter(model.parameters, name)], value);
  }
  return {
    until,
    every,
    seed: options.seed ?? plan.seed,
    replicates,
    relativeTolerance: options.relativeTolerance ?? plan.relativeTolerance,
    absoluteTolerance: options.absoluteTolerance ?? plan.absoluteTolerance,
    parameters,
    sweeps: resolveSweeps(model, options.sweeps ?? [], parameters),
  };
}

function refuseTooMuchOutput(rows: number, columns: number, limit: number): void {
  if (rows * columns <= limit) return;
  throw new SimulationError(
    "tooMuchOutput",
    `The table would have ${rows} rows of ${columns} columns, more than the ${limit} numbers that are kept in ` +
      "memory; choose a longer output interval or fewer runs.",
  );
}

function readParameters(
  model: CompiledModel,
  simulation: Simulation,
  set: ReadonlyMap<string, ParameterValue>,
): RunResult["parameters"] {
  return model.parameters.map(({ name, unit }) => ({
    name,
    value: simulation.parameter(name),
    unit,
    isSet: set.has(name),
  }));
}
