/**
 * Runs an experiment on worker threads. Each run follows from the seed and its number alone and the table is put
 * together in the order of the runs, so that it has the same bytes for any number of threads, and whether or not
 * it was interrupted on the way.
 *
 * Without a wish for threads the runs begin here, one after another; threads are started once what is left would
 * take noticeably longer than starting them.
 */
import { availableParallelism } from "node:os";
import type { ModelText } from "../../compiler/emit/modelLiteral.ts";
import type { EngineTraits } from "../../runtime/engines/engine.ts";
import { concludeExperiment, type RunResult } from "../../runtime/experiment.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import {
  type ExperimentOptions,
  type PlannedExperiment,
  planExperiment,
} from "../../runtime/plannedExperiment.ts";
import type { ResultRows } from "../../runtime/results/resultTable.ts";
import { performSingleRun, type RunEnd } from "../../runtime/singleRun.ts";
import { TurnClock, turnOfEventLoop } from "../../runtime/turnClock.ts";
import { type OutcomeStore, StoredRows } from "./outcomeStore.ts";
import { RowBuffer } from "./rowBuffer.ts";
import type { RunOutcome } from "./runTask.ts";
import { WorkerPool } from "./workerPool.ts";

/** How long runs are tried here before threads are thought of, in ms. */
const trialTime = 250;
/** Work left that is worth starting threads, in ms. */
const worthThreads = 1000;
/** What a task of a thread should take, in ms: long beside the messages, short beside the whole. */
const taskTime = 100;
/** Time between looks at the progress of threads, in ms. */
const progressInterval = 100;

export interface ThreadedModel {
  readonly model: CompiledModel;
  readonly text: ModelText;
  readonly traits: EngineTraits;
}

export interface ThreadedOptions {
  readonly experiment: ExperimentOptions;
  /** How many threads; null: one for each core, where it pays. */
  readonly jobs: number | null;
  /** May hold runs already. */
  readonly store: OutcomeStore;
}

export async function runOnThreads(
  threaded: ThreadedModel,
  { experiment, jobs, store }: ThreadedOptions,
): Promise<RunResult<ResultRows>> {
  const began = performance.now();
  const planned = planExperiment(threaded.model, threaded.traits, experiment);
  const crew = new Crew(threaded, planned, experiment, jobs, store);
  await crew.work();
  const indices = crew.indices();
  const ends = function* (): Generator<RunEnd> {
    for (const index of indices) yield store.has(index) ? store.end(index) : crew.loose(index).end;
  };
  const values = (index: number): Float64Array =>
    store.has(index) ? store.values(index) : crew.loose(index).values;
  const result = concludeExperiment(planned, ends(), began);
  let rows = planned.times.count * result.finishedRuns;
  for (const index of indices) if (!store.has(index)) rows += values(index).length / planned.columns.length;
  if (result.finishedRuns === planned.plannedRuns) experiment.onProgress?.(1, "");
  return { ...result, table: new StoredRows(planned.columns, indices, rows, values) };
}

/** This thread and the others at work on one experiment. */
class Crew {
  /** Runs that were stopped or failed. */
  readonly #loose = new Map<number, RunOutcome>();
  readonly #threaded: ThreadedModel;
  readonly #planned: PlannedExperiment;
  readonly #options: ExperimentOptions;
  readonly #lanes: number;
  readonly #isFree: boolean;
  readonly #store: OutcomeStore;
  readonly #began = performance.now();
  /** Runs that were there before. */
  readonly #earlier: number;
  /** Runs from here on are not wanted: one before failed. */
  #limit: number;
  /** The next run to give out. */
  #next = 0;
  #pool: WorkerPool | null = null;
  #running: Promise<void>[] = [];
  /** How far the run here is. */
  #partHere = 0;
  #shown = 0;
  #failure: { readonly error: unknown } | null = null;

  constructor(
    threaded: ThreadedModel,
    planned: PlannedExperiment,
    options: ExperimentOptions,
    jobs: number | null,
    store: OutcomeStore,
  ) {
    this.#threaded = threaded;
    this.#planned = planned;
    this.#options = options;
    this.#isFree = jobs === null;
    this.#lanes = Math.min(jobs ?? availableParallelism(), planned.plannedRuns);
    this.#store = store;
    this.#earlier = store.count;
    this.#limit = planned.plannedRuns;
  }

  async work(): Promise<void> {
    const timer = setInterval(() => this.#showProgress(), progressInterval);
    const onAbort = (): void => this.#pool?.stopAll();
    this.#options.signal?.addEventListener("abort", onAbort);
    try {
      const showsFrames = this.#options.onFrame !== undefined;
      const worksHere = this.#isFree || showsFrames || this.#lanes === 1;
      if (!worksHere) this.#startLanes(this.#lanes);
      else {
        if (!this.#isFree && this.#lanes > 1) this.#startLanes(this.#lanes - 1, showsFrames ? 1 : 0);
        await this.#workHere(showsFrames);
        if (this.#pool !== null) this.#startLane(this.#lanes - 1);
      }
      // Lanes may be added meanwhile.
      for (let i = 0; i < this.#running.length; i++) await this.#running[i];
    } finally {
      clearInterval(timer);
      this.#options.signal?.removeEventListener("abort", onAbort);
      await this.#pool?.close();
    }
    if (this.#failure !== null) throw this.#failure.error;
  }

  /** The runs that make up the table, in their order. */
  indices(): readonly number[] {
    const found: number[] = [];
    for (let index = 0; index < this.#limit; index++) {
      if (this.#store.has(index) || this.#loose.has(index)) found.push(index);
    }
    return found;
  }

  /** A run that was stopped or failed. */
  loose(index: number): RunOutcome {
    const outcome = this.#loose.get(index);
    if (outcome === undefined) throw new RangeError(`run ${index} was not begun`);
    return outcome;
  }

  get #isStopped(): boolean {
    return this.#failure !== null || (this.#options.signal?.aborted ?? false);
  }

  /** Runs here, until there are no more or other threads have taken over. */
  async #workHere(showsFrames: boolean): Promise<void> {
    const clock = new TurnClock(async () => {
      this.#showProgress();
      await turnOfEventLoop(this.#options.signal);
      if (this.#isFree && this.#pool === null && this.#isWorthThreads()) this.#startLanes(this.#lanes - 1);
      return this.#isStopped;
    }, this.#isStopped);
    for (let isFirst = true; isFirst || this.#pool === null; isFirst = false) {
      // The frames of the first run are asked for, so it is done anew even where its numbers are kept.
      const index = isFirst && showsFrames ? 0 : this.#take();
      if (index === null || clock.isStopped) return;
      this.#next = Math.max(this.#next, index + 1);
      const rows = new RowBuffer();
      const end = await performSingleRun(this.#threaded.model, this.#threaded.traits, this.#planned, index, {
        clock,
        append: (row) => rows.append(row),
        onPart: (part) => {
          this.#partHere = part;
        },
        onSlow: index === 0 ? this.#options.onSlow : undefined,
        ...(index === 0 && showsFrames ? { onFrame: this.#options.onFrame } : {}),
      });
      this.#partHere = 0;
      this.#keep([{ index, end, values: rows.take() }]);
      if (clock.isDue) await clock.turn();
    }
  }

  /** The next run that is not there yet. */
  #take(): number | null {
    while (this.#next < this.#limit && this.#store.has(this.#next)) this.#next++;
    return this.#next < this.#limit ? this.#next : null;
  }

  #isWorthThreads(): boolean {
    const passed = performance.now() - this.#began;
    if (this.#lanes < 2 || passed < trialTime || this.#take() === null) return false;
    const done = this.#store.count - this.#earlier + this.#partHere;
    const left = this.#planned.plannedRuns - this.#store.count - this.#partHere;
    return passed * left > worthThreads * done;
  }

  #startLanes(count: number, firstRun = 0): void {
    this.#next = Math.max(this.#next, firstRun);
    const { text } = this.#threaded;
    this.#pool = new WorkerPool(text, this.#options, this.#lanes);
    for (let lane = 0; lane < count; lane++) this.#startLane(lane);
  }

  #startLane(lane: number): void {
    this.#running.push(
      this.#runLane(lane).catch((error: unknown) => {
        this.#failure ??= { error };
        this.#pool?.stopAll();
      }),
    );
  }

  /** Gives runs to one thread until there are no more. */
  async #runLane(lane: number): Promise<void> {
    const pool = this.#pool;
    if (pool === null) return;
    let size = 1;
    for (let from = this.#take(); from !== null && !this.#isStopped; from = this.#take()) {
      const to = this.#endOfTask(from, size);
      this.#next = to;
      const began = performance.now();
      this.#keep(await pool.run({ from, to, lane }));
      if (performance.now() - began < taskTime / 2) size *= 2;
    }
  }

  /** Runs one after another that are not there yet; towards the end few, so that no thread is left waiting. */
  #endOfTask(from: number, size: number): number {
    const share = Math.ceil((this.#limit - from) / (4 * this.#lanes));
    const most = Math.min(this.#limit, from + Math.max(1, Math.min(size, share)));
    let to = from + 1;
    while (to < most && !this.#store.has(to)) to++;
    return to;
  }

  #keep(outcomes: readonly RunOutcome[]): void {
    this.#store.add(outcomes.filter(({ index, end }) => end.isFinished && !this.#store.has(index)));
    for (const outcome of outcomes) {
      if (outcome.end.isFinished) continue;
      if (!this.#store.has(outcome.index)) this.#loose.set(outcome.index, outcome);
      if (outcome.end.error === null) continue;
      this.#limit = Math.min(this.#limit, outcome.index + 1);
      this.#pool?.stopFrom(this.#limit);
    }
  }

  #showProgress(): void {
    const { plannedRuns } = this.#planned;
    const inTasks = this.#pool?.runsInProgress() ?? 0;
    const done = this.#store.count + this.#partHere + inTasks;
    // What a task has done counts again when it is kept: never shown as a step back.
    this.#shown = Math.max(this.#shown, Math.min(1, done / plannedRuns));
    const threads = this.#pool === null ? "" : ` on ${this.#lanes} threads`;
    const label = plannedRuns > 1 ? `${this.#store.count} of ${plannedRuns} runs done${threads}` : "";
    this.#options.onProgress?.(this.#shown, label);
  }
}
