/** Diagnostics as one JSON object, for scripts: `{ "diagnostics": [ … ] }`. */
import type { Diagnostic, Location } from "./diagnostic.ts";
import type { Position, SourceFile, Span } from "./source.ts";

export interface JsonRange {
  /** 1-based line and column; columns count UTF-16 code units. */
  readonly start: Position;
  /** Exclusive. */
  readonly end: Position;
}

export interface JsonDiagnostic {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly file: string;
  readonly range: JsonRange;
  readonly related: readonly { readonly message: string; readonly file: string; readonly range: JsonRange }[];
  readonly suggestion: string | null;
  readonly fixes: readonly {
    readonly title: string;
    /** Whether `tendril fix` applies it; something else may be meant otherwise. */
    readonly certain: boolean;
    readonly edits: readonly { readonly range: JsonRange; readonly replacement: string }[];
  }[];
}

export function diagnosticToJson(diagnostic: Diagnostic): JsonDiagnostic {
  return {
    code: diagnostic.code,
    severity: diagnostic.severity,
    message: diagnostic.message,
    ...placeToJson(diagnostic),
    related: diagnostic.related.map((related) => ({ message: related.message, ...placeToJson(related) })),
    suggestion: diagnostic.suggestion,
    fixes: diagnostic.fixes.map((fix) => ({
      title: fix.title,
      certain: fix.isGuess !== true,
      edits: fix.edits.map(({ span, replacement }) => ({
        range: rangeOf(diagnostic.file, span),
        replacement,
      })),
    })),
  };
}

/** The text that `tendril check --format json` prints. */
export function renderJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ diagnostics: diagnostics.map(diagnosticToJson) }, null, 2)}\n`;
}

export function rangeOf(file: SourceFile, span: Span): JsonRange {
  return { start: file.position(span.start), end: file.position(Math.max(span.start, span.end)) };
}

function placeToJson({ file, span }: Location): { readonly file: string; readonly range: JsonRange } {
  return { file: file.path, range: rangeOf(file, span) };
}
