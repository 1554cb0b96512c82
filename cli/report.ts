/** Diagnostics on the terminal of a command. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { RenderOptions } from "../diagnostics/render.ts";
import { renderDiagnostics } from "../diagnostics/render.ts";
import type { Channel, CliContext } from "./context.ts";
import type { ExitCode } from "./exitCode.ts";
import { exitCode } from "./exitCode.ts";
import { version } from "./version.ts";

/** Prints diagnostics as text on standard error; notices only when `withNotices`. */
export function reportDiagnostics(
  diagnostics: readonly Diagnostic[],
  context: CliContext,
  withNotices = true,
): void {
  const shown = diagnostics.filter((diagnostic) => withNotices || diagnostic.severity !== "notice");
  context.stderr.write(renderDiagnostics(shown, "text", renderOptions(context.stderr)));
}

/** Codes that tell of the command line rather than of the model: which experiment, which model, which format. */
export const aboutTheCommand: ReadonlySet<string> = new Set(["TDL6001", "TDL6002", "TDL2007", "TDL9110"]);

/** Prints diagnostics on standard error; gives the exit code of a failed compilation, null when there is none. */
export function reportCompilation(
  diagnostics: readonly Diagnostic[],
  context: CliContext,
  withNotices = true,
): ExitCode | null {
  reportDiagnostics(diagnostics, context, withNotices);
  const errors = diagnostics.filter((diagnostic) => diagnostic.severity === "error");
  if (errors.length === 0) return null;
  return errors.every(({ code }) => aboutTheCommand.has(code)) ? exitCode.wrongUsage : exitCode.modelErrors;
}

export function renderOptions(channel: Channel): RenderOptions {
  return { colour: channel.colour, width: channel.columns, version: version() };
}
