/**
 * Phase 3, bind: declares every name once and finds what modules, parts and experiments refer to.
 *
 * References inside expressions and rules are resolved by `resolvePath` where they are checked; this phase
 * makes the scopes that it looks in, and reports redefinitions, shadowing and failed imports.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { nearestOf } from "../../diagnostics/nearest.ts";
import type { SourceFile, Span } from "../../diagnostics/source.ts";
import type { Name } from "../../grammar/syntax/common.ts";
import type { Model, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import { importKey, type SourceSet } from "../load/load.ts";
import { type BoundProgram, type ProcessNode, Scope, type ValueNode, type ValueSymbol } from "./scope.ts";

/** Names with a meaning of their own in expressions. */
export const predefinedNames: ReadonlySet<string> = new Set(["pi", "time"]);

export function bind(sources: SourceSet, sink: DiagnosticSink): BoundProgram {
  const files = new Map<string, Scope>();
  const scopes = new Map<Model | Experiment, Scope>();
  for (const [path, tree] of sources.files) {
    const scope = new Scope(tree.source, null, null, sources.unread.get(path));
    files.set(path, scope);
    for (const node of tree.declarations) declareValue(scope, node, node.name, sink);
  }
  for (const [path, tree] of sources.files) {
    const scope = files.get(path);
    if (scope !== undefined) bindImports(scope, path, tree, sources, files, sink);
  }
  for (const [path, tree] of sources.files) {
    const fileScope = files.get(path);
    if (fileScope === undefined) continue;
    for (const node of tree.declarations) {
      if (node.kind === "model" || node.kind === "module") {
        scopes.set(node, bindModule(node, fileScope, sink));
      }
    }
  }
  for (const [path, tree] of sources.files) {
    const fileScope = files.get(path);
    if (fileScope === undefined) continue;
    for (const node of tree.declarations) {
      if (node.kind === "experiment") scopes.set(node, bindExperiment(node, fileScope, scopes, sink));
    }
  }
  const main = files.get(sources.main.source.path);
  if (main === undefined) throw new Error("the main file has no scope");
  return { files, main, scopes, hints: { left: 200_000 } };
}

function bindImports(
  scope: Scope,
  path: string,
  tree: SourceSet["main"],
  sources: SourceSet,
  files: ReadonlyMap<string, Scope>,
  sink: DiagnosticSink,
): void {
  for (const declaration of tree.imports) {
    const target = sources.imports.get(importKey(path, declaration.from.value));
    const from = target === undefined ? undefined : files.get(target);
    if (from === undefined) {
      for (const { name, alias } of declaration.names) scope.broken.add((alias ?? name).text);
      continue;
    }
    for (const { name, alias } of declaration.names) {
      const symbol = from.values.get(name.text);
      const location = { file: tree.source, span: name.span };
      if (symbol === undefined) {
        scope.broken.add((alias ?? name).text);
        if (from.isBroken(name.text) || (from.isIncomplete && from.values.size === 0)) continue;
        const nearest = nearestOf(name.text, from.values.keys());
        sink.report("TDL2003", location, { name: name.text, path: declaration.from.value, nearest });
        continue;
      }
      const local = alias ?? name;
      if (reportTaken(scope, local, sink)) continue;
      scope.values.set(local.text, symbol);
      scope.imported.set(local.text, { span: local.span, file: tree.source });
    }
  }
}

function bindModule(node: Model, fileScope: Scope, sink: DiagnosticSink): Scope {
  const scope = new Scope(fileScope.file, fileScope, node);
  for (const statement of node.body) declareStatement(scope, statement, sink);
  return scope;
}

function bindExperiment(
  node: Experiment,
  fileScope: Scope,
  scopes: ReadonlyMap<Model | Experiment, Scope>,
  sink: DiagnosticSink,
): Scope {
  const [first, ...rest] = node.of.parts;
  const symbol = first === undefined || rest.length > 0 ? null : fileScope.lookup(first.text);
  const location = { file: fileScope.file, span: node.of.span };
  if (symbol === null && first !== undefined && rest.length === 0 && fileScope.isBroken(first.text)) {
    // The model, or its import, could not be read.
  } else if (symbol === null) {
    const models = [...fileScope.values].filter(([, value]) => value.kind === "model").map(([name]) => name);
    const name = node.of.parts.map((part) => part.text).join(".");
    sink.report("TDL3001", location, { name, nearest: nearestOf(name, models) });
  } else if (symbol.kind !== "model" && symbol.kind !== "module") {
    sink.report("TDL3004", location, { name: symbol.name, found: describeKind(symbol), expected: "a model" });
  } else {
    symbol.uses++;
  }
  const isModel = symbol !== null && (symbol.kind === "model" || symbol.kind === "module");
  const moduleScope = isModel ? scopes.get(symbol.node) : undefined;
  const scope = new Scope(fileScope.file, moduleScope ?? fileScope, null);
  for (const statement of node.body) {
    switch (statement.kind) {
      case "param":
      case "observe":
        declareValue(scope, statement, statement.name, sink);
        break;
      case "event":
      case "stimulus":
        declareProcess(scope, statement, statement.name, sink);
        break;
      case "setting":
      case "set":
      case "sweep":
      case "plot":
      case "sensitivity":
      case "treat":
      case "use":
        break;
    }
  }
  return scope;
}

function declareStatement(scope: Scope, statement: Statement, sink: DiagnosticSink): void {
  switch (statement.kind) {
    case "species":
      for (const name of statement.names) declareValue(scope, statement, name, sink);
      break;
    case "compartment":
    case "molecule":
    case "const":
    case "param":
    case "variable":
    case "define":
    case "function":
    case "table":
    case "input":
    case "output":
    case "part":
    case "observe":
      declareValue(scope, statement, statement.name, sink);
      break;
    case "rule":
    case "event":
    case "stimulus":
      declareProcess(scope, statement, statement.name, sink);
      break;
    default:
      // The remaining statements declare no name that others can use, or are not built yet.
      break;
  }
}

function declareValue(scope: Scope, node: ValueNode, name: Name, sink: DiagnosticSink): void {
  if (reportTaken(scope, name, sink)) return;
  // The node decides the kind; TypeScript can not see that the pair belongs together.
  scope.values.set(name.text, {
    name: name.text,
    kind: node.kind,
    node,
    span: name.span,
    scope,
    uses: 0,
  } as ValueSymbol);
}

function declareProcess(scope: Scope, node: ProcessNode, name: Name, sink: DiagnosticSink): void {
  const previous = scope.processes.get(name.text);
  if (previous !== undefined) {
    reportRedefinition(scope.file, name, scope.file, previous.span, sink);
    return;
  }
  scope.processes.set(name.text, { node, span: name.span });
}

/** Reports and returns true when `name` can not be declared in `scope`. */
function reportTaken(scope: Scope, name: Name, sink: DiagnosticSink): boolean {
  const location = { file: scope.file, span: name.span };
  if (predefinedNames.has(name.text)) {
    sink.report("TDL3003", location, { name: name.text });
    return true;
  }
  const own = scope.values.get(name.text);
  if (own !== undefined) {
    const imported = scope.imported.get(name.text);
    reportRedefinition(scope.file, name, imported?.file ?? own.scope.file, imported?.span ?? own.span, sink);
    return true;
  }
  const outer = scope.parent?.lookup(name.text) ?? null;
  if (outer !== null && !isBlockKind(outer.kind)) {
    const related = [{ file: outer.scope.file, span: outer.span, message: "the outer declaration" }];
    sink.report("TDL3005", location, { name: name.text, outer: describeKind(outer) }, { related });
  }
  return false;
}

/** Models and experiments are never values: a species may be called like the model that it belongs to. */
export function isBlockKind(kind: ValueSymbol["kind"]): boolean {
  return kind === "model" || kind === "module" || kind === "experiment" || kind === "surrogate";
}

function reportRedefinition(
  file: SourceFile,
  name: Name,
  otherFile: SourceFile,
  other: Span,
  sink: DiagnosticSink,
): void {
  sink.report(
    "TDL3002",
    { file, span: name.span },
    { name: name.text },
    { related: [{ file: otherFile, span: other, message: "first declared here" }] },
  );
}

/** "a species", "an experiment": how messages call what a name stands for. */
export function describeKind(symbol: ValueSymbol): string {
  switch (symbol.kind) {
    case "compartment":
      return "a compartment";
    case "species":
      return "a species";
    case "molecule":
      return "a molecule type";
    case "const":
      return "a constant";
    case "param":
      return "a parameter";
    case "variable":
      return "a variable";
    case "define":
      return "a definition";
    case "function":
      return "a function";
    case "table":
      return "a table";
    case "input":
      return "an input";
    case "output":
      return "an output";
    case "observe":
      return "an observable";
    case "part":
      return "a part";
    case "model":
      return "a model";
    case "module":
      return "a module";
    case "experiment":
      return "an experiment";
    case "surrogate":
      return "a surrogate";
  }
}
