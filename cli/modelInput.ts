/**
 * The model that a command reads: a `.tdl` file as it is, a file of another format converted in memory. What
 * is wrong in another format is told in that file's own text.
 */
import { extname, resolve } from "node:path";
import { type CompileResult, check } from "../compiler/compile.ts";
import type { SourceHost } from "../compiler/host.ts";
import { type Diagnostic, DiagnosticSink, diagnose } from "../diagnostics/diagnostic.ts";
import { SourceFile } from "../diagnostics/source.ts";
import { importers } from "../interop/importers.ts";
import { NodeFileHost, readTextFile } from "./fileHost.ts";
import { aboutTheCommand } from "./report.ts";

export interface ModelInput {
  readonly host: SourceHost;
  /** What to tell of a compilation of this model, in place of the compiler's own diagnostics. */
  readonly tell: (own: CompileResult["diagnostics"]) => readonly Diagnostic[];
}

export async function modelInput(path: string, cwd: string): Promise<ModelInput> {
  if (!importers.has(extname(path))) return { host: new NodeFileHost(path, cwd), tell: (own) => own };
  const { source, text, diagnostics } = await importModel(path, cwd);
  const reason = "it can not be converted";
  const host: SourceHost = {
    readText: () => (text === null ? { ok: false, reason } : { ok: true, text }),
    resolveImport: () => ({ ok: false, reason: "a converted model imports nothing" }),
  };
  return {
    host,
    tell: (own) => {
      if (text === null) return diagnostics;
      const errors = own.filter(({ severity }) => severity === "error");
      return [...diagnostics, ...errors.map((error) => ofSource(error, source))];
    },
  };
}

/** A file of another format as text of the language; null with the reasons among the diagnostics. */
export async function importModel(
  path: string,
  cwd: string,
): Promise<{
  readonly source: SourceFile;
  readonly text: string | null;
  readonly diagnostics: readonly Diagnostic[];
}> {
  const importer = await importers.get(extname(path))?.();
  const read = readTextFile(resolve(cwd, path));
  const source = new SourceFile(path, read.ok ? read.text : "");
  const sink = new DiagnosticSink();
  if (!read.ok)
    sink.report("TDL2001", { file: source, span: { start: 0, end: 0 } }, { path, reason: read.reason });
  const text = read.ok ? (importer?.(source, sink, new NodeFileHost(path, cwd))?.text ?? null) : null;
  const diagnostics = [...sink.diagnostics].sort((a, b) => a.span.start - b.span.start);
  return { source, text, diagnostics };
}

/** Errors that only the compiler finds in a converted text, as far as they concern the model. */
export function checkConverted(source: SourceFile, text: string): readonly Diagnostic[] {
  const host: SourceHost = {
    readText: () => ({ ok: true, text }),
    resolveImport: () => ({ ok: false, reason: "a converted model imports nothing" }),
  };
  const { diagnostics } = check({ main: source.path, host });
  return diagnostics.filter(({ severity }) => severity === "error").map((error) => ofSource(error, source));
}

/** An error in the converted text as one of the file; positions in a text that nobody sees are of no use. */
function ofSource(error: Diagnostic, source: SourceFile): Diagnostic {
  const location = { file: source, span: { start: 0, end: 0 } };
  if (aboutTheCommand.has(error.code)) return { ...error, ...location, related: [] };
  return diagnose("TDL9010", location, { message: error.message }, { suggestion: error.suggestion });
}
