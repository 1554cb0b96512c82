/**
 * Runs an experiment for a command line: shows progress, keeps what was computed when it is stopped or fails,
 * writes the table and the run record or prints a summary, and gives the exit code.
 */
import type { EngineTraits } from "./engines/engine.ts";
import { type ExperimentOptions, type RunResult, runExperiment } from "./experiment.ts";
import type { CompiledModel } from "./model.ts";
import { checkOutput, recordPath, writeWhole } from "./outputFiles.ts";
import { csvChunks } from "./results/csv.ts";
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

/** @throws SimulationError badInput or tooMuchOutput when the run can not begin. */
export async function performRun(
  model: CompiledModel,
  traits: EngineTraits,
  request: RunRequest,
  surface: RunConsole,
): Promise<number> {
  const { out, json, quiet } = request;
  if (out === "-" && json)
    throw new SimulationError("badInput", "--out - and --json both print; choose one.");
  if (out !== null && out !== "-") {
    if (!/\.csv$/i.test(out)) {
      throw new SimulationError(
        "badInput",
        `${out} does not end in .csv, the format that results are written in.`,
      );
    }
    await checkOutput(out);
  }
  const { default: process } = await import("node:process");
  const cpuAtStart = process.cpuUsage();
  const result = await runExperiment(model, traits, {
    ...request.experiment,
    onProgress(fraction, label) {
      if (!quiet) surface.progress(`${Math.floor(100 * fraction)} % ${label}`.trimEnd());
      request.experiment.onProgress?.(fraction, label);
    },
  });
  surface.progress("");
  const cpu = process.cpuUsage(cpuAtStart);
  const cpuSeconds = (cpu.user + cpu.system) / 1e6;

  const isKept = result.table.rows > 0;
  const path = out !== null && out !== "-" && isKept ? out : null;
  const record = makeRunRecord(model, traits, result, { cpuSeconds, out: path });
  if (!quiet) for (const notice of result.notices) surface.complain(`note: ${notice}\n`);
  await deliverTable(model, traits, result, record, path, request, surface);
  return concludeRun(result, path, surface);
}

async function deliverTable(
  model: CompiledModel,
  traits: EngineTraits,
  result: RunResult,
  record: RunRecord,
  path: string | null,
  { out, json, quiet }: RunRequest,
  surface: RunConsole,
): Promise<void> {
  if (path !== null) {
    await writeWhole(path, csvChunks(result.table));
    await writeWhole(recordPath(path), [runRecordText(record)]);
  }
  if (json) await surface.print(runRecordText(record));
  else if (out === "-") {
    for (const chunk of csvChunks(result.table)) if (!(await surface.print(chunk))) return;
  } else if (out === null && result.table.rows > 0) {
    await surface.print(summaryText(model, traits, result));
  } else if (path !== null && !quiet) {
    await surface.print(`wrote ${path} (${result.table.rows} rows) and ${recordPath(path)}\n`);
  }
}

function concludeRun(result: RunResult, path: string | null, surface: RunConsole): number {
  const { rows } = result.table;
  const kept = path === null ? "" : ` The ${rows} rows computed so far are kept in ${path}.`;
  if (result.error !== null) {
    surface.complain(`${result.error.message}${kept}\n`);
    return exitFailed;
  }
  if (result.interrupted) {
    surface.complain(`Interrupted.${kept}\n`);
    return exitInterrupted;
  }
  return exitDone;
}
