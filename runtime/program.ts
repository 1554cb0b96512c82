/** The command-line part of an emitted simulator: arguments in, files and texts out, an exit code back. */
import type { EngineTraits } from "./engines/engine.ts";
import type { CompiledModel } from "./model.ts";
import {
  exitDone,
  exitFailed,
  exitInterrupted,
  exitUsage,
  performRun,
  type RunConsole,
} from "./performRun.ts";
import { parseRunArguments, runOptionSpecs } from "./runOptions.ts";
import { SimulationError } from "./simulationError.ts";
import { systemReason } from "./systemReason.ts";

/**
 * Runs the model as `node sim.ts …` asks.
 * @returns 0 done, 2 wrong usage, 3 the run could not finish, 130 interrupted.
 */
export async function runProgram(
  model: CompiledModel,
  traits: EngineTraits,
  argv: readonly string[],
): Promise<number> {
  const surface = await processConsole();
  const { default: process } = await import("node:process");
  const stop = new AbortController();
  // A second Ctrl-C does not wait for the run to notice the first. Schedulers of clusters send SIGTERM.
  const onInterrupt = (): void => {
    if (stop.signal.aborted) process.exit(exitInterrupted);
    stop.abort();
  };
  process.on("SIGINT", onInterrupt);
  process.on("SIGTERM", onInterrupt);
  try {
    const request = parseRunArguments(argv);
    if (request.help) {
      await surface.print(programHelp(model));
      return exitDone;
    }
    const experiment = { ...request.experiment, signal: stop.signal };
    const meant = request.anyRange ? withLooseRanges(model) : model;
    return await performRun(meant, traits, { ...request, experiment }, surface);
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    surface.progress("");
    surface.complain(`${error.message}\n`);
    return error.kind === "output" ? exitFailed : exitUsage;
  } finally {
    process.off("SIGINT", onInterrupt);
    process.off("SIGTERM", onInterrupt);
  }
}

/** The standard streams of the process; progress only where a person sees it. */
export async function processConsole(): Promise<RunConsole> {
  const { default: process } = await import("node:process");
  const { stdout, stderr } = process;
  let isOpen = true;
  // A reader such as `head` may leave early; that is no error of the run.
  const onError = (error: NodeJS.ErrnoException): void => {
    isOpen = false;
    if (error.code === "EPIPE") return;
    stderr.write(`The output can not be written: ${systemReason(error)}.\n`);
    process.exit(exitFailed);
  };
  if (stdout.listenerCount("error") === 0) stdout.on("error", onError);
  // Nobody reads the messages any more; the exit code still tells how the run ended.
  if (stderr.listenerCount("error") === 0) stderr.on("error", () => {});
  return {
    print: (text) =>
      new Promise((resolve) => {
        if (isOpen) stdout.write(text, (error) => resolve(error === null || error === undefined));
        else resolve(false);
      }),
    complain: (text) => {
      stderr.write(text);
    },
    progress: (text) => {
      if (stderr.isTTY) stderr.write(`\r\u001b[K${text}`);
    },
  };
}

/** Values outside declared ranges are told of, not refused. */
function withLooseRanges(model: CompiledModel): CompiledModel {
  const parameters = model.parameters.map((info) => ({ ...info, isLoose: true as const }));
  return { ...model, parameters };
}

function programHelp(model: CompiledModel): string {
  const { manifest, parameters, observables, experiment } = model;
  const title = manifest.title === null ? manifest.model : `${manifest.model}: ${manifest.title}`;
  const options = runOptionSpecs.map(({ name, value, help }) => [
    `  --${name}${value === null ? "" : ` ${value}`}`,
    help,
  ]);
  const listing = (items: readonly { name: string; unit: string; doc: string | null }[]): string[][] =>
    items.map(({ name, unit, doc }) => [`  ${name}${unit === "" ? "" : ` (${unit})`}`, doc ?? ""]);
  const lines = [
    title,
    "",
    "Usage: node FILE [options]",
    "",
    ...twoColumns(options),
    "",
    "Parameters",
    ...twoColumns(listing(parameters)),
    "",
    "Observables",
    ...twoColumns(listing(observables)),
    "",
    experiment.until === null
      ? "The end of the run must be given."
      : `The run ends at ${experiment.until} s.`,
    `Method ${manifest.method} (${manifest.methodReason}), compiled by tendril ${manifest.compiler}.`,
  ];
  return `${lines.join("\n")}\n`;
}

function twoColumns(rows: readonly (readonly string[])[]): readonly string[] {
  const width = Math.max(0, ...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `${left.padEnd(width)}  ${right}`.trimEnd());
}
