/** `tendril expand FILE`: a model as plain text, without parts, tables, state variables and templates. */
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure } from "../exitCode.ts";
import { requireModelFile } from "../modelFile.ts";

export const expandCommand: CliCommand = {
  name: "expand",
  summary: "show a model with its parts, tables and templates as plain rules",
  configure(command, context, finish) {
    command
      .argument("<file>", "a model (.tdl or .bngl)")
      .option("-o, --out <path>", "write the text to a file")
      .action(async (file: string, options: { out?: string }) => {
        finish(await expand(file, options.out, context));
      });
  },
};

export async function expand(file: string, out: string | undefined, context: CliContext): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const [{ expandProgram }, { modelInput }, { reportCompilation }, { writeWhole }] = await Promise.all([
    import("../../compiler/expand/expandProgram.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../writeWhole.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const result = expandProgram({ main: file, host });
  const failure = reportCompilation(tell(result.diagnostics), context);
  if (failure !== null) return failure;
  if (result.text === null)
    throw new RunFailure(`the model can not be written without parts: ${result.obstacle ?? "unknown"}`);
  if (out === undefined) context.stdout.write(result.text);
  else {
    writeWhole(out, result.text, context.cwd);
    context.stdout.write(`wrote ${out}\n`);
  }
  return exitCode.done;
}
