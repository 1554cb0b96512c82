/** One run of an experiment: one point of its sweeps, one replicate, looked at at the output times. */
import type { EngineTraits } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import { PaceWatch } from "./paceWatch.ts";
import type { ParameterValue } from "./parameterValues.ts";
import type { ExperimentOptions, PlannedExperiment } from "./plannedExperiment.ts";
import { Simulation } from "./simulation.ts";
import { SimulationError } from "./simulationError.ts";
import type { TurnClock } from "./turnClock.ts";

/** What is known of a run when it ends, beside its rows. */
export interface RunEnd {
  /** False when it was stopped or failed. */
  readonly isFinished: boolean;
  readonly error: SimulationError | null;
  readonly statistics: Readonly<Record<string, number | string>>;
  readonly notices: readonly string[];
  /** All parameters, in their declared units; only of the first run. */
  readonly parameters: readonly ReportedParameter[];
}

export interface ReportedParameter {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly isSet: boolean;
}

export interface RunSurroundings {
  readonly clock: TurnClock;
  /** Takes a row of the table. */
  readonly append: (row: readonly number[]) => void;
  /** Called before the clock's turns, with the part done from 0 to 1. */
  readonly onPart?: (part: number) => void;
  readonly onFrame?: ExperimentOptions["onFrame"];
  /** Called once, while the run is under way, if it will take long: with what to tell. */
  readonly onSlow?: ((what: string) => void) | undefined;
}

/**
 * Run `index` of the experiment, counted from 0: replicates change fastest.
 * A failure is part of the end, also of a model that can not begin with these parameters.
 */
export async function performSingleRun(
  model: CompiledModel,
  traits: EngineTraits,
  { settings, times, points }: PlannedExperiment,
  index: number,
  { clock, append, onPart, onFrame, onSlow }: RunSurroundings,
): Promise<RunEnd> {
  const point = points[Math.floor(index / settings.replicates)];
  const replicate = (index % settings.replicates) + 1;
  const values = new Map<string, ParameterValue>(settings.parameters);
  settings.sweeps.forEach(({ parameter }, i) => values.set(parameter, point[i]));
  let simulation: Simulation | null = null;
  let early: readonly string[] = [];
  let parameters: RunEnd["parameters"] = [];
  const end = (isFinished: boolean, error: SimulationError | null): RunEnd => ({
    isFinished,
    error,
    statistics: simulation?.statistics() ?? {},
    // Some are only known afterwards.
    notices: [...new Set([...early, ...(simulation?.notices ?? [])])],
    parameters,
  });
  try {
    const current = new Simulation(model, traits, {
      parameters: values,
      seed: settings.seed,
      replicate,
      ...(settings.selection === null ? {} : { selection: settings.selection }),
      ...(settings.solver === null ? {} : { odeMethod: settings.solver }),
      relativeTolerance: settings.relativeTolerance,
      absoluteTolerance: settings.absoluteTolerance,
    });
    simulation = current;
    early = current.notices;
    if (index === 0) parameters = reportedParameters(model, current, values);
    const head = settings.replicates > 1 ? [...point, replicate] : point;
    const observed = new Float64Array(model.observables.length);
    const watch = onSlow === undefined ? null : new PaceWatch(settings.until);
    const turn = (): Promise<boolean> => {
      if (clock.isDue) {
        onPart?.(settings.until === 0 ? 1 : current.time / settings.until);
        const slow = watch?.look(current.time) ?? null;
        if (slow !== null) onSlow?.(`${slow} ${current.pace() ?? ""}`.trimEnd());
      }
      return clock.turn();
    };
    for (let k = 0; k < times.count; k++) {
      if (clock.isStopped) return end(false, null);
      const time = times.at(k);
      while (!current.advanceSome(time, clock.work)) {
        if (await turn()) return end(false, null);
      }
      current.observeInto(observed);
      append([...head, time, ...observed]);
      const frame = onFrame === undefined ? null : current.geometry();
      if (frame !== null) onFrame?.(frame, [...observed]);
      if (clock.isDue) await turn();
    }
    return end(true, null);
  } catch (caught) {
    if (!(caught instanceof SimulationError)) throw caught;
    return end(false, caught);
  }
}

function reportedParameters(
  model: CompiledModel,
  simulation: Simulation,
  set: ReadonlyMap<string, ParameterValue>,
): readonly ReportedParameter[] {
  return model.parameters.map(({ name, unit }) => ({
    name,
    value: simulation.parameter(name),
    unit,
    isSet: set.has(name),
  }));
}
