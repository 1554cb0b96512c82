/** The words of `tendril run` as values, read by the same functions as a compiled simulator's. */
import type { RunArguments } from "../runtime/runOptions.ts";
import { parseDuration, parseReplicates, parseSettings } from "../runtime/runOptions.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import { UsageError } from "./exitCode.ts";

/** The options as commander gives them. */
export interface RunOptions {
  readonly experiment?: string;
  readonly method?: string;
  readonly until?: string;
  readonly every?: string;
  readonly seed?: string;
  readonly replicates?: string;
  readonly selection?: string;
  readonly solver?: string;
  readonly set?: readonly string[];
  readonly anyRange?: true;
  readonly out?: string;
  readonly plot?: string;
  readonly growth?: string;
  readonly report?: string;
  readonly jobs?: number;
  readonly resume?: true;
  readonly json?: true;
  readonly quiet?: true;
}

/** What the command line can do beyond a compiled simulator, too. */
export interface CliRunArguments extends Omit<RunArguments, "help" | "anyRange"> {
  /** Null: as many threads as pay. */
  readonly jobs: number | null;
  readonly resume: boolean;
}

/** @throws UsageError for a value that can not be read. */
export function toArguments(options: RunOptions): CliRunArguments {
  try {
    return readArguments(options);
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}

function readArguments(options: RunOptions): CliRunArguments {
  if (options.resume === true && (options.out === undefined || options.out === "-"))
    throw new UsageError("--resume goes on with what --out FILE left unfinished: give --out too");
  if (options.jobs === 0) throw new UsageError("--jobs needs a whole number from 1, not 0");
  const { until, every, seed, replicates, selection, solver } = options;
  return {
    experiment: {
      ...(until === undefined ? {} : { until: parseDuration(until, "--until") }),
      ...(every === undefined ? {} : { every: parseDuration(every, "--every") }),
      ...(seed === undefined ? {} : { seed }),
      ...(replicates === undefined ? {} : { replicates: parseReplicates(replicates, "--replicates") }),
      ...(selection === undefined ? {} : { selection }),
      ...(solver === undefined ? {} : { solver }),
      ...parseSettings(options.set ?? []),
    },
    out: options.out ?? null,
    json: options.json === true,
    quiet: options.quiet === true,
    jobs: options.jobs ?? null,
    resume: options.resume === true,
  };
}
