/** Tells of species, molecules, definitions and variables of the main file that nothing mentions. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { BoundProgram } from "../bind/scope.ts";

const kinds: ReadonlyMap<string, string> = new Map([
  ["species", "species"],
  ["variable", "variable"],
  ["define", "definition"],
  ["molecule", "molecule"],
]);

export function reportIdleNames(program: BoundProgram, sink: DiagnosticSink): void {
  for (const scope of program.scopes.values()) {
    if (scope.module === null || scope.file !== program.main.file) continue;
    // Where nothing is observed, every species and variable is shown.
    const isShown = !scope.module.body.some(({ kind }) => kind === "observe" || kind === "output");
    for (const { kind, name, span, uses, node } of scope.values.values()) {
      const word = kinds.get(kind);
      if (word === undefined || uses > 0) continue;
      if (isShown && (kind === "species" || kind === "variable")) continue;
      // Made by a growth statement, under a name that stands nowhere.
      if (kind === "define" && !scope.file.text.slice(span.start, span.end).includes(name)) continue;
      // A port is used by the model around it.
      if ("share" in node && node.share) continue;
      sink.report("TDL3007", { file: scope.file, span }, { kind: word, name });
    }
  }
}
