/** `tendril check FILE…`: all diagnostics of models. Warnings exit 0. */
import { Option } from "commander";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { DiagnosticFormat } from "../../diagnostics/render.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode } from "../exitCode.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";

export const checkCommand: CliCommand = {
  name: "check",
  summary: "check models: names, units, rules, experiments",
  configure(command, context, finish) {
    command
      .argument("<files...>", `models (${modelEndingsText})`)
      .addOption(
        new Option("--format <format>", "form of the report")
          .choices(["text", "json", "sarif"])
          .default("text"),
      )
      .action(async (files: string[], options: { format: DiagnosticFormat }) => {
        finish(await check(files, options.format, context));
      });
  },
};

export async function check(
  files: readonly string[],
  format: DiagnosticFormat,
  context: CliContext,
): Promise<ExitCode> {
  for (const file of files) requireModelFile(file, context.cwd);
  const [compiler, { modelInput }, { countLine }, { renderDiagnostics }, { renderOptions }] =
    await Promise.all([
      import("../../compiler/compile.ts"),
      import("../modelInput.ts"),
      import("../../diagnostics/renderText.ts"),
      import("../../diagnostics/render.ts"),
      import("../report.ts"),
    ]);
  const diagnostics: Diagnostic[] = [];
  const seen = new Set<string>();
  for (const main of new Set(files)) {
    const { host, tell } = await modelInput(main, context.cwd);
    for (const diagnostic of tell(compiler.check({ main, host }).diagnostics)) {
      // A file that several of the named ones import is reported once.
      const key = `${diagnostic.code} ${diagnostic.file.path} ${diagnostic.span.start} ${diagnostic.message}`;
      if (!seen.has(key)) diagnostics.push(diagnostic);
      seen.add(key);
    }
  }
  const channel = format === "text" && diagnostics.length > 0 ? context.stderr : context.stdout;
  channel.write(renderDiagnostics(diagnostics, format, renderOptions(channel)));
  if (format === "text" && diagnostics.length === 0) {
    const count = new Set(files).size;
    context.stdout.write(`${countLine([])} in ${count} ${count === 1 ? "file" : "files"}\n`);
  }
  const hasErrors = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  return hasErrors ? exitCode.modelErrors : exitCode.done;
}
