/** `tendril steady FILE`: steady states of the deterministic model and their stability. */
import { InvalidArgumentError } from "commander";
import type { Eigenvalue } from "../../runtime/steady/eigenvalues.ts";
import type { SteadyReport } from "../steadyReport.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure, UsageError } from "../exitCode.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";
import { wholeNumber } from "../wholeNumber.ts";
import { parseSettings } from "../../runtime/runOptions.ts";
import { SimulationError } from "../../runtime/simulationError.ts";

export interface SteadyOptions {
  readonly experiment?: string;
  readonly set?: readonly string[];
  readonly anyRange?: true;
  readonly starts: number;
  readonly within: number;
  readonly seed: string;
  readonly json?: true;
}

export const steadyCommand: CliCommand = {
  name: "steady",
  summary: "find the steady states of a model and whether they are stable",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .option("--experiment <name>", "as this experiment sets it up (default: the only one; of several none)")
      .option("--set <NAME=VALUE>", "another value of a parameter; several (1,2,5) are compared", collect)
      .option("--any-range", "also values outside the ranges that parameters are declared with")
      .option("--starts <n>", "random starts beside the initial state", wholeNumber, 20)
      .option("--within <factor>", "how many times the states' size random starts may reach", factor, 3)
      .option("--seed <text>", "of the random starts", "1")
      .option("--json", "print one JSON object and nothing else")
      .action(async (file: string, options: SteadyOptions) => finish(await steady(file, options, context)));
  },
};

export async function steady(file: string, options: SteadyOptions, context: CliContext): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const settings = readSettings(options.set ?? []);
  const [{ compile }, { modelInput }, { reportCompilation }, { conservedStates }, { steadyReport }] =
    await Promise.all([
      import("../../compiler/compile.ts"),
      import("../modelInput.ts"),
      import("../report.ts"),
      import("../../compiler/conservedStates.ts"),
      import("../steadyReport.ts"),
    ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const experiment = options.experiment ?? null;
  const anyRange = options.anyRange === true;
  const request = {
    main: file,
    host,
    experiment,
    anyRange,
    needsNoExperiment: true,
    omitsSensitivities: true,
  };
  const result = compile({ ...request, method: "ode" });
  const failure = reportCompilation(tell(result.diagnostics), context, options.json !== true);
  if (failure !== null || result.compiled === null) return failure ?? exitCode.modelErrors;
  // The same model with its reactions as whole changes, from which conserved sums are read.
  const counted = compile({ ...request, method: "ssa" });
  if (counted.compiled === null)
    return reportCompilation(tell(counted.diagnostics), context) ?? exitCode.modelErrors;
  try {
    const report = steadyReport(result.compiled, conservedStates(counted.compiled), {
      ...options,
      ...settings,
    });
    context.stdout.write(options.json === true ? `${JSON.stringify(report)}\n` : steadyText(report));
    if (report.points.every(({ states }) => states.length === 0))
      throw new RunFailure("no steady state was found; try more --starts, or a larger --within");
    return exitCode.done;
  } catch (error) {
    if (error instanceof SimulationError) throw new UsageError(error.message);
    throw error;
  }
}

function readSettings(texts: readonly string[]): ReturnType<typeof parseSettings> {
  try {
    return parseSettings(texts);
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}

function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

function factor(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < 1e12)) throw new InvalidArgumentError("It must be a number above zero.");
  return value;
}

function steadyText(report: SteadyReport): string {
  const names =
    report.points[0]?.states[0] === undefined ? [] : Object.keys(report.points[0].states[0].values);
  const head = [
    ...report.sweeps.map(({ parameter, unit }) => withUnit(parameter, unit)),
    "stability",
    "leading eigenvalue (/s)",
    ...names.map((name) => withUnit(name, report.units[name] ?? "")),
  ];
  const rows = report.points.flatMap(({ point, states }) => {
    const given = point.map(shortNumber);
    if (states.length === 0) return [[...given, "none found"]];
    return states.map((state) => [
      ...given,
      state.verdict,
      state.eigenvalues[0] === undefined ? "-" : eigenvalueText(state.eigenvalues[0]),
      ...names.map((name) => shortNumber(state.values[name] ?? Number.NaN)),
    ]);
  });
  const widths = head.map((title, i) => Math.max(title.length, ...rows.map((row) => (row[i] ?? "").length)));
  const lines = [head, ...rows].map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return `${[...report.notes.map((note) => `note: ${note}`), ...lines].join("\n")}\n`;
}

function withUnit(name: string, unit: string): string {
  return unit === "" ? name : `${name} (${unit})`;
}

function shortNumber(value: number): string {
  return String(Number(value.toPrecision(5)));
}

function eigenvalueText({ real, imaginary }: Eigenvalue): string {
  const size = `${Number(real.toPrecision(4))}`;
  return imaginary === 0 ? size : `${size} +- ${Number(Math.abs(imaginary).toPrecision(4))} i`;
}
