/** `tendril run FILE`: compiles a model and runs an experiment of it. */
import type { Command } from "commander";
import { runOptionSpecs } from "../../runtime/runOptions.ts";
import type { CompiledModel } from "../../runtime/model.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { methodNamesText } from "../../runtime/methods.ts";
import type { GrowthFilm } from "../growth/growthFile.ts";
import { methodNamed } from "../methods.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";
import type { RunOptions } from "../runArguments.ts";
import { toArguments } from "../runArguments.ts";
import type { Reported } from "../runReport/writeRunReport.ts";
import { wholeNumber } from "../wholeNumber.ts";

export const runCommand: CliCommand = {
  name: "run",
  summary: "run an experiment of a model",
  configure(command, context, finish) {
    addRunOptions(command).action(async (file: string, options: RunOptions) =>
      finish(await run(file, options, context)),
    );
  },
};

export function addRunOptions(command: Command): Command {
  command
    .argument("<file>", `a model (${modelEndingsText})`)
    .option("--experiment <name>", "which experiment, when the file has several")
    .option("--method <name>", `${methodNamesText("or")}; without it the experiment's own`);
  addSharedOptions(command);
  return command
    .option(
      "--jobs <n>",
      "do several runs on so many threads; without it one for each core where it pays",
      wholeNumber,
    )
    .option("--resume", "go on with what an interrupted run to the same --out left")
    .option("--plot <path>", "with --out: also plot the result (.svg or .html)")
    .option(
      "--report <path>",
      "write a page (.html) with summary, plots, what grew, sources and run record, and print the summary",
    )
    .option(
      "--growth <path>",
      "show where molecules are: a page to turn (.html), for Simularium (.simularium) or for plot (.json)",
    );
}

/** The options that a compiled simulator has too, in its words. */
function addSharedOptions(command: Command): void {
  const collect = (value: string, earlier: readonly string[] | undefined): readonly string[] => [
    ...(earlier ?? []),
    value,
  ];
  for (const { name, value, help } of runOptionSpecs) {
    if (name === "help") continue;
    if (name === "out")
      command.option(
        `--out <${value}>`,
        "write the table to a .csv, .arrow or .parquet file and a run record beside it; - prints CSV",
      );
    else if (name === "set") command.option(`--${name} <${value}>`, help, collect);
    else command.option(value === null ? `--${name}` : `--${name} <${value}>`, help);
  }
}

/** `sweeps`: the experiment is to have sweeps. */
export async function run(
  file: string,
  options: RunOptions,
  context: CliContext,
  sweeps = false,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const method = options.method === undefined ? null : methodNamed(options.method);
  const plots = options.plot === undefined ? null : await import("./plot.ts");
  if (options.plot !== undefined) {
    plots?.requirePlotEnding(options.plot);
    if (options.out === undefined || options.out === "-") {
      throw new UsageError("--plot draws what --out wrote: give --out FILE too");
    }
  }
  const growth = options.growth === undefined ? null : await import("../growth/growthFile.ts");
  growth?.requireGrowthPath(options.growth ?? "", options.out ?? null);
  const reports = options.report === undefined ? null : await import("../runReport/writeRunReport.ts");
  reports?.requireReportPath(options.report ?? "");
  if (options.report !== undefined && options.report === options.growth)
    throw new UsageError("--report and --growth name the same file; the report shows what grew, too");
  if (options.plot !== undefined || options.report !== undefined || options.growth !== undefined) {
    const { requireWritable } = await import("../writeWhole.ts");
    await requireWritable([options.plot, options.report, options.growth], context.cwd);
  }
  const request = toArguments(options);
  const [{ compile }, { modelInput }, { reportCompilation }, { runCompiled }] = await Promise.all([
    import("../../compiler/compile.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../runCompiled.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const { parameters = new Map<string, string>(), sweeps: swept = [] } = request.experiment;
  const assigned = [
    ...parameters,
    ...swept.flatMap(({ parameter, values }) => values.map((value) => [parameter, value] as const)),
  ];
  const result = compile({
    main: file,
    host,
    experiment: options.experiment ?? null,
    method,
    assigned,
    anyRange: options.anyRange === true,
  });
  const failure = reportCompilation(tell(result.diagnostics), context, !request.quiet);
  if (failure !== null || result.compiled === null || result.text === null)
    return failure ?? exitCode.modelErrors;
  if (sweeps && result.compiled.experiment.sweeps.length + (request.experiment.sweeps?.length ?? 0) === 0) {
    throw new UsageError(
      `the experiment ${options.experiment} sweeps nothing: add \`sweep NAME in …\` to it, or give --set NAME=VALUE,VALUE`,
    );
  }
  const { method: chosen, methodReason } = result.compiled.manifest;
  // The summary names the method itself.
  if (!request.quiet && request.out !== null) context.stderr.write(`method ${chosen}: ${methodReason}\n`);
  const showsGrowth = growth !== null || (reports !== null && isInSpace(result.compiled));
  const films = showsGrowth ? await import("../growth/growthFile.ts") : null;
  const film = films === null ? null : new films.GrowthFilm(result.compiled);
  // Found missing now rather than when the run is done.
  if (film !== null && (reports !== null || growth?.isGrowthPage(options.growth ?? "") === true))
    await (await import("../growth/browserProgram.ts")).browserProgram();
  let reported: Reported | null = null;
  const code = await runCompiled({ model: result.compiled, text: result.text }, request, context, {
    ...(film === null ? {} : { onFrame: film.add }),
    onResult: (outcome, record) => {
      reported = reports?.reportedOf(outcome, record) ?? null;
    },
  });
  if (film !== null && growth !== null && options.growth !== undefined)
    await growth.writeGrowth(film, options.growth, context, request.quiet);
  await writeReport(reported, film, options, context);
  if (code === exitCode.done && options.plot !== undefined && options.out !== undefined) {
    await plots?.plot(options.out, options.plot, context);
  }
  return code;
}

function isInSpace({ graph }: CompiledModel): boolean {
  return graph?.dimension === 2 || graph?.dimension === 3;
}

async function writeReport(
  reported: Reported | null,
  film: GrowthFilm | null,
  { report, out, json, quiet }: RunOptions,
  context: CliContext,
): Promise<void> {
  if (reported === null || report === undefined) return;
  const { reportSummary, writeRunReport } = await import("../runReport/writeRunReport.ts");
  await writeRunReport(report, reported, film === null || film.isEmpty ? null : film.scene(), context);
  if (quiet === true) return;
  const isPrinted = json === true || out === "-";
  if (isPrinted) context.stderr.write(`wrote ${report}\n`);
  else context.stdout.write(`${out === undefined ? "" : reportSummary(reported)}wrote ${report}\n`);
}
