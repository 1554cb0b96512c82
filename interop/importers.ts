/** Formats that models are read from, by the ending of the file; each is loaded when it is needed. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source.ts";

/** Text of the language, or null after reporting why not. */
export type Importer = (source: SourceFile, sink: DiagnosticSink) => { readonly text: string } | null;

export const importers: ReadonlyMap<string, () => Promise<Importer>> = new Map([
  [".bngl", async () => (await import("./bngl/importBngl.ts")).importBngl],
]);
