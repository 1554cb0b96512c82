/**
 * An experiment before it runs: its settings as they hold, and the runs to do: every point of the sweeps, and at
 * each point every replicate. Runs are numbered in the order of the result table, and each is the same whoever
 * does it: its random numbers follow from seed and replicate alone.
 */
import type { EngineTraits } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import { type OutputTimes, outputTimes } from "./outputTimes.ts";
import {
  findParameter,
  type ParameterValue,
  outsideRangeNotice,
  parameterInternalValue,
} from "./parameterValues.ts";
import type { GeometryFrame } from "./results/geometry.ts";
import { SimulationError } from "./simulationError.ts";
import { resolveSweeps, type Sweep, sweepPoints } from "./sweepPoints.ts";

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
  /** Exact runs: how reactions are chosen, by name or a part of it. */
  readonly selection?: string;
  /** Deterministic runs: the solver (runtime/engines/ode/odeMethods.ts). */
  readonly solver?: string;
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
  /** Told once of a run that will take long, while it is under way. */
  readonly onSlow?: (what: string) => void;
}

export interface ResolvedExperiment {
  readonly until: number;
  readonly every: number | null;
  readonly seed: string;
  readonly replicates: number;
  /** Null: by the model. */
  readonly selection: string | null;
  /** Null: by stiffness and size. */
  readonly solver: string | null;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly parameters: ReadonlyMap<string, ParameterValue>;
  readonly sweeps: readonly Sweep[];
}

export interface PlannedExperiment {
  readonly settings: ResolvedExperiment;
  readonly times: OutputTimes;
  /** Swept parameters in their declared units, `replicate` if several, `time` in s, observables. */
  readonly columns: readonly string[];
  /** All of them in memory: a point has few numbers. */
  readonly points: readonly (readonly number[])[];
  readonly plannedRuns: number;
  readonly notices: readonly string[];
}

/** @throws SimulationError badInput when the experiment can not begin. */
export function planExperiment(
  model: CompiledModel,
  traits: EngineTraits,
  options: ExperimentOptions,
): PlannedExperiment {
  const notices: string[] = [];
  const settings = resolveExperiment(model, traits, options, notices);
  notices.push(...outsideRanges(model, settings));
  const points = sweepPoints(settings.sweeps);
  return {
    settings,
    times: outputTimes(settings.until, settings.every),
    columns: [
      ...settings.sweeps.map((sweep) => sweep.parameter),
      ...(settings.replicates > 1 ? ["replicate"] : []),
      "time",
      ...model.observables.map((observable) => observable.name),
    ],
    points,
    plannedRuns: points.length * settings.replicates,
    notices,
  };
}

/** One sentence for each parameter that is set or swept beyond its declared range. */
export function outsideRanges(
  model: CompiledModel,
  { parameters, sweeps }: Pick<ResolvedExperiment, "parameters" | "sweeps">,
): readonly string[] {
  const given = [...[...parameters].map(([parameter, value]) => ({ parameter, values: [value] })), ...sweeps];
  return given.flatMap(({ parameter, values }) => {
    const info = model.parameters[findParameter(model, parameter)];
    if (info.isLoose !== true) return [];
    for (const value of values) {
      const notice = outsideRangeNotice(info, parameterInternalValue(info, value));
      if (notice !== null) return [notice];
    }
    return [];
  });
}

/** @throws SimulationError tooMuchOutput when `runs` runs would not fit in memory. */
export function refuseTooMuchOutput(
  { times, columns }: PlannedExperiment,
  runs: number,
  limit: number = defaultCellLimit,
): void {
  const rows = times.count * runs;
  if (rows * columns.length <= limit) return;
  throw new SimulationError(
    "tooMuchOutput",
    `The table would have ${Number(rows.toPrecision(6))} rows of ${columns.length} columns, more than the ${limit} numbers that are ` +
      "kept in memory; choose a longer output interval or fewer runs.",
  );
}

function resolveExperiment(
  model: CompiledModel,
  traits: EngineTraits,
  options: ExperimentOptions,
  notices: string[],
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
  if (options.selection !== undefined && traits.name !== "ssa")
    refuse(`A way to choose reactions is for the method ssa, and this run is of the method ${traits.name}.`);
  if (options.solver !== undefined && traits.name !== "ode") {
    refuse(
      `A solver of differential equations is for the method ode, and this run is of the method ${traits.name}.`,
    );
  }
  traits.checkNames?.({
    ...(options.selection === undefined ? {} : { selection: options.selection }),
    ...(options.solver === undefined ? {} : { odeMethod: options.solver }),
  });
  if (replicates > 1 && !traits.stochastic) {
    notices.push(`Replicates of a deterministic run are all the same: one was run instead of ${replicates}.`);
    replicates = 1;
  }
  const parameters = options.parameters ?? new Map<string, ParameterValue>();
  for (const [name, value] of parameters) {
    parameterInternalValue(model.parameters[findParameter(model, name)], value);
  }
  return {
    until,
    every,
    seed: options.seed ?? plan.seed,
    replicates,
    selection: options.selection ?? null,
    solver: options.solver ?? null,
    relativeTolerance: options.relativeTolerance ?? plan.relativeTolerance,
    absoluteTolerance: options.absoluteTolerance ?? plan.absoluteTolerance,
    parameters,
    sweeps: resolveSweeps(model, options.sweeps ?? [], parameters),
  };
}
