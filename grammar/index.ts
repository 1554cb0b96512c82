/** The library `tendril/grammar`: text to syntax tree and back. */
export type { Severity } from "../diagnostics/entry.ts";
export type { Diagnostic, Location } from "../diagnostics/diagnostic.ts";
export { DiagnosticSink } from "../diagnostics/diagnostic.ts";
export type { DiagnosticFormat, RenderOptions } from "../diagnostics/render.ts";
export { renderDiagnostics } from "../diagnostics/render.ts";
export { SourceFile } from "../diagnostics/source.ts";
export { formatSource } from "./format.ts";
export { parse } from "./parse.ts";
export type { SourceTree } from "./syntax/sourceTree.ts";
