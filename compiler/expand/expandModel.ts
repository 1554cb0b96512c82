/**
 * A model with its parts, tables, state variables and templates as one plain model that gives the same network.
 *
 * Types, functions and constants that it uses come first, wherever they are declared; then the statements in the
 * order of the text, parts in place; then the model's experiments.
 */
import { SourceFile } from "../../diagnostics/source.ts";
import { formatSource } from "../../grammar/format.ts";
import type { Model, Statement, TopLevel } from "../../grammar/syntax/sourceTree.ts";
import type { Experiment, ExperimentStatement } from "../../grammar/syntax/experiment.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../bind/scope.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { type Found, type Instance, InstanceTree } from "../model/instance.ts";
import type { Expansion } from "./expansion.ts";
import { FlatNames, nameNode, nowhere } from "./flatNames.ts";
import { Rewriter } from "./rewriter.ts";
import { expandStatement } from "./statementExpanders.ts";

export interface ExpandModelRequest {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly model: Model;
  readonly flat: FlatModel;
}

/** The text of the expanded model. */
export function expandModel(request: ExpandModelRequest): string {
  return new ModelExpander(request).text();
}

class ModelExpander implements Expansion {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly tree: InstanceTree;
  readonly names: FlatNames;
  readonly hasOneCompartment: boolean;
  readonly #model: Model;
  readonly #root: Instance;
  readonly #experiments: readonly (readonly [Experiment, Scope])[];
  /** Declarations that came in by being used, in the order in which they were met. */
  readonly #used = new Map<string, Statement>();
  readonly #ruleNames: ReadonlySet<string>;
  readonly #isSet = new Set<string>();

  constructor(request: ExpandModelRequest) {
    const { program, model, flat } = request;
    const scope = program.scopes.get(model);
    if (scope === undefined) throw new Error(`${model.name.text} is not bound`);
    this.program = program;
    this.checker = request.checker;
    this.#model = model;
    this.tree = new InstanceTree(program);
    this.#root = this.tree.root(scope);
    this.#experiments = [...program.scopes].flatMap(([node, own]) =>
      node.kind === "experiment" && own.parent === scope ? [[node, own] as const] : [],
    );
    this.names = new FlatNames([scope, ...this.#experiments.map(([, own]) => own)]);
    this.hasOneCompartment = countCompartments(this.#root, this.tree) <= 1;
    const rules = [...(flat.structured?.rules ?? []), ...(flat.spatial?.rules ?? [])];
    this.#ruleNames = new Set(rules.map(({ name }) => name));
  }

  text(): string {
    const model = this.#model;
    for (const [experiment, scope] of this.#experiments) this.#findSet(experiment, scope);
    const body = this.body(this.#root) as readonly Statement[];
    const experiments = this.#experiments.map(([experiment, scope]): Experiment => {
      const instance = this.tree.experiment(scope, this.#root);
      const statements = experiment.body.flatMap((one) => expandStatement(one, instance, this));
      return {
        ...experiment,
        of: { parts: [model.name], span: nowhere },
        body: statements as ExperimentStatement[],
      };
    });
    return written([{ ...model, kind: "model", body: [...this.#used.values(), ...body] }, ...experiments]);
  }

  body(instance: Instance): readonly (Statement | ExperimentStatement)[] {
    return (instance.scope.module?.body ?? []).flatMap((statement) =>
      expandStatement(statement, instance, this),
    );
  }

  happens(name: string, states: readonly string[]): boolean {
    const full = states.length === 0 ? name : `${name}[${states.join(", ")}]`;
    return this.#ruleNames.has(full) || this.#ruleNames.has(`${full} (back)`);
  }

  isSet(name: string): boolean {
    return this.#isSet.has(name);
  }

  nameOf({ instance, symbol }: Found): string {
    const isOwn = symbol.scope === this.#root.scope || symbol.scope.parent === this.#root.scope;
    // Types and functions are one for all instances, and so is what files declare.
    const isShared = symbol.kind === "molecule" || instance.prefix === "";
    const name = this.names.value(isShared ? "" : instance.prefix, symbol, isOwn);
    if (symbol.kind === "molecule") this.#use(name, () => this.#molecule(name, symbol));
    else if (symbol.kind === "const" || symbol.kind === "function") {
      const { node } = symbol;
      const locals = node.kind === "function" ? node.parameters.map((parameter) => parameter.name.text) : [];
      this.#use(name, () => {
        const rewriter = new Rewriter(this, instance, new Set(locals));
        return {
          ...node,
          name: nameNode(name),
          value: rewriter.expression(node.value),
          fields: rewriter.fields(node.fields),
        };
      });
    }
    return name;
  }

  #use(name: string, make: () => Statement): void {
    if (this.#used.has(name)) return;
    // Its place is kept before what it uses itself is met.
    this.#used.set(name, { kind: "check", property: nameNode(name), of: null, span: nowhere });
    this.#used.set(name, make());
  }

  #molecule(name: string, symbol: SymbolOfKind<"molecule">): Statement {
    const { molecules } = this.checker;
    const sites = [...molecules.sitesOf(symbol), ...molecules.attributesOf(symbol)];
    return { ...symbol.node, name: nameNode(name), sites };
  }

  #findSet(experiment: Experiment, scope: Scope): void {
    const instance = this.tree.experiment(scope, this.#root);
    for (const statement of experiment.body) {
      const paths =
        statement.kind === "sweep"
          ? [statement.parameter]
          : statement.kind === "set"
            ? statement.assignments.flatMap(({ target }) =>
                target.kind === "reference" ? [target.path] : [],
              )
            : [];
      for (const path of paths) this.#isSet.add(this.nameOf(this.tree.find(instance, path)));
    }
  }
}

/** Compartments of the model and its parts, bound ones counted once. */
function countCompartments(instance: Instance, tree: InstanceTree): number {
  let count = 0;
  for (const symbol of instance.scope.values.values()) {
    if (symbol.kind === "compartment" && !instance.bindings.has(symbol.name)) count++;
    const inner = symbol.kind === "part" ? tree.part(instance, symbol) : null;
    if (inner !== null) count += countCompartments(inner, tree);
  }
  return count;
}

/** Statements of one kind stand together, with an empty line between kinds. */
function written(declarations: readonly (Model | Experiment)[]): string {
  let text = "language 1.0\n";
  const place = (gap: string): { start: number; end: number } => {
    text += `${gap}x`;
    return { start: text.length - 1, end: text.length };
  };
  const placed = declarations.map((declaration): TopLevel => {
    const start = text.length;
    let last: string | null = null;
    const body = declaration.body.map((statement) => {
      const gap = last === null || last === statement.kind ? "\n" : "\n\n";
      last = statement.kind;
      return { ...statement, span: place(gap) };
    });
    text += "\n";
    return { ...declaration, body, span: { start, end: text.length } } as Model | Experiment;
  });
  const source = new SourceFile("expanded.tdl", text);
  return formatSource({
    kind: "file",
    source,
    language: { version: "1.0", span: { start: 0, end: 12 } },
    imports: [],
    declarations: placed,
    comments: [],
  });
}
