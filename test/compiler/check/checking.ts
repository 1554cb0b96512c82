/** Checks of small models for tests: load, bind and check a marked text, compare every diagnostic. */
import { bind } from "../../../compiler/bind/bind.ts";
import { checkProgram } from "../../../compiler/check/check.ts";
import { MemoryHost } from "../../../compiler/host.ts";
import { load } from "../../../compiler/load/load.ts";
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../../diagnostics/source.ts";
import { expectDiagnostics, type ExpectedDiagnostic } from "../../support/expectDiagnostics.ts";

/** Expects these diagnostics of a whole file, at the places marked with «…». */
export function expectOfFile(template: string, ...expected: readonly ExpectedDiagnostic[]): void {
  expectDiagnostics(checkFile, `language 1.0\n${template}`, ...expected);
}

/** Expects these diagnostics of the statements of a model. */
export function expectOfModel(statements: string, ...expected: readonly ExpectedDiagnostic[]): void {
  expectOfFile(`model M {\n${statements}\n}`, ...expected);
}

/** Expects these diagnostics of a model with one volume and the species A, B and C in it. */
export function expectInCell(statements: string, ...expected: readonly ExpectedDiagnostic[]): void {
  expectOfModel(
    `compartment cell { volume 1 um^3 }\nspecies A, B, C in cell = 1 uM\n${statements}`,
    ...expected,
  );
}

function checkFile(file: SourceFile, sink: DiagnosticSink): void {
  const sources = load(file.path, new MemoryHost(new Map([[file.path, file.text]])), sink);
  if (sources === null) throw new Error("the file is not read");
  checkProgram(sources, bind(sources, sink), sink);
}
