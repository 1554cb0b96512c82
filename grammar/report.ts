/** Reports the syntax errors of one file, up to a limit that keeps hostile files from flooding the user. */
import type { DiagnosticExtras, DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { DiagnosticArguments, DiagnosticCode } from "../diagnostics/registry.ts";
import type { SourceFile, Span } from "../diagnostics/source.ts";

/** Thrown to stop reading a file that has more errors than anyone would read. */
export class TooManyProblems extends Error {}

export const problemLimit = 200;

export class SyntaxReporter {
  readonly file: SourceFile;
  readonly #sink: DiagnosticSink;
  #problems = 0;

  constructor(file: SourceFile, sink: DiagnosticSink) {
    this.file = file;
    this.#sink = sink;
  }

  report<C extends DiagnosticCode>(
    code: C,
    span: Span,
    values: DiagnosticArguments<C>,
    extras: DiagnosticExtras = {},
  ): void {
    if (this.#problems >= problemLimit) {
      this.#sink.report("TDL1012", { file: this.file, span }, { limit: problemLimit });
      throw new TooManyProblems();
    }
    this.#problems++;
    this.#sink.report(code, { file: this.file, span }, values, extras);
  }
}
