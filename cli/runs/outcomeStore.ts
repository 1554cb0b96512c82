/** Where finished runs are kept until all of them are there, in whichever order they come. */
import { type ResultRows, ResultTable } from "../../runtime/results/resultTable.ts";
import type { RunEnd } from "../../runtime/singleRun.ts";
import type { RunOutcome } from "./runTask.ts";

export interface OutcomeStore {
  has(index: number): boolean;
  /** How many there are. */
  readonly count: number;
  /** Finished runs, numbered without a gap. */
  add(outcomes: readonly RunOutcome[]): void;
  end(index: number): RunEnd;
  /** Rows of a run, one after another. */
  values(index: number): Float64Array;
}

/** For tables that fit in memory. */
export class MemoryStore implements OutcomeStore {
  readonly #outcomes = new Map<number, RunOutcome>();

  has(index: number): boolean {
    return this.#outcomes.has(index);
  }

  get count(): number {
    return this.#outcomes.size;
  }

  add(outcomes: readonly RunOutcome[]): void {
    for (const outcome of outcomes) this.#outcomes.set(outcome.index, outcome);
  }

  end(index: number): RunEnd {
    return this.#of(index).end;
  }

  values(index: number): Float64Array {
    return this.#of(index).values;
  }

  #of(index: number): RunOutcome {
    const outcome = this.#outcomes.get(index);
    if (outcome === undefined) throw new RangeError(`run ${index} is not kept`);
    return outcome;
  }
}

/** Rows that one part of a table has at least, but for the last: small parts are slow to write. */
const partRows = 4096;

/** The rows of the runs `indices`, in that order, read when they are asked for. */
export class StoredRows implements ResultRows {
  readonly columns: readonly string[];
  readonly rows: number;
  readonly #indices: readonly number[];
  readonly #values: (index: number) => Float64Array;

  constructor(
    columns: readonly string[],
    indices: readonly number[],
    rows: number,
    values: (index: number) => Float64Array,
  ) {
    this.columns = columns;
    this.rows = rows;
    this.#indices = indices;
    this.#values = values;
  }

  *parts(): Generator<ResultTable> {
    const width = this.columns.length;
    let part = new ResultTable(this.columns);
    for (const index of this.#indices) {
      const values = this.#values(index);
      part.appendRows(values, values.length / width);
      if (part.rows < partRows) continue;
      yield part;
      part = new ResultTable(this.columns);
    }
    if (part.rows > 0) yield part;
  }
}
