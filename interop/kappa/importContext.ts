/** What every part of an import of a Kappa model needs to know of the file. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { AgentTypes } from "./agentTypes.ts";
import type { Names } from "./names.ts";
import type { KappaModel } from "./syntax.ts";
import type { Values } from "./values.ts";

export interface ImportContext {
  readonly model: KappaModel;
  readonly types: AgentTypes;
  readonly values: Values;
  readonly names: Names;
  readonly file: SourceFile;
  readonly sink: DiagnosticSink;
}

/** Reports what Kappa can say and the import can not convey. */
export function refuse(
  { sink, file }: Pick<ImportContext, "sink" | "file">,
  span: Span,
  what: string,
  hint: string | null = null,
): void {
  sink.report("TDL9002", { file, span }, { what, hint });
}
