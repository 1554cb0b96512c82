/** What a writer of another format is given, and what it gives. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { Origin } from "../compiler/model/origin.ts";
import type { FlatModel } from "../compiler/model/flatModel.ts";
import type { NetworkLimits } from "../compiler/plan/network/network.ts";

export interface ExportRequest {
  readonly flat: FlatModel;
  /** Where the model is declared: for what has no place of its own. */
  readonly origin: Origin;
  readonly limits: NetworkLimits;
  readonly sink: DiagnosticSink;
}

/** The text of a file, or null after reporting what the format can not say. */
export type Exporter = (request: ExportRequest) => { readonly text: string } | null;
