/** `tendril doc FILE [-o FILE.html|DIR]`: a model's page, with pictures, as one HTML file; into a folder also the pictures. */
import { basename, extname, join } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode } from "../exitCode.ts";
import { chooseByName, modelEndingsText, requireModelFile } from "../modelFile.ts";

export const docCommand: CliCommand = {
  name: "doc",
  summary: "write a model's page: rules, formulas, parameters with sources, pictures",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .option("-o, --out <path>", "NAME.html, or a folder for the page and its pictures as SVG")
      .option("--model <name>", "which model, when the file has several")
      .action(async (file: string, options: { out?: string; model?: string }) => {
        finish(await doc(file, options, context));
      });
  },
};

export async function doc(
  file: string,
  options: { readonly out?: string; readonly model?: string },
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const [
    { documentModels },
    { modelPage, picturesOf },
    { modelInput },
    { reportCompilation },
    { makeFolder, writeWhole },
  ] = await Promise.all([
    import("../../compiler/document/documentModel.ts"),
    import("../doc/page.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../writeWhole.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const result = documentModels({ main: file, host });
  const failure = reportCompilation(tell(result.diagnostics), context);
  if (failure !== null) return failure;
  const named = result.models.map((one) => ({ ...one, name: one.flat.name }));
  const model = chooseByName(named, options.model, file);
  const pictures = picturesOf(model);
  const page = await modelPage(model, pictures);
  const out = options.out ?? `${basename(file, extname(file))}.html`;
  if (extname(out) === ".html") {
    await writeWhole(out, page, context.cwd);
    context.stdout.write(`wrote ${out}\n`);
    return exitCode.done;
  }
  await makeFolder(out, context.cwd);
  await writeWhole(join(out, "index.html"), page, context.cwd);
  for (const { file: name, svg } of pictures)
    await writeWhole(join(out, `${name}.svg`), `${svg}\n`, context.cwd);
  const list = ["index.html", ...pictures.map(({ file: name }) => `${name}.svg`)];
  context.stdout.write(`wrote ${list.map((name) => join(out, name)).join(", ")}\n`);
  return exitCode.done;
}
