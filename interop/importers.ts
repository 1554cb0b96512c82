/** Formats that models are read from, by the ending of the file; each is loaded when it is needed. */
import type { SourceHost } from "../compiler/host.ts";
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source.ts";

/** Text of the language, or null after reporting why not; `host` reads what the file names beside it. */
export type Importer = (
  source: SourceFile,
  sink: DiagnosticSink,
  host: SourceHost,
) => { readonly text: string } | null;

export const importers: ReadonlyMap<string, () => Promise<Importer>> = new Map([
  [".bngl", async () => (await import("./bngl/importBngl.ts")).importBngl],
  [".ka", async () => (await import("./kappa/importKappa.ts")).importKappa],
]);
