/** Diagnostics in the form that was asked for. */
import type { Diagnostic } from "./diagnostic.ts";
import { renderJson } from "./renderJson.ts";
import { renderSarif } from "./renderSarif.ts";
import type { TextOptions } from "./renderText.ts";
import { renderAllText } from "./renderText.ts";

export const diagnosticFormats = ["text", "json", "sarif"] as const;
export type DiagnosticFormat = (typeof diagnosticFormats)[number];

export interface RenderOptions extends TextOptions {
  /** Version of the tool, for SARIF. */
  readonly version: string;
}

/** The whole report. Text is "" without diagnostics; JSON and SARIF always have their frame. */
export function renderDiagnostics(
  diagnostics: readonly Diagnostic[],
  format: DiagnosticFormat,
  options: RenderOptions,
): string {
  const render = {
    text: () => renderAllText(diagnostics, options),
    json: () => renderJson(diagnostics),
    sarif: () => renderSarif(diagnostics, options.version),
  } satisfies Record<DiagnosticFormat, () => string>;
  return render[format]();
}
