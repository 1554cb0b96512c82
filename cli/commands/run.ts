/** `tendril run FILE`: compiles a model and runs an experiment of it. */
import { resolve } from "node:path";
import type { Command } from "commander";
import { runOptionSpecs } from "../../runtime/runOptions.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure, UsageError } from "../exitCode.ts";
import { methodNamed } from "../methods.ts";
import { requireModelFile } from "../modelFile.ts";
import { createProgress } from "../progress.ts";
import type { RunOptions } from "../runArguments.ts";

export const runCommand: CliCommand = {
  name: "run",
  summary: "run an experiment of a model",
  configure(command, context, finish) {
    command
      .argument("<file>", "a model (.tdl)")
      .option("--experiment <name>", "which experiment, when the file has several")
      .option("--method <name>", "ode or ssa; without it the experiment's own, else the best exact fit");
    addSharedOptions(command);
    command
      .option("--plot <path>", "with --out: also plot the result (.svg or .html)")
      .action(async (file: string, options: RunOptions) => finish(await run(file, options, context)));
  },
};

/** The options that a compiled simulator has too, in its words. */
function addSharedOptions(command: Command): void {
  const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
    ...(earlier ?? []),
    value,
  ];
  for (const { name, value, help } of runOptionSpecs) {
    if (name === "help") continue;
    if (name === "set") command.option(`--${name} <${value}>`, help, collect);
    else command.option(value === null ? `--${name}` : `--${name} <${value}>`, help);
  }
}

export async function run(file: string, options: RunOptions, context: CliContext): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const method = options.method === undefined ? null : methodNamed(options.method);
  const [{ SimulationError }, { toArguments }, plots] = await Promise.all([
    import("../../runtime/simulationError.ts"),
    import("../runArguments.ts"),
    options.plot === undefined ? null : import("./plot.ts"),
  ]);
  if (options.plot !== undefined) {
    plots?.requirePlotEnding(options.plot);
    if (options.out === undefined || options.out === "-") {
      throw new UsageError("--plot draws what --out wrote: give --out FILE.csv too");
    }
  }
  try {
    const request = toArguments(options);
    const [{ compile }, { NodeFileHost }, { reportCompilation }, { engines }, { performRun }] =
      await Promise.all([
        import("../../compiler/compile.ts"),
        import("../fileHost.ts"),
        import("../report.ts"),
        import("../../runtime/engines/registry.ts"),
        import("../../runtime/performRun.ts"),
      ]);
    const host = new NodeFileHost(file, context.cwd);
    const result = compile({ main: file, host, experiment: options.experiment ?? null, method });
    const failure = reportCompilation(result.diagnostics, context, !request.quiet);
    const { compiled } = result;
    if (failure !== null || compiled === null) return failure ?? exitCode.modelErrors;
    const { method: chosen, methodReason } = compiled.manifest;
    const traits = engines.find((engine) => engine.name === chosen);
    if (traits === undefined) throw new Error(`there is no engine for the method ${chosen}`);
    // The summary names the method itself.
    if (!request.quiet && request.out !== null) context.stderr.write(`method ${chosen}: ${methodReason}\n`);
    const progress = await createProgress(context, request.quiet);
    const code = await performRun(
      compiled,
      traits,
      {
        ...request,
        out: absoluteElsewhere(request.out, context.cwd),
        experiment: { ...request.experiment, signal: context.interrupted, onProgress: progress.show },
      },
      {
        print: async (text) => {
          progress.clear();
          context.stdout.write(text);
          return true;
        },
        complain: (text) => {
          progress.clear();
          context.stderr.write(text);
        },
        progress: (text) => {
          if (text === "") progress.clear();
        },
      },
    );
    if (code === exitCode.done && options.plot !== undefined && options.out !== undefined) {
      await plots?.plot(options.out, options.plot, context);
    }
    return code as ExitCode;
  } catch (error) {
    if (!(error instanceof SimulationError)) throw error;
    if (error.kind === "badInput" || error.kind === "tooMuchOutput") throw new UsageError(error.message);
    throw new RunFailure(error.message);
  }
}

/** A path as written is relative to this process; only tests run elsewhere. */
function absoluteElsewhere(out: string | null, cwd: string): string | null {
  return out === null || out === "-" || cwd === process.cwd() ? out : resolve(cwd, out);
}
