/** Phase 4, check: types, units, rules and experiments of every file, all diagnostics at once. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { BoundProgram } from "../bind/scope.ts";
import type { SourceSet } from "../load/load.ts";
import { checkExperiment } from "./checkExperiment.ts";
import { checkModule, checkStatement } from "./checkModule.ts";
import { checkSurrogate } from "./checkSurrogate.ts";
import { checkPartTrees } from "./partTree.ts";
import { reportUnusedAttributes } from "./spatial/checkAttribute.ts";
import { TypeChecker } from "./typeChecker.ts";

export function checkProgram(sources: SourceSet, program: BoundProgram, sink: DiagnosticSink): TypeChecker {
  const checker = new TypeChecker(program, sink);
  for (const [path, tree] of sources.files) {
    const fileScope = program.files.get(path);
    if (fileScope === undefined) continue;
    for (const node of tree.declarations) {
      switch (node.kind) {
        case "model":
        case "module": {
          const scope = program.scopes.get(node);
          if (scope === undefined) break;
          checkModule(node, scope, checker);
          break;
        }
        case "experiment": {
          const scope = program.scopes.get(node);
          // An experiment of something unknown was reported when it was bound.
          if (scope !== undefined && scope.parent !== fileScope) checkExperiment(node, scope, checker);
          break;
        }
        case "surrogate":
          checkSurrogate(node, fileScope, checker);
          break;
        case "const":
        case "function":
        case "table":
        case "molecule":
          checkStatement(node, fileScope, checker, new Set());
          break;
      }
    }
  }
  checkPartTrees(program, sink);
  reportUnused(program, sink);
  if (!sink.hasErrors) reportUnusedAttributes(program, checker, sink);
  return checker;
}

/** Imports, parameters, constants, functions and tables that nothing refers to. */
function reportUnused(program: BoundProgram, sink: DiagnosticSink): void {
  if (sink.hasErrors) return;
  for (const scope of program.files.values()) {
    for (const [name, { span, file }] of scope.imported) {
      if ((scope.values.get(name)?.uses ?? 1) === 0) sink.report("TDL2005", { file, span }, { name });
    }
  }
  for (const scope of program.scopes.values()) {
    for (const symbol of scope.values.values()) {
      if (symbol.uses > 0) continue;
      if (
        symbol.kind !== "param" &&
        symbol.kind !== "const" &&
        symbol.kind !== "function" &&
        symbol.kind !== "table"
      )
        continue;
      const kind = { param: "parameter", const: "constant", function: "function", table: "table" }[
        symbol.kind
      ];
      sink.report("TDL3007", { file: scope.file, span: symbol.span }, { kind, name: symbol.name });
    }
  }
}
