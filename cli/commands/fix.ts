/** `tendril fix FILE…`: makes the changes that are certain, such as a misspelt name with one near it. */
import { resolve } from "node:path";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { requireTendrilFile } from "../modelFile.ts";

export const fixCommand: CliCommand = {
  name: "fix",
  summary: "mend the mistakes whose mending is certain",
  configure(command, context, finish) {
    command
      .argument("<files...>", "models (.tdl)")
      .option("--dry-run", "tell what would change and write nothing")
      .action(async (files: string[], options: { dryRun?: true }) => {
        finish(await fix(files, options.dryRun === true, context));
      });
  },
};

export async function fix(
  files: readonly string[],
  isDryRun: boolean,
  context: CliContext,
): Promise<ExitCode> {
  for (const file of files) requireTendrilFile(file, context.cwd);
  const [{ mend }, { NodeFileHost, readTextFile }, { writeWhole }, { reportDiagnostics }] = await Promise.all(
    [
      import("../../compiler/mend.ts"),
      import("../fileHost.ts"),
      import("../writeWhole.ts"),
      import("../report.ts"),
    ],
  );
  let code: ExitCode = exitCode.done;
  for (const file of new Set(files)) {
    const read = readTextFile(resolve(context.cwd, file));
    if (!read.ok) throw new UsageError(`the file ${file} can not be read: ${read.reason}`);
    const { text, applied, left } = mend(file, read.text, new NodeFileHost(file, context.cwd));
    for (const { diagnostic, fix } of applied) {
      const { line, column } = diagnostic.file.position(diagnostic.span.start);
      context.stdout.write(`${file}:${line}:${column}: ${diagnostic.message} ${fix.title}.\n`);
    }
    if (applied.length > 0 && !isDryRun) await writeWhole(file, text, context.cwd);
    context.stdout.write(`${file}: ${changesText(applied.length, isDryRun)}\n`);
    const errors = left.filter(({ severity }) => severity === "error");
    reportDiagnostics(errors, context, false);
    if (errors.length > 0) code = exitCode.modelErrors;
  }
  return code;
}

function changesText(count: number, isDryRun: boolean): string {
  if (count === 0) return "nothing to change";
  const changes = `${count} ${count === 1 ? "change" : "changes"}`;
  return isDryRun ? `${changes} to make, nothing is written` : `${changes} made`;
}
