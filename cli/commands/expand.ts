/** `tendril expand FILE`: a model as plain text, without parts, tables, state variables and templates. */
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, RunFailure } from "../exitCode.ts";
import { chooseByName, modelEndingsText, requireModelFile } from "../modelFile.ts";

export const expandCommand: CliCommand = {
  name: "expand",
  summary: "show a model with its parts, tables and templates as plain rules",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .option("-o, --out <path>", "write the text to a file")
      .option("--model <name>", "which model, when the file has several")
      .action(async (file: string, options: ExpandOptions) => {
        finish(await expand(file, options, context));
      });
  },
};

interface ExpandOptions {
  readonly out?: string;
  readonly model?: string;
}

export async function expand(
  file: string,
  { out, model: wanted }: ExpandOptions,
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const [{ expandProgram }, { modelInput }, { reportCompilation }, { writeWhole }] = await Promise.all([
    import("../../compiler/expand/expandProgram.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../writeWhole.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const result = expandProgram({ main: file, host }, wanted ?? null);
  const failure = reportCompilation(tell(result.diagnostics), context);
  if (failure !== null) return failure;
  const { text, obstacle } = chooseByName(result.models, wanted, file);
  if (text === null)
    throw new RunFailure(`the model can not be written without parts: ${obstacle ?? "unknown"}`);
  if (out === undefined) context.stdout.write(text);
  else {
    await writeWhole(out, text, context.cwd);
    context.stdout.write(`wrote ${out}\n`);
  }
  return exitCode.done;
}
