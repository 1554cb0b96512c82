/** The record that stands beside a result: what was run, from what, how, and what it took. */
import type { EngineTraits } from "../engines/engine.ts";
import type { RunResult } from "../experiment.ts";
import type { CompiledModel, Manifest } from "../model.ts";
import type { ResultRows } from "./resultTable.ts";

export const runRecordFormat = "tendril run record";

export interface RunRecord {
  readonly format: typeof runRecordFormat;
  readonly version: 1;
  readonly model: string;
  readonly title: string | null;
  readonly experiment: string | null;
  readonly experimentTitle: string | null;
  readonly hash: string;
  readonly compiler: string;
  readonly method: string;
  readonly methodTitle: string;
  readonly methodReason: string;
  readonly methodReferences: readonly string[];
  /** Times in s. */
  readonly until: number;
  readonly every: number | null;
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly seed: string;
  readonly replicates: number;
  readonly parametersSet: readonly string[];
  /** At the first point of the sweeps. */
  readonly parameters: readonly { readonly name: string; readonly value: number; readonly unit: string }[];
  readonly sweeps: readonly {
    readonly parameter: string;
    readonly unit: string;
    readonly values: readonly number[];
  }[];
  readonly observables: readonly {
    readonly name: string;
    readonly unit: string;
    readonly doc: string | null;
  }[];
  readonly statistics: Readonly<Record<string, number | string>>;
  readonly notices: readonly string[];
  readonly sources: Manifest["sources"];
  readonly notes: Manifest["notes"];
  readonly plots: CompiledModel["experiment"]["plots"];
  readonly rows: number;
  readonly columns: readonly string[];
  readonly runs: number;
  readonly finishedRuns: number;
  readonly interrupted: boolean;
  readonly error: { readonly kind: string; readonly message: string; readonly time: number | null } | null;
  readonly wallSeconds: number;
  readonly cpuSeconds: number | null;
  /** Where the table was written; null when it was not. */
  readonly out: string | null;
}

export function makeRunRecord(
  model: CompiledModel,
  traits: EngineTraits,
  result: RunResult<ResultRows>,
  surroundings: { readonly cpuSeconds: number | null; readonly out: string | null },
): RunRecord {
  const { manifest, observables, experiment } = model;
  const { settings, error } = result;
  return {
    format: runRecordFormat,
    version: 1,
    model: manifest.model,
    title: manifest.title,
    experiment: manifest.experiment,
    experimentTitle: manifest.experimentTitle,
    hash: manifest.hash,
    compiler: manifest.compiler,
    method: traits.name,
    methodTitle: traits.title,
    methodReason: manifest.methodReason,
    methodReferences: traits.references,
    until: settings.until,
    every: settings.every,
    relativeTolerance: settings.relativeTolerance,
    absoluteTolerance: settings.absoluteTolerance,
    seed: settings.seed,
    replicates: settings.replicates,
    parametersSet: [...settings.parameters.keys()],
    parameters: result.parameters.map(({ name, value, unit }) => ({ name, value, unit })),
    sweeps: settings.sweeps,
    observables: observables.map(({ name, unit, doc }) => ({ name, unit, doc })),
    statistics: result.statistics,
    notices: result.notices,
    sources: manifest.sources,
    notes: manifest.notes,
    plots: experiment.plots,
    rows: result.table.rows,
    columns: result.table.columns,
    runs: result.plannedRuns,
    finishedRuns: result.finishedRuns,
    interrupted: result.interrupted,
    error:
      error === null
        ? null
        : { kind: error.kind, message: error.message, time: Number.isNaN(error.time) ? null : error.time },
    wallSeconds: result.wallSeconds,
    cpuSeconds: surroundings.cpuSeconds,
    out: surroundings.out,
  };
}

/** The text of the file. */
export function runRecordText(record: RunRecord): string {
  return `${JSON.stringify(record, null, 2)}\n`;
}

/** Whether the text of a file is a run record, which a new run may replace. */
export function isRunRecord(text: string): boolean {
  try {
    const data = JSON.parse(text) as { format?: unknown } | null;
    return data?.format === runRecordFormat;
  } catch {
    return false;
  }
}
