/** Runs a compiled model and tells what came of it, with the code that a compiled simulator runs too. */
import { extname, resolve } from "node:path";
import type { ModelText } from "../compiler/emit/modelLiteral.ts";
import { engines } from "../runtime/engines/registry.ts";
import type { ExperimentOptions } from "../runtime/plannedExperiment.ts";
import type { CompiledModel } from "../runtime/model.ts";
import { checkOutput } from "../runtime/outputFiles.ts";
import { performRun, type RunMeans } from "../runtime/performRun.ts";
import { SimulationError } from "../runtime/simulationError.ts";
import type { CliContext } from "./context.ts";
import type { ExitCode } from "./exitCode.ts";
import { RunFailure, UsageError } from "./exitCode.ts";
import { createProgress } from "./progress.ts";
import type { CliRunArguments } from "./runArguments.ts";
import { threadedMeans } from "./runs/runMeans.ts";

export interface RunObservers {
  readonly onFrame?: ExperimentOptions["onFrame"];
  /** Called when the results are written or printed; the table is readable until it returns. */
  readonly onResult?: RunMeans["delivered"];
}

/**
 * @throws UsageError when the run can not begin as it was asked for; RunFailure when its results can not be
 * written, before or after it ran.
 */
export async function runCompiled(
  { model, text }: { readonly model: CompiledModel; readonly text: ModelText },
  request: CliRunArguments,
  context: CliContext,
  { onFrame, onResult }: RunObservers = {},
): Promise<ExitCode> {
  const traits = engines.find((engine) => engine.name === model.manifest.method);
  if (traits === undefined) throw new Error(`there is no engine for the method ${model.manifest.method}`);
  const out = absoluteElsewhere(request.out, context.cwd);
  const progress = await createProgress(context, request.quiet);
  const means = threadedMeans(
    { model, text, traits },
    {
      out: out === "-" ? null : out,
      jobs: request.jobs,
      isResumed: request.resume,
      tell: (note) => {
        if (request.quiet) return;
        progress.clear();
        context.stderr.write(`note: ${note}\n`);
      },
    },
  );
  let stage: "output" | "running" | "after" = "output";
  try {
    if (out !== null && means.endings.includes(extname(out).toLowerCase())) await checkOutput(out);
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
      {
        ...means,
        delivered: (result, record) => {
          onResult?.(result, record);
          means.delivered?.(result, record);
        },
      },
    );
    return code as ExitCode;
  } catch (error) {
    progress.clear();
    if (!(error instanceof SimulationError)) throw error;
    // What is asked for wrongly is found before anything runs; afterwards only writing can fail.
    if (stage === "running") throw new UsageError(error.message);
    throw new RunFailure(`${error.message}${means.lost()}`);
  }
}

/** A path as written is relative to this process; only tests run elsewhere. */
function absoluteElsewhere(out: string | null, cwd: string): string | null {
  return out === null || out === "-" || cwd === process.cwd() ? out : resolve(cwd, out);
}
