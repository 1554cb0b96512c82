/** `tendril compile FILE`: one standalone simulator, as TypeScript or JavaScript; or what a phase made. */
import { extname } from "node:path";
import { Option } from "commander";
import { type PhaseName, phases } from "../../compiler/phases.ts";
import type { CliCommand } from "../command.ts";
import type { CliContext } from "../context.ts";
import type { ExitCode } from "../exitCode.ts";
import { exitCode, UsageError } from "../exitCode.ts";
import { methodNamesText } from "../../runtime/methods.ts";
import { methodNamed } from "../methods.ts";
import { modelEndingsText, requireModelFile } from "../modelFile.ts";

export interface CompileOptions {
  readonly out?: string;
  readonly experiment?: string;
  readonly method?: string;
  readonly set?: readonly string[];
  readonly anyRange?: true;
  readonly dump?: PhaseName;
}

export const compileCommand: CliCommand = {
  name: "compile",
  summary: "write a standalone simulator of a model",
  configure(command, context, finish) {
    command
      .argument("<file>", `a model (${modelEndingsText})`)
      .option("-o, --out <path>", "the simulator, .ts or .js (default: TypeScript on standard output)")
      .option("--experiment <name>", "which experiment, when the file has several")
      .option("--method <name>", `${methodNamesText("or")}; without it the experiment's own, else ode`)
      .option("--set <NAME=VALUE>", "bake in another default of a parameter", collect)
      .option("--any-range", "also values outside the ranges that parameters are declared with")
      .addOption(new Option("--dump <phase>", "print what a phase of the compiler made").choices([...phases]))
      .action(async (file: string, options: CompileOptions) =>
        finish(await compileFile(file, options, context)),
      );
  },
};

export async function compileFile(
  file: string,
  options: CompileOptions,
  context: CliContext,
): Promise<ExitCode> {
  requireModelFile(file, context.cwd);
  const method = options.method === undefined ? null : methodNamed(options.method);
  const ending = options.out === undefined ? ".ts" : simulatorEnding(options.out);
  const parameters = new Map((options.set ?? []).map(nameAndValue));
  const [{ compile }, { outsideRanges }, { modelInput }, { reportCompilation }] = await Promise.all([
    import("../../compiler/compile.ts"),
    import("../../runtime/plannedExperiment.ts"),
    import("../modelInput.ts"),
    import("../report.ts"),
  ]);
  const { host, tell } = await modelInput(file, context.cwd);
  const result = compile({
    main: file,
    host,
    experiment: options.experiment ?? null,
    method,
    parameters,
    anyRange: options.anyRange === true,
  });
  const failure = reportCompilation(tell(result.diagnostics), context);
  if (options.dump !== undefined) {
    context.stdout.write(result.dump(options.dump) ?? "");
    return failure ?? exitCode.done;
  }
  if (failure !== null) return failure;
  if (result.compiled !== null)
    for (const notice of outsideRanges(result.compiled, { parameters, sweeps: [] }))
      context.stderr.write(`note: ${notice}\n`);
  const code = await result.emit();
  const text = ending === ".js" ? await withoutTypes(code) : code;
  if (options.out === undefined) context.stdout.write(text);
  else {
    const { writeWhole } = await import("../writeWhole.ts");
    await writeWhole(options.out, text, context.cwd);
    const needed = ending === ".js" ? "" : " (Node 22.18 or newer; for older ones write a .js file)";
    context.stdout.write(`wrote ${options.out}; try: node ${options.out} --help${needed}\n`);
  }
  return exitCode.done;
}

function nameAndValue(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`--set takes NAME=VALUE, not ${text}`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}

function collect(value: string, earlier: readonly string[] | undefined): readonly string[] {
  return [...(earlier ?? []), value];
}

function simulatorEnding(out: string): ".ts" | ".js" {
  const ending = extname(out).toLowerCase();
  if (ending === ".ts" || ending === ".mts") return ".ts";
  if (ending === ".js" || ending === ".mjs") return ".js";
  throw new UsageError(`${out}: a simulator is written as .ts or .js`);
}

/** The emitted code uses erasable types only, so JavaScript is the same text with the types blanked. */
async function withoutTypes(code: string): Promise<string> {
  const { stripTypeScriptTypes } = await import("node:module");
  // Node calls the function experimental on standard error; the test of compiled JavaScript watches over it.
  const warn = process.emitWarning.bind(process);
  process.emitWarning = () => undefined;
  try {
    return stripTypeScriptTypes(code, { mode: "strip" }).replace(/[ \t]+$/gm, "");
  } finally {
    process.emitWarning = warn;
  }
}
