/** `tendril train FILE`: trains the surrogates that a model declares. */
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join, resolve } from "node:path";
import type { Surrogate } from "../../grammar/syntax/surrogate.ts";
import type { SymbolOfKind } from "../../compiler/bind/scope.ts";
import type { FrontEnd } from "../../compiler/compile.ts";
import type { InputUnit } from "../../learn/inputUnits.ts";
import type { TrainedSurrogate } from "../../learn/trainSurrogate.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure, UsageError } from "../exitCode.ts";
import { requireTendrilFile } from "../modelFile.ts";
import { wholeNumber } from "../wholeNumber.ts";

export interface TrainOptions {
  readonly surrogate?: string;
  readonly jobs?: number;
  readonly quiet?: true;
}

export const trainCommand: CliCommand = {
  name: "train",
  summary: "train the surrogates that a model declares",
  configure(command, context, finish) {
    command
      .argument("<file>", "a model (.tdl)")
      .option("--surrogate <name>", "only this one")
      .option("--jobs <n>", "sample on so many threads; without it one for each core", wholeNumber)
      .option("--quiet", "print nothing but problems")
      .action(async (file: string, options: TrainOptions) => finish(await train(file, options, context)));
  },
};

/** Exit code 1 when a surrogate is rejected: it is written all the same, with its report. */
export async function train(file: string, options: TrainOptions, context: CliContext): Promise<ExitCode> {
  requireTendrilFile(file, context.cwd);
  if (options.jobs === 0) throw new UsageError("--jobs needs a whole number from 1, not 0");
  const [{ frontEnd }, { DiagnosticSink }, { NodeFileHost }, { reportCompilation }] = await Promise.all([
    import("../../compiler/compile.ts"),
    import("../../diagnostics/diagnostic.ts"),
    import("../fileHost.ts"),
    import("../report.ts"),
  ]);
  const sink = new DiagnosticSink();
  const front = frontEnd({ main: file, host: new NodeFileHost(file, context.cwd) }, sink);
  const failure = reportCompilation(sink.diagnostics, context, options.quiet !== true);
  if (front === null || failure !== null) return failure ?? exitCode.modelErrors;
  const symbols = chosenSurrogates(front, file, options.surrogate);
  let code: ExitCode = exitCode.done;
  for (const symbol of symbols) {
    const accepted = await trainOne(symbol, front, options, context);
    if (!accepted) code = exitCode.modelErrors;
  }
  return code;
}

function chosenSurrogates(
  { sources, program }: FrontEnd,
  file: string,
  wanted: string | undefined,
): SymbolOfKind<"surrogate">[] {
  const declared = sources.main.declarations.filter((node): node is Surrogate => node.kind === "surrogate");
  const symbols = declared.flatMap(({ name }) => {
    const symbol = program.main.lookup(name.text);
    return symbol?.kind === "surrogate" ? [symbol] : [];
  });
  const names = symbols.map(({ name }) => name).join(", ");
  if (symbols.length === 0) throw new UsageError(`${file} declares no surrogate`);
  if (wanted === undefined) return symbols;
  const found = symbols.filter(({ name }) => name === wanted);
  if (found.length === 0) throw new UsageError(`${file} has no surrogate ${wanted}; it has ${names}`);
  return found;
}

async function trainOne(
  symbol: SymbolOfKind<"surrogate">,
  front: FrontEnd,
  options: TrainOptions,
  context: CliContext,
): Promise<boolean> {
  const [
    { DiagnosticSink },
    { prepareModule },
    { defaultNetworkLimits },
    { trainingRequest },
    { experimentRows },
    { BudgetError, trainSurrogate },
    { fileTrainingStore },
    { artefactFolder },
    { sha256Hex },
    { createProgress },
    { reportCompilation },
    { pathText },
    { inputUnits },
  ] = await Promise.all([
    import("../../diagnostics/diagnostic.ts"),
    import("../../compiler/surrogate/prepareModule.ts"),
    import("../../compiler/plan/network/network.ts"),
    import("../../learn/trainingRequest.ts"),
    import("../../learn/sample/experimentRows.ts"),
    import("../../learn/trainSurrogate.ts"),
    import("../../learn/fileTrainingStore.ts"),
    import("../../compiler/surrogate/artefact.ts"),
    import("../../compiler/load/sha256.ts"),
    import("../progress.ts"),
    import("../report.ts"),
    import("../../grammar/syntax/common.ts"),
    import("../../learn/inputUnits.ts"),
  ]);
  const sink = new DiagnosticSink();
  const limits = defaultNetworkLimits;
  const prepared = prepareModule({ ...front, symbol, limits, sink });
  reportCompilation(sink.diagnostics, context, options.quiet !== true);
  if (prepared === null) return false;
  const request = trainingRequest(prepared, front.program, front.checker);
  const rows: Float64Array[] = [];
  const extremes: Float64Array[] = [];
  let horizon: number | null = null;
  for (const path of prepared.surrogate.train?.experiments ?? []) {
    const experiment = symbol.scope.lookup(pathText(path));
    if (experiment?.kind !== "experiment") continue;
    const found = experimentRows(prepared, experiment, front.program, front.checker, limits);
    if ("reason" in found)
      throw new RunFailure(`the experiment ${experiment.name} can not be sampled: ${found.reason}`);
    rows.push(...found.rows);
    extremes.push(...found.extremes);
    horizon = Math.max(horizon ?? 0, found.until);
  }
  const folder = join(dirname(symbol.scope.file.path), artefactFolder(symbol.name));
  const { span } = prepared.surrogate;
  const directive = symbol.scope.file.text.slice(span.start, span.end);
  const key = sha256Hex(`${prepared.hash}\n${directive}\n${rows.length}`);
  const absolute = resolve(context.cwd, folder);
  const store = fileTrainingStore(join(absolute, "unfinished"), key);
  const progress = await createProgress(context, options.quiet === true);
  try {
    const trained = await trainSurrogate(prepared, {
      request,
      modelHash: front.sources.hash,
      experimentRows: rows,
      experimentExtremes: extremes,
      horizon,
      jobs: options.jobs ?? availableParallelism(),
      store,
      onProgress: (fraction, label) => progress.show(fraction, label),
    });
    progress.clear();
    mkdirSync(absolute, { recursive: true });
    await writeArtefact(folder, trained, inputUnits(prepared), context);
    store.clear();
    if (options.quiet !== true) context.stdout.write(summary(folder, trained));
    return trained.artefact.card.acceptance.accepted;
  } catch (error) {
    progress.clear();
    if (error instanceof BudgetError)
      throw new RunFailure(`${error.message} What was done is kept: start again to go on.`);
    throw error;
  }
}

async function writeArtefact(
  folder: string,
  trained: TrainedSurrogate,
  units: readonly InputUnit[],
  context: CliContext,
): Promise<void> {
  const [{ writeWhole }, { reportPage }, { reportFigures }, { renderSvg }, { cardText }] = await Promise.all([
    import("../writeWhole.ts"),
    import("../../learn/report.ts"),
    import("../../learn/reportFigures.ts"),
    import("../plot/renderSvg.ts"),
    import("../../compiler/surrogate/artefact.ts"),
  ]);
  const { artefact, measurement, weights } = trained;
  const figures = reportFigures(artefact.card, measurement, units);
  const pictures = {
    rollouts: await Promise.all(figures.rollouts.map(renderSvg)),
    errors: await renderSvg(figures.errors),
    steps: await Promise.all(figures.steps.map(renderSvg)),
  };
  // The card names the hash of the weights, so that a torn pair is noticed.
  await writeWhole(join(folder, "weights.safetensors"), weights, context.cwd);
  await writeWhole(join(folder, "report.html"), reportPage(artefact.card, pictures, units), context.cwd);
  await writeWhole(join(folder, "card.json"), cardText(artefact.card), context.cwd);
}

function summary(folder: string, { artefact: { card } }: TrainedSurrogate): string {
  const lines = card.acceptance.conditions.map(
    ({ text, holds, found }) => `  ${holds ? "yes" : "NO "}  ${text} (${found})`,
  );
  const verdict = card.acceptance.accepted ? "accepted" : "rejected";
  return `${card.surrogate} of ${card.module}: ${verdict}\n${lines.join("\n")}\nwrote ${folder}\n`;
}
