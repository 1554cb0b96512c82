/** Formats that models are read from, by the ending of the file. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import type { SourceFile } from "../diagnostics/source.ts";
import { importBngl } from "./bngl/importBngl.ts";

/** Text of the language, or null after reporting why not. */
export type Importer = (source: SourceFile, sink: DiagnosticSink) => { readonly text: string } | null;

export const importers: ReadonlyMap<string, Importer> = new Map([[".bngl", importBngl]]);
