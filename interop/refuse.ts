/** Tells of what a model of another language can say and its import can not convey. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../diagnostics/source.ts";

/** The file that is imported, and where its diagnostics go. */
export interface ImportedFile {
  readonly file: SourceFile;
  readonly sink: DiagnosticSink;
}

/** `what` begins the sentence; `hint` says what to do instead. */
export function refuse(
  { sink, file }: ImportedFile,
  span: Span,
  what: string,
  hint: string | null = null,
): void {
  sink.report("TDL9002", { file, span }, { what, hint });
}
