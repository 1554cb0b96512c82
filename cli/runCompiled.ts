/** Runs a compiled model with the code that a compiled simulator runs too, and tells what came of it. */
import { resolve } from "node:path";
import { engines } from "../runtime/engines/registry.ts";
import type { ExperimentOptions } from "../runtime/experiment.ts";
import type { CompiledModel } from "../runtime/model.ts";
import { checkOutput } from "../runtime/outputFiles.ts";
import { performRun } from "../runtime/performRun.ts";
import type { RunArguments } from "../runtime/runOptions.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import type { CliContext } from "./context.ts";
import type { ExitCode } from "./exitCode.ts";
import { RunFailure, UsageError } from "./exitCode.ts";
import { createProgress } from "./progress.ts";

/**
 * @throws UsageError when the run can not begin as it was asked for; RunFailure when its results can not be
 * written, before or after it ran.
 */
export async function runCompiled(
  model: CompiledModel,
  request: Omit<RunArguments, "help">,
  context: CliContext,
  onFrame?: ExperimentOptions["onFrame"],
): Promise<ExitCode> {
  const traits = engines.find((engine) => engine.name === model.manifest.method);
  if (traits === undefined) throw new Error(`there is no engine for the method ${model.manifest.method}`);
  const out = absoluteElsewhere(request.out, context.cwd);
  const progress = await createProgress(context, request.quiet);
  let stage: "output" | "running" | "after" = "output";
  try {
    if (out !== null && /\.csv$/i.test(out)) await checkOutput(out);
    stage = "running";
    const code = await performRun(
      model,
      traits,
      {
        ...request,
        out,
        experiment: {
          ...request.experiment,
          ...(onFrame === undefined ? {} : { onFrame }),
          signal: context.interrupted,
          onProgress: (fraction, label) => progress.show(fraction, label),
        },
      },
      {
        print: (text) => {
          progress.clear();
          return context.stdout.print(text);
        },
        complain: (text) => {
          progress.clear();
          context.stderr.write(text);
        },
        progress: (text) => {
          if (text !== "") return;
          progress.clear();
          stage = "after";
        },
      },
    );
    return code as ExitCode;
  } catch (error) {
    progress.clear();
    if (!(error instanceof SimulationError)) throw error;
    // What is asked for wrongly is found before anything runs; afterwards only writing can fail.
    if (stage === "running") throw new UsageError(error.message);
    throw new RunFailure(error.message);
  }
}

/** A path as written is relative to this process; only tests run elsewhere. */
function absoluteElsewhere(out: string | null, cwd: string): string | null {
  return out === null || out === "-" || cwd === process.cwd() ? out : resolve(cwd, out);
}
