/**
 * Runs an experiment for a command line: shows progress, keeps what was computed when it is stopped or fails,
 * writes the table and the run record or prints a summary, and gives the exit code.
 */
import type { EngineTraits } from "./engines/engine.ts";
import { type RunResult, runExperiment } from "./experiment.ts";
import type { CompiledModel } from "./model.ts";
import { checkOutput, type FileContent, recordPath, writeWhole } from "./outputFiles.ts";
import type { ExperimentOptions } from "./plannedExperiment.ts";
import { csvChunks } from "./results/csv.ts";
import { type ResultRows, wholeTable } from "./results/resultTable.ts";
import { makeRunRecord, type RunRecord, runRecordText } from "./results/runRecord.ts";
import { summaryText } from "./results/summary.ts";
import { SimulationError } from "./simulationError.ts";

export const exitDone = 0;
export const exitUsage = 2;
export const exitFailed = 3;
export const exitInterrupted = 130;

/** Where a run talks to; the texts carry their line ends. */
export interface RunConsole {
  /** Resolves when the text is taken; false when nobody reads any more. */
  print(text: string): Promise<boolean>;
  complain(text: string): void;
  /** Replaces the line of progress; "" removes it. Does nothing where there is no terminal. */
  progress(text: string): void;
}

export interface RunRequest {
  readonly experiment: ExperimentOptions;
  readonly out: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** How a program runs experiments and writes tables, where it can do more than a compiled simulator. */
export interface RunMeans {
  readonly run: (options: ExperimentOptions) => Promise<RunResult<ResultRows>>;
  /** The endings of files that `content` makes. */
  readonly endings: readonly string[];
  readonly content: (
    path: string,
    table: ResultRows,
    record: RunRecord,
  ) => FileContent | Promise<FileContent>;
  /** Called when table and record are written, or printed. */
  readonly delivered?: (result: RunResult<ResultRows>, record: RunRecord) => void;
  /** How to go on after a run that did not come to its end; "" where there is no way. */
  readonly continuation?: (result: RunResult<ResultRows>) => string;
}

/** What a compiled simulator can do: runs one after another, and CSV. */
export function ownMeans(model: CompiledModel, traits: EngineTraits): RunMeans {
  return {
    run: (options) => runExperiment(model, traits, options),
    endings: [".csv"],
    content: (_, table) => csvChunks(table),
  };
}

/** @throws SimulationError badInput or tooMuchOutput when the run can not begin. */
export async function performRun(
  model: CompiledModel,
  traits: EngineTraits,
  request: RunRequest,
  surface: RunConsole,
  means: RunMeans = ownMeans(model, traits),
): Promise<number> {
  const { out, json, quiet } = request;
  if (out === "-" && json)
    throw new SimulationError("badInput", "--out - and --json both print; choose one.");
  if (out !== null && out !== "-") {
    if (!means.endings.some((ending) => out.toLowerCase().endsWith(ending))) {
      throw new SimulationError(
        "badInput",
        `${out} does not end in ${means.endings.join(", ")}, ${means.endings.length === 1 ? "the format" : "the formats"} that results are written in.`,
      );
    }
    await checkOutput(out);
  }
  const { default: process } = await import("node:process");
  const cpuAtStart = process.cpuUsage();
  const result = await means.run({
    ...request.experiment,
    onProgress(fraction, label) {
      if (!quiet) surface.progress(`${Math.floor(100 * fraction)} % ${label}`.trimEnd());
      request.experiment.onProgress?.(fraction, label);
    },
    onSlow(what) {
      if (!quiet) surface.complain(`note: ${what}\n`);
    },
  });
  surface.progress("");
  const cpu = process.cpuUsage(cpuAtStart);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;

  const isKept = result.table.rows > 0;
  const path = out !== null && out !== "-" && isKept ? out : null;
  const record = makeRunRecord(model, traits, result, { cpuSeconds, out: path });
  if (!quiet) for (const notice of result.notices) surface.complain(`note: ${notice}\n`);
  await deliverTable(model, traits, result, record, path, request, surface, means);
  const continuation = means.continuation?.(result) ?? "";
  means.delivered?.(result, record);
  return concludeRun(result, path, surface, continuation);
}

async function deliverTable(
  model: CompiledModel,
  traits: EngineTraits,
  result: RunResult<ResultRows>,
  record: RunRecord,
  path: string | null,
  { out, json, quiet }: RunRequest,
  surface: RunConsole,
  means: RunMeans,
): Promise<void> {
  if (path !== null) {
    await writeWhole(path, await means.content(path, result.table, record));
    await writeWhole(recordPath(path), [runRecordText(record)]);
  }
  if (json) await surface.print(runRecordText(record));
  else if (out === "-") {
    for (const chunk of csvChunks(result.table)) if (!(await surface.print(chunk))) return;
  } else if (out === null && result.table.rows > 0) {
    await surface.print(summaryText(model, traits, { ...result, table: wholeTable(result.table) }));
  } else if (path !== null && !quiet) {
    await surface.print(`wrote ${path} (${result.table.rows} rows) and ${recordPath(path)}\n`);
  }
}

function concludeRun(
  result: RunResult<ResultRows>,
  path: string | null,
  surface: RunConsole,
  continuation: string,
): number {
  const { rows } = result.table;
  const kept = path === null ? "" : ` The ${rows} rows computed so far are kept in ${path}.`;
  if (result.error !== null) {
    surface.complain(`${result.error.message}${kept}${continuation}\n`);
    return exitFailed;
  }
  if (result.interrupted) {
    surface.complain(`Interrupted.${kept}${continuation}\n`);
    return exitInterrupted;
  }
  return exitDone;
}
