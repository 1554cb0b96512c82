/** `tendril import FILE`: a model of another format as text of the language. */
import { extname } from "node:path";
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
      .action(async (file: string, options: { out?: string }) => {
        finish(await importFile(file, options.out, context));
      });
  },
};

export async function importFile(
  file: string,
  out: string | undefined,
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
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
