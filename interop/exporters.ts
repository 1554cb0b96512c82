/** Formats that models are written in, by name; each is loaded when it is needed. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { FlatModel, Origin } from "../compiler/model/flatModel.ts";
import type { NetworkLimits } from "../compiler/plan/network/generateNetwork.ts";

export interface ExportRequest {
  readonly flat: FlatModel;
  /** Where the model is declared: for what has no place of its own. */
  readonly origin: Origin;
  readonly limits: NetworkLimits;
  readonly sink: DiagnosticSink;
}

/** The text of a file, or null after reporting what the format can not say. */
export type Exporter = (request: ExportRequest) => { readonly text: string } | null;

export interface ExportFormat {
  /** Of files. */
  readonly ending: string;
  readonly summary: string;
  readonly load: () => Promise<Exporter>;
}

export const exporters: ReadonlyMap<string, ExportFormat> = new Map([
  [
    "bngl",
    {
      ending: ".bngl",
      summary: "BioNetGen's language, with the model's rules",
      load: async () => (await import("./bngl/write/exportBngl.ts")).exportBngl,
    },
  ],
  [
    "net",
    {
      ending: ".net",
      summary: "BioNetGen's list of species and reactions",
      load: async () => (await import("./bngl/write/exportNet.ts")).exportNet,
    },
  ],
]);
