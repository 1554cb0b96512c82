/** `tendril plot RESULTS`: draws a result table as SVG or as a page for browsers. */
import { extname } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";

export const plotCommand: CliCommand = {
  name: "plot",
  summary: "plot the results of a run",
  configure(command, context, finish) {
    command
      .argument("<results>", "a table that tendril run wrote (.csv)")
      .option("-o, --out <path>", "the picture, .svg or .html (default: RESULTS.svg)")
      .action(async (results: string, options: { out?: string }) => {
        const out = options.out ?? `${results.slice(0, results.length - extname(results).length)}.svg`;
        await plot(results, out, context);
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

/** Draws what the experiment's `plot` statements ask for, else all observables against time. */
export async function plot(results: string, out: string, context: CliContext): Promise<ExitCode> {
  const ending = requirePlotEnding(out);
  if (extname(results).toLowerCase() !== ".csv") {
    throw new UsageError(`${results}: plot reads the .csv tables that tendril run writes`);
  }
  const [{ readResults }, { panelsOf }, { vegaLiteSpec }, { writeWhole }] = await Promise.all([
    import("../plot/readResults.ts"),
    import("../plot/panels.ts"),
    import("../plot/vegaLiteSpec.ts"),
    import("../writeWhole.ts"),
  ]);
  const table = readResults(results, context.cwd);
  const all = { values: table.observables.map(({ name }) => name), against: "time", title: null };
  if (all.values.length === 0) throw new UsageError(`${results} has no observables to plot`);
  const requests = table.plots.length === 0 ? [all] : table.plots;
  const spec = vegaLiteSpec(
    requests.flatMap((request) => panelsOf(table, request)),
    table.title,
  );
  const title = table.title ?? results;
  const text =
    ending === ".svg"
      ? await (await import("../plot/renderSvg.ts")).renderSvg(spec)
      : (await import("../plot/renderHtml.ts")).renderHtml(spec, title);
  writeWhole(out, text, context.cwd);
  return exitCode.done;
}
