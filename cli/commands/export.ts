/** `tendril export FILE --to FORMAT`: a model in another format. */
import { exporters } from "../../interop/exporters.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";

export interface ExportOptions {
  readonly to: string;
  readonly out?: string;
  readonly experiment?: string;
}

export const exportCommand: CliCommand = {
  name: "export",
  summary: "write a model in another format (BNGL, .net)",
  configure(command, context, finish) {
    const formats = [...exporters].map(([name, { summary }]) => `${name}: ${summary}`).join("; ");
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .requiredOption("--to <format>", formats)
      .option("-o, --out <path>", "write the text to a file; without it it is printed")
      .option("--experiment <name>", "which experiment becomes the actions, when the file has several")
      .action(async (file: string, options: ExportOptions) => {
        finish(await exportFile(file, options, context));
      });
  },
};

export async function exportFile(
  file: string,
  { to, out, experiment }: ExportOptions,
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const format = exporters.get(to);
  if (format === undefined)
    throw new UsageError(
      `there is no format ${to}; models are written as ${[...exporters.keys()].join(" or ")}`,
    );
  const [
    { flattenModel },
    { defaultNetworkLimits },
    { DiagnosticSink },
    { modelInput },
    { reportCompilation },
    { writeWhole },
    exporter,
  ] = await Promise.all([
    import("../../compiler/compile.ts"),
    import("../../compiler/plan/network/network.ts"),
    import("../../diagnostics/diagnostic.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
    import("../writeWhole.ts"),
    format.load(),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const { model, diagnostics } = flattenModel({
    main: file,
    host,
    experiment: experiment ?? null,
    method: null,
  });
  const sink = new DiagnosticSink();
  const written = model === null ? null : exporter({ ...model, limits: defaultNetworkLimits, sink });
  const failure = reportCompilation(tell([...diagnostics, ...sink.diagnostics]), context);
  if (failure !== null || written === null) return failure ?? exitCode.modelErrors;
  if (out === undefined) context.stdout.write(written.text);
  else {
    await writeWhole(out, written.text, context.cwd);
    context.stdout.write(`wrote ${out}\n`);
  }
  return exitCode.done;
}
