/** `tendril plot RESULTS`: draws a result table, or the molecules of a growth model, as SVG or as a page for browsers. */
import { extname } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { parseDuration } from "../../runtime/runOptions.ts";
import { SimulationError } from "../../runtime/simulationError.ts";
import { ownOrAll } from "../../runtime/results/ofPart.ts";
import { tableEndings } from "../tables/tableFormats.ts";
import type { JsonObject } from "../plot/figure.ts";
import { requireTime } from "../plot/lastValues.ts";
import type { Results } from "../plot/results.ts";

const plotKindNames = "lines, heat (two swept parameters), distribution (of replicates) or phase";

/** As commander gives them. */
export interface PlotOptions {
  readonly at?: string;
  readonly kind?: string;
  readonly values?: string;
  readonly all?: true;
  readonly data?: string;
}

export const plotCommand: CliCommand = {
  name: "plot",
  summary: "plot the results of a run",
  configure(command, context, finish) {
    command
      .argument(
        "<results>",
        "a table (.csv, .arrow, .parquet), or molecules in space (.json of --growth), that tendril run wrote",
      )
      .option("-o, --out <path>", "the picture, .svg or .html (default: RESULTS.svg)")
      .option(
        "--at <times>",
        "of molecules: the times to show, as 0,2.5,5 in s (default: first, middle, last); of heat maps and distributions: one time (default: the end)",
      )
      .option("--kind <kind>", `${plotKindNames} (default: lines)`)
      .option("--values <names>", "only these observables, as x,y; of a phase plot the first goes along")
      .option("--all", "all observables, also those of parts and those that the experiment does not plot")
      .option(
        "--data <path>",
        "measured values to draw over lines: a .csv with the column time, or swept parameters, and observables",
      )
      .action(async (results: string, { out, ...options }: PlotOptions & { readonly out?: string }) => {
        const target = out ?? `${results.slice(0, results.length - extname(results).length)}.svg`;
        const leftOut = await plot(results, target, context, options);
        context.stdout.write(
          `wrote ${target}${leftOut === 0 ? "" : `; --all draws those of parts, too: ${leftOut}`}\n`,
        );
        finish(exitCode.done);
      });
  },
};

/** @throws UsageError for an ending that can not be drawn. */
export function requirePlotEnding(out: string): ".svg" | ".html" {
  const ending = extname(out).toLowerCase();
  if (ending === ".svg" || ending === ".html") return ending;
  if (ending === ".png") {
    throw new UsageError(
      `${out}: tendril can not draw .png yet; write .svg instead, which browsers and Inkscape turn into .png`,
    );
  }
  throw new UsageError(`${out}: plots are written as .svg or .html`);
}

/**
 * Draws what the experiment's `plot` statements ask for, else the model's observables against time, or another kind
 * of picture; of molecules in space, distributions at some times and kymographs. Gives the number of observables of
 * parts that are left out because nobody named them.
 */
export async function plot(
  results: string,
  out: string,
  context: CliContext,
  options: PlotOptions = {},
): Promise<number> {
  const ending = requirePlotEnding(out);
  const { spec, title, leftOut } = await specOf(results, context, options);
  const text =
    ending === ".svg"
      ? await (await import("../plot/renderSvg.ts")).renderSvg(spec)
      : (await import("../plot/renderHtml.ts")).renderHtml(spec, title);
  const { writeWhole } = await import("../writeWhole.ts");
  await writeWhole(out, text, context.cwd);
  return leftOut;
}

interface Picture {
  /** Observables of parts that nobody named. */
  readonly leftOut: number;
  readonly spec: JsonObject;
  readonly title: string;
}

function specOf(results: string, context: CliContext, options: PlotOptions): Promise<Picture> {
  const ending = extname(results).toLowerCase();
  if (ending === ".json") {
    const { kind, values, all, data } = options;
    if ([kind, values, all, data].some((option) => option !== undefined))
      throw new UsageError("--kind, --values, --all and --data are for tables, not for molecules in space");
    return growthPicture(results, context, options.at ?? null);
  }
  if (!tableEndings.some((known) => known === ending))
    throw new UsageError(
      `${results}: plot reads the ${tableEndings.join(", ")} tables and the .json of --growth that tendril run writes`,
    );
  return tablePicture(results, context, options);
}

async function tablePicture(results: string, context: CliContext, options: PlotOptions): Promise<Picture> {
  const [{ readResults }, { plotKindNamed, plotRows }, { figure }, { readMeasurements }] = await Promise.all([
    import("../plot/readResults.ts"),
    import("../plot/plotKinds.ts"),
    import("../plot/figure.ts"),
    import("../plot/measurements.ts"),
  ]);
  const kind = options.kind === undefined ? "lines" : plotKindNamed(options.kind);
  const table = await readResults(results, context.cwd);
  const choice = {
    kind,
    values: valuesOf(options, table),
    at: options.at === undefined ? null : timeOf(options.at, kind === "lines" ? null : table),
    data: options.data === undefined ? null : readMeasurements(options.data, context.cwd, table),
  };
  const isChosen = choice.values !== null || table.plots.length > 0 || kind === "phase";
  return {
    spec: figure(plotRows(table, choice, results), table.title),
    title: table.title ?? results,
    leftOut: isChosen ? 0 : table.observables.length - ownOrAll(table.observables).length,
  };
}

/** Null: nothing is said of them. @throws UsageError for two choices. */
function valuesOf({ values, all }: PlotOptions, { observables }: Results): readonly string[] | null {
  if (all === true && values !== undefined)
    throw new UsageError("--all draws all observables, --values some: give one of them");
  if (all === true) return observables.map(({ name }) => name);
  return values === undefined ? null : values.split(",").map((name) => name.trim());
}

/** @throws UsageError for what is no time of the results. */
function timeOf(text: string, results: Results | null): number {
  try {
    const at = parseDuration(text, "--at");
    if (results !== null) requireTime(at, results.time.values);
    return at;
  } catch (error) {
    throw error instanceof SimulationError ? new UsageError(error.message) : error;
  }
}

async function growthPicture(results: string, context: CliContext, at: string | null): Promise<Picture> {
  const [{ readGrowth, framesAt }, { growthPanels, usualFrames }, { growthSpec }] = await Promise.all([
    import("../plot/readGrowth.ts"),
    import("../plot/growthPanels.ts"),
    import("../plot/growthSpec.ts"),
  ]);
  const scene = readGrowth(results, context.cwd);
  const rows = growthPanels(scene, at === null ? usualFrames(scene) : framesAt(scene, at));
  if (rows.length === 0) throw new UsageError(`${results} has no filaments and no contact forces to plot`);
  return { spec: growthSpec(rows, scene), title: scene.title, leftOut: 0 };
}
