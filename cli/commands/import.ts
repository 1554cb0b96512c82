/** `tendril import FILE`: a model of another format as text of the language. */
import { existsSync } from "node:fs";
import { extname, resolve } from "node:path";
import { importers } from "../../interop/importers.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { requireModelFile } from "../modelFile.ts";

export const importCommand: CliCommand = {
  name: "import",
  summary: "read a model of another format (BNGL, Kappa)",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${[...importers.keys()].join(", ")})`)
      .option("-o, --out <path>", "write the model to a file; without it the text is printed")
      .option("--force", "write over a file that is there already")
      .action(async (file: string, options: { out?: string; force?: boolean }) => {
        finish(await importFile(file, options, context));
      });
  },
};

export async function importFile(
  file: string,
  { out, force }: { readonly out?: string; readonly force?: boolean },
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  // What stands there may have been worked on since it was imported.
  if (out !== undefined && force !== true && existsSync(resolve(context.cwd, out)))
    throw new UsageError(`${out} is there already; give another name, or --force to write over it`);
  if (!importers.has(extname(file)))
    throw new UsageError(`${file} is a model already; import reads other formats`);
  const [{ checkConverted, importModel }, { reportCompilation }, { writeWhole }] = await Promise.all([
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../writeWhole.ts"),
  ]);
  const { source, text, diagnostics } = await importModel(file, context.cwd);
  const found = text === null ? diagnostics : [...diagnostics, ...checkConverted(source, text)];
  const failure = reportCompilation(found, context);
  if (failure !== null || text === null) return failure ?? exitCode.modelErrors;
  if (out === undefined) context.stdout.write(text);
  else {
    await writeWhole(out, text, context.cwd);
    context.stdout.write(`wrote ${out}; try: tendril check ${out}\n`);
  }
  return exitCode.done;
}
