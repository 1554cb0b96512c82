/**
 * Diagnostics for a person at a terminal:
 *
 *   model.tdl:3:12: error TDL3001: Nothing named `kofff` is declared here.
 *    3 |   rule r: A -> B @ kofff
 *      |                    ^^^^^
 *      = Did you mean `koff`?
 *      = see: tendril explain TDL3001
 */
import picocolors from "picocolors";
import type { Severity } from "./entry.ts";
import type { Diagnostic, Location } from "./diagnostic.ts";
import { excerpt, type ExcerptStyle, gutterWidthOf } from "./renderExcerpt.ts";
import { visible } from "./renderWidth.ts";

export interface TextOptions {
  /** Colours and bold type, for terminals only. */
  readonly colour: boolean;
  /** Cells in a line of the terminal. */
  readonly width: number;
}

type Colours = ReturnType<typeof picocolors.createColors>;

/** One diagnostic, with a line ending after its last line. */
export function renderText(diagnostic: Diagnostic, options: TextOptions): string {
  const colours = picocolors.createColors(options.colour);
  const paint = severityColour(colours, diagnostic.severity);
  const gutterWidth = gutterWidthOf([diagnostic, ...diagnostic.related]);
  const style = (mark: string, underline: (text: string) => string): ExcerptStyle => ({
    width: Math.max(20, options.width - gutterWidth - 3),
    mark,
    gutter: colours.dim,
    underline,
  });
  const indent = " ".repeat(gutterWidth + 1);
  const heading = `${paint(`${diagnostic.severity} ${diagnostic.code}`)}: ${colours.bold(visible(diagnostic.message))}`;
  const lines = [
    `${place(diagnostic)}: ${heading}`,
    ...excerpt(diagnostic.file, diagnostic.span, gutterWidth, style("^", paint)),
  ];
  for (const related of diagnostic.related) {
    lines.push(
      `${indent}${colours.dim("=")} ${place(related)}: ${visible(related.message)}`,
      ...excerpt(related.file, related.span, gutterWidth, style("-", colours.cyan)),
    );
  }
  if (diagnostic.suggestion !== null) {
    lines.push(`${indent}${colours.dim("=")} ${visible(diagnostic.suggestion)}`);
  }
  lines.push(`${indent}${colours.dim(`= see: tendril explain ${diagnostic.code}`)}`);
  return `${lines.join("\n")}\n`;
}

/** Of one code so many are shown: a person reads no more, and one mistake can be told a thousand times. */
const shownOfCode = 20;

/**
 * All diagnostics (of one code the first twenty), a blank line between two, and the closing count; "" when there are
 * none.
 */
export function renderAllText(diagnostics: readonly Diagnostic[], options: TextOptions): string {
  if (diagnostics.length === 0) return "";
  const counts = new Map<string, number>();
  const shown = diagnostics.filter(({ code }) => {
    const count = (counts.get(code) ?? 0) + 1;
    counts.set(code, count);
    return count <= shownOfCode;
  });
  const blocks = shown.map((diagnostic) => renderText(diagnostic, options));
  const more = [...counts].filter(([, count]) => count > shownOfCode);
  const rest = more.map(([code, count]) => `${count - shownOfCode} more of ${code}`).join(", ");
  const left = rest === "" ? "" : `${rest} left out here: tendril check --format json lists all\n`;
  return `${blocks.join("\n")}\n${left}${countLine(diagnostics)}\n`;
}

/** "3 errors, 1 warning in 2 files"; "no problems" when there are none. */
export function countLine(diagnostics: readonly Diagnostic[]): string {
  const count = (severity: Severity): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length;
  const parts = (["error", "warning", "notice"] as const)
    .filter((severity) => count(severity) > 0)
    .map((severity) => plural(count(severity), severity));
  if (parts.length === 0) return "no problems";
  const files = new Set(diagnostics.map((diagnostic) => diagnostic.file.path)).size;
  return `${parts.join(", ")} in ${plural(files, "file")}`;
}

function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

function place({ file, span }: Location): string {
  const { line, column } = file.position(span.start);
  return `${visible(file.path)}:${line}:${column}`;
}

function severityColour(colours: Colours, severity: Severity): (text: string) => string {
  return { error: colours.red, warning: colours.yellow, notice: colours.cyan }[severity];
}
