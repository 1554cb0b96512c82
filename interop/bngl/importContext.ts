/** What every part of an import needs to know of the file. */
import type { SourceHost } from "../../compiler/host.ts";
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Contacts } from "./contacts.ts";
import type { InitialQuantities } from "./initialQuantities.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { Names } from "./names.ts";
import type { Placements } from "./placements.ts";
import type { SplitSites } from "./splitSites.ts";
import type { BnglModel } from "./syntax.ts";

export interface ImportContext {
  readonly model: BnglModel;
  readonly table: MoleculeTable;
  readonly contacts: Contacts;
  readonly placements: Placements;
  readonly names: Names;
  /** Components of the file that stand as several sites in `model`. */
  readonly split: SplitSites;
  /** What actions set before a run. */
  readonly initial: InitialQuantities;
  readonly file: SourceFile;
  readonly sink: DiagnosticSink;
  /** Reads the table files that the model names. */
  readonly host: SourceHost;
}

/** Reports what BNGL can say and the import can not convey. */
export function refuse(
  { sink, file }: Pick<ImportContext, "sink" | "file">,
  span: Span,
  what: string,
  hint: string | null = null,
): void {
  sink.report("TDL9002", { file, span }, { what, hint });
}
