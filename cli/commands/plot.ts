/** `tendril plot RESULTS`: draws a result table, or the molecules of a growth model, as SVG or as a page for browsers. */
import { extname } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import type { JsonObject } from "../plot/vegaLiteSpec.ts";

export const plotCommand: CliCommand = {
  name: "plot",
  summary: "plot the results of a run",
  configure(command, context, finish) {
    command
      .argument(
        "<results>",
        "a table (.csv), or molecules in space (.json of --growth), that tendril run wrote",
      )
      .option("-o, --out <path>", "the picture, .svg or .html (default: RESULTS.svg)")
      .option(
        "--at <times>",
        "of molecules: the times to show, as 0,2.5,5 in s (default: first, middle, last)",
      )
      .action(async (results: string, options: { out?: string; at?: string }) => {
        const out = options.out ?? `${results.slice(0, results.length - extname(results).length)}.svg`;
        await plot(results, out, context, options.at ?? null);
        context.stdout.write(`wrote ${out}\n`);
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
 * Draws what the experiment's `plot` statements ask for, else all observables against time; of molecules in space,
 * distributions at the times `at` and kymographs.
 */
export async function plot(
  results: string,
  out: string,
  context: CliContext,
  at: string | null = null,
): Promise<ExitCode> {
  const ending = requirePlotEnding(out);
  const { spec, title } = await specOf(results, context, at);
  const text =
    ending === ".svg"
      ? await (await import("../plot/renderSvg.ts")).renderSvg(spec)
      : (await import("../plot/renderHtml.ts")).renderHtml(spec, title);
  const { writeWhole } = await import("../writeWhole.ts");
  await writeWhole(out, text, context.cwd);
  return exitCode.done;
}

interface Picture {
  readonly spec: JsonObject;
  readonly title: string;
}

function specOf(results: string, context: CliContext, at: string | null): Promise<Picture> {
  const ending = extname(results).toLowerCase();
  if (ending === ".json") return growthPicture(results, context, at);
  if (ending !== ".csv")
    throw new UsageError(
      `${results}: plot reads the .csv tables and the .json of --growth that tendril run writes`,
    );
  if (at !== null)
    throw new UsageError("--at chooses times of molecules in space, and a table has all its times");
  return tablePicture(results, context);
}

async function tablePicture(results: string, context: CliContext): Promise<Picture> {
  const [{ readResults }, { panelsOf }, { vegaLiteSpec }] = await Promise.all([
    import("../plot/readResults.ts"),
    import("../plot/panels.ts"),
    import("../plot/vegaLiteSpec.ts"),
  ]);
  const table = readResults(results, context.cwd);
  const all = { values: table.observables.map(({ name }) => name), against: "time", title: null };
  if (all.values.length === 0) throw new UsageError(`${results} has no observables to plot`);
  const requests = table.plots.length === 0 ? [all] : table.plots;
  const spec = vegaLiteSpec(
    requests.flatMap((request) => panelsOf(table, request)),
    table.title,
  );
  return { spec, title: table.title ?? results };
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
  return { spec: growthSpec(rows, scene), title: scene.title };
}
