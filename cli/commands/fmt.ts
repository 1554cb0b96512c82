/** `tendril fmt FILE…`: writes models in the one layout; with `--check` only tells which would change. */
import { resolve } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { requireTendrilFile } from "../modelFile.ts";

export const fmtCommand: CliCommand = {
  name: "fmt",
  summary: "put models in the standard layout",
  configure(command, context, finish) {
    command
      .argument("<files...>", "models (.tdl)")
      .option("--check", "change nothing; exit 1 when a file is laid out differently")
      .action(async (files: string[], options: { check?: true }) => {
        finish(await fmt(files, options.check === true, context));
      });
  },
};

/** A file with syntax errors is reported and left alone; the others are still formatted. */
export async function fmt(
  files: readonly string[],
  checkOnly: boolean,
  context: CliContext,
): Promise<ExitCode> {
  for (const file of files) requireTendrilFile(file, context.cwd);
  const [
    { parse },
    { formatSource },
    { SourceFile },
    { DiagnosticSink },
    { readTextFile },
    { writeWhole },
    report,
  ] = await Promise.all([
    import("../../grammar/parse.ts"),
    import("../../grammar/format.ts"),
    import("../../diagnostics/source.ts"),
    import("../../diagnostics/diagnostic.ts"),
    import("../fileHost.ts"),
    import("../writeWhole.ts"),
    import("../report.ts"),
  ]);
  let code: ExitCode = exitCode.done;
  for (const file of new Set(files)) {
    const read = readTextFile(resolve(context.cwd, file));
    if (!read.ok) throw new UsageError(`the file ${file} can not be read: ${read.reason}`);
    const sink = new DiagnosticSink();
    const tree = parse(new SourceFile(file, read.text), sink);
    if (sink.hasErrors) {
      report.reportDiagnostics(sink.diagnostics, context, false);
      context.stderr.write(`${file} was left as it is: only files without syntax errors are formatted\n`);
      code = exitCode.modelErrors;
      continue;
    }
    const formatted = formatSource(tree);
    if (formatted === read.text) continue;
    if (checkOnly) {
      context.stdout.write(`${file} would change\n`);
      code = exitCode.modelErrors;
    } else {
      await writeWhole(file, formatted, context.cwd);
      context.stdout.write(`${file} formatted\n`);
    }
  }
  return code;
}
