/** What the page of a model shows: its flat form for pictures and equations, and the declarations that it is made of. */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import type { Model, Statement } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import { bind } from "../bind/bind.ts";
import { partScope } from "../bind/resolve.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import { checkProgram } from "../check/check.ts";
import type { CheckRequest, CheckResult } from "../compile.ts";
import { readProgram } from "../lower/readProgram.ts";
import { modelsOfFile } from "../modelsOfFile.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { InstanceTree } from "../model/instance.ts";
import { flatten } from "../model/flatten.ts";
import { growthLines } from "./growthLines.ts";

/** The declarations of the model, of a module that it uses, or of a file. */
export interface DocumentBlock {
  readonly title: string;
  readonly body: readonly Statement[];
  readonly file: SourceFile;
}

export interface DocumentedModel {
  readonly flat: FlatModel;
  readonly blocks: readonly DocumentBlock[];
  /** What growth statements do, by the name of the filament. */
  readonly growth: ReadonlyMap<string, readonly string[]>;
  readonly experiments: readonly { readonly node: Experiment; readonly file: SourceFile }[];
}

export interface Documentation extends CheckResult {
  /** The models of the main file, or those that its experiments are of; empty when there are errors. */
  readonly models: readonly DocumentedModel[];
}

export function documentModels(request: CheckRequest): Documentation {
  const sink = new DiagnosticSink();
  const sources = readProgram(request, sink);
  if (sources === null) return { diagnostics: sink.diagnostics, hasErrors: true, models: [] };
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  const models: DocumentedModel[] = [];
  if (!sink.hasErrors) {
    for (const model of modelsOfFile(program)) {
      const flat = flatten({ program, checker, model, experiment: null, hash: sources.hash, sink });
      models.push({
        flat,
        blocks: blocksOf(program, model),
        growth: growthOf(program, model),
        experiments: experimentsOf(program, model),
      });
    }
  }
  return { diagnostics: sink.diagnostics, hasErrors: sink.hasErrors, models: sink.hasErrors ? [] : models };
}

/** The model, then the modules of its parts, then what their files declare beside them. */
function blocksOf(program: BoundProgram, model: Model): readonly DocumentBlock[] {
  const scopes = new Set<Scope>();
  const visit = (scope: Scope): void => {
    if (scopes.has(scope)) return;
    scopes.add(scope);
    for (const symbol of scope.values.values()) {
      const inner = symbol.kind === "part" ? partScope(program, symbol) : null;
      if (inner !== null) visit(inner);
    }
  };
  const own = program.scopes.get(model);
  if (own !== undefined) visit(own);
  const blocks = [...scopes].map((scope): DocumentBlock => {
    const { kind = "model", name } = scope.module ?? {};
    // Growth is shown as it is written, not as the rules that it stands for.
    const body = scope.module?.written ?? scope.module?.body ?? [];
    const title =
      scope.module === model
        ? "Declarations"
        : `${kind === "model" ? "Model" : "Module"} ${name?.text ?? ""}`;
    return { title, body, file: scope.file };
  });
  const files = new Set([...scopes].flatMap(({ parent }) => (parent === null ? [] : [parent])));
  for (const file of files) {
    const body = [...file.values.values()].flatMap((symbol): Statement[] =>
      symbol.kind === "const" ||
      symbol.kind === "function" ||
      symbol.kind === "table" ||
      symbol.kind === "molecule"
        ? [symbol.node]
        : [],
    );
    if (body.length > 0) blocks.push({ title: `Shared, in ${file.file.path}`, body, file: file.file });
  }
  return blocks;
}

function growthOf(program: BoundProgram, model: Model): DocumentedModel["growth"] {
  const tree = new InstanceTree(program);
  const scope = program.scopes.get(model);
  return scope === undefined ? new Map() : growthLines(tree.withParts(tree.root(scope)));
}

function experimentsOf(program: BoundProgram, model: Model): DocumentedModel["experiments"] {
  return [...program.scopes].flatMap(([node, scope]) =>
    node.kind === "experiment" && scope.parent?.module === model ? [{ node, file: scope.file }] : [],
  );
}
