/**
 * How the command line runs an experiment: one run here, several on threads (threadedExperiment.ts). Where the table
 * goes to a file, finished runs are kept beside it until it is whole (runJournal.ts).
 */
import { createHash } from "node:crypto";
import { existsSync, statSync } from "node:fs";
import { ownMeans, type RunMeans } from "../../runtime/performRun.ts";
import {
  type PlannedExperiment,
  planExperiment,
  refuseTooMuchOutput,
} from "../../runtime/plannedExperiment.ts";
import { UsageError } from "../exitCode.ts";
import { tableContent, tableEndings } from "../tables/tableFormats.ts";
import { MemoryStore } from "./outcomeStore.ts";
import { type JournalSettings, RunJournal } from "./runJournal.ts";
import { RunLock } from "./runLock.ts";
import type { ThreadedModel } from "./threadedExperiment.ts";

export interface MeansOptions {
  /** The result file; null where the table stays in memory. */
  readonly out: string | null;
  /** How many threads; null: as many as pay. */
  readonly jobs: number | null;
  /** Go on with what an interrupted run left. */
  readonly isResumed: boolean;
  readonly tell: (note: string) => void;
}

/** Where finished runs of the result `out` are kept until it is whole. */
export function journalPath(out: string): string {
  return `${out}.unfinished`;
}

/** `lost`: to be called when the result could not be written; says what is kept all the same. */
export function threadedMeans(
  threaded: ThreadedModel,
  { out, jobs, isResumed, tell }: MeansOptions,
): RunMeans & { readonly lost: () => string } {
  const own = ownMeans(threaded.model, threaded.traits);
  let journal: RunJournal | null = null;
  let lock: RunLock | null = null;
  const kept = (): string =>
    journal === null || journal.count === 0
      ? ""
      : ` Finished runs are kept in ${journal.path}: --resume goes on with them.`;
  return {
    endings: tableEndings,
    content: tableContent,
    run: async (experiment) => {
      const planned = planExperiment(threaded.model, threaded.traits, experiment);
      const isKept = out !== null && planned.plannedRuns > 1;
      if (isResumed && !isKept) tell("there is only one run, and it begins anew");
      if (planned.plannedRuns === 1) return own.run(experiment);
      refuseTooMuchOutput(planned, isKept ? 1 : planned.plannedRuns, experiment.cellLimit);
      if (out !== null) {
        const path = journalPath(out);
        lock = RunLock.take(path);
        try {
          journal = openJournal(path, settingsOf(threaded, planned), isResumed, tell);
        } catch (error) {
          lock.release();
          throw error;
        }
        if (journal.count > 0) tell(`${journal.count} of ${planned.plannedRuns} runs were done before`);
      }
      const { runOnThreads } = await import("./threadedExperiment.ts");
      try {
        return await runOnThreads(threaded, { experiment, jobs, store: journal ?? new MemoryStore() });
      } catch (error) {
        lock?.release();
        throw error;
      }
    },
    delivered: ({ interrupted }) => {
      // A run that failed would fail again, so there is nothing to go on with.
      if (interrupted && journal !== null && journal.count > 0) journal.close();
      else journal?.remove();
      lock?.release();
    },
    continuation: ({ interrupted }) => (interrupted ? kept() : ""),
    lost: () => {
      lock?.release();
      return kept();
    },
  };
}

/** @throws UsageError when it is of other runs than these, or would be lost. */
function openJournal(
  path: string,
  settings: JournalSettings,
  isResumed: boolean,
  tell: (note: string) => void,
): RunJournal {
  const earlier = RunJournal.settingsAt(path);
  if (earlier === null) {
    const there = existsSync(path) ? statSync(path) : null;
    if (there !== null && (there.size > 0 || !there.isFile()))
      throw new UsageError(
        `${path}, where finished runs are kept, exists and is something else; choose another --out`,
      );
    if (isResumed) tell(`there is no ${path} to go on with, so all runs are done`);
    return RunJournal.create(path, settings);
  }
  const changed = firstChange(earlier, settings);
  if (!isResumed) {
    if (changed !== null) return RunJournal.create(path, settings);
    throw new UsageError(
      `${path} keeps finished runs of this very experiment: --resume goes on with them; remove that file to begin anew`,
    );
  }
  if (changed === null) return RunJournal.reopen(path);
  throw new UsageError(
    `--resume can not go on with ${path}: ${changed}. Run it without --resume to begin anew.`,
  );
}

/** All that decides the numbers of a table. */
function settingsOf({ model, text }: ThreadedModel, { settings }: PlannedExperiment): JournalSettings {
  const { manifest } = model;
  return {
    model: manifest.model,
    experiment: manifest.experiment ?? "none",
    method: manifest.method,
    seed: settings.seed,
    replicates: String(settings.replicates),
    ...(settings.selection === null ? {} : { selection: settings.selection }),
    ...(settings.solver === null ? {} : { solver: settings.solver }),
    end: `${settings.until} s`,
    "output interval": settings.every === null ? "1/200 of the run" : `${settings.every} s`,
    "relative tolerance": String(settings.relativeTolerance),
    "absolute tolerance": String(settings.absoluteTolerance),
    "set parameters": [...settings.parameters].map(([name, value]) => `${name}=${value}`).join(", "),
    sweeps: settings.sweeps.map(({ parameter, values }) => `${parameter}=${values.join(",")}`).join("; "),
    compiler: manifest.compiler,
    "text of the model": createHash("sha256").update(JSON.stringify(text)).digest("hex").slice(0, 16),
  };
}

function firstChange(earlier: JournalSettings, now: JournalSettings): string | null {
  for (const [name, value] of Object.entries(now)) {
    if (earlier[name] === value) continue;
    if (name === "text of the model") return "the model was changed since";
    return `its ${name} was ${shown(earlier[name])} and is now ${shown(value)}`;
  }
  return null;
}

function shown(value: string | undefined): string {
  return value === undefined || value === "" ? "none" : `"${value}"`;
}
