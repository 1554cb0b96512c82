/** What a benchmark is: work at several sizes that Tendril does, and other programs that can do the same. */

/** One run: how much work was done, and what it took. */
export interface Outcome {
  /** Units of work, as the benchmark names them. */
  readonly work: number;
  /**
   * In s of CPU time, for the work alone: start-up and reading the model are left out where they can be told. Of a
   * benchmark of memory: in bytes.
   */
  readonly cost: number;
  /** Relative errors of what was computed, where they are measured. */
  readonly errors?: readonly number[];
}

export interface Program {
  readonly name: string;
  run(): Outcome;
}

/** One size of a benchmark with the programs that are compared. */
export interface Contest {
  /** `2,500 substrates`. */
  readonly size: string;
  /** Tendril's own run. */
  readonly own: Program;
  /** The others that are there. */
  readonly peers: readonly Program[];
}

export type Benchmark = ContestBenchmark | TableBenchmark;

/** What is no contest: a table, and figures. */
export interface TableBenchmark {
  readonly name: string;
  readonly about: string;
  /** The table as text; figures go to the folder of the settings. */
  table(settings: BenchSettings): Promise<string>;
}

export interface ContestBenchmark {
  readonly name: string;
  readonly about: string;
  /** `events`, `reactions`. */
  readonly unit: string;
  /** What is measured; absent: time. */
  readonly measures?: "time" | "memory";
  /** What the errors of outcomes are those of. */
  readonly errors?: string;
  /** Contests by size, the smallest first; `quick` asks for those of a few seconds. */
  contests(settings: BenchSettings): readonly Contest[];
}

export interface BenchSettings {
  readonly quick: boolean;
  /** Paths of other programs, by name (peers/peers.ts). */
  readonly peers: ReadonlyMap<string, string>;
  /** A folder for figures; null: none are drawn. */
  readonly figures: string | null;
}

/** What the second of two runs did and took beyond the first. */
export function differenceOf([less, more]: readonly Outcome[]): Outcome {
  if (less === undefined || more === undefined) throw new RangeError("two runs are compared");
  return { work: more.work - less.work, cost: more.cost - less.cost };
}
