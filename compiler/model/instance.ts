/**
 * Instances of modules while the flat model is made.
 *
 * An instance is a scope with a place in the tree of parts. `find` follows a path from an instance through
 * parts and bound ports to the instance that owns what the path names.
 */
import type { Path } from "../../grammar/syntax/common.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { partScope, type SizeMeasure } from "../bind/resolve.ts";
import type { BoundProgram, Scope, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";

export interface Instance {
  /** "" for the model itself, "camkii." for its part. */
  readonly prefix: string;
  readonly scope: Scope;
  /** Where names that this scope does not declare are looked up. */
  readonly outer: Instance | null;
  /** What the parent binds to ports and parameters. */
  readonly bindings: ReadonlyMap<string, { readonly instance: Instance; readonly value: Expression }>;
  readonly parts: Map<string, Instance>;
}

export interface Found {
  readonly instance: Instance;
  readonly symbol: ValueSymbol;
  /** For `head.volume`. */
  readonly measure: SizeMeasure | null;
}

/** Ports may be bound through this many levels of parts. */
const portDepthLimit = 1000;

const noBindings: Instance["bindings"] = new Map();

export class InstanceTree {
  readonly #program: BoundProgram;
  readonly #files = new Map<Scope, Instance>();

  constructor(program: BoundProgram) {
    this.#program = program;
  }

  root(scope: Scope): Instance {
    return { prefix: "", scope, outer: this.file(scope), bindings: noBindings, parts: new Map() };
  }

  /** The experiment's own declarations, seen before those of its model. */
  experiment(scope: Scope, model: Instance): Instance {
    return { prefix: "", scope, outer: model, bindings: noBindings, parts: model.parts };
  }

  file(scope: Scope): Instance | null {
    const fileScope = scope.parent ?? (scope.module === null ? scope : null);
    if (fileScope === null) return null;
    let instance = this.#files.get(fileScope);
    if (instance === undefined) {
      instance = { prefix: "", scope: fileScope, outer: null, bindings: noBindings, parts: new Map() };
      this.#files.set(fileScope, instance);
    }
    return instance;
  }

  /** The instance of a part, made once; null when its module is unknown (reported earlier). */
  part(owner: Instance, symbol: SymbolOfKind<"part">): Instance | null {
    const known = owner.parts.get(symbol.name);
    if (known !== undefined) return known;
    const scope = partScope(this.#program, symbol);
    if (scope === null) return null;
    const bindings = new Map(
      symbol.node.bindings.map((binding) => [binding.name.text, { instance: owner, value: binding.value }]),
    );
    const instance: Instance = {
      prefix: `${owner.prefix}${symbol.name}.`,
      scope,
      outer: this.file(scope),
      bindings,
      parts: new Map(),
    };
    owner.parts.set(symbol.name, instance);
    return instance;
  }

  /** The instance, its parts and theirs, in the order of the text. */
  withParts(instance: Instance): Instance[] {
    const body = instance.scope.module?.body ?? [];
    const inner = body.flatMap((statement) => {
      const symbol = statement.kind === "part" ? instance.scope.values.get(statement.name.text) : undefined;
      const part = symbol?.kind === "part" ? this.part(instance, symbol) : null;
      return part === null ? [] : this.withParts(part);
    });
    return [instance, ...inner];
  }

  /** @throws Error for a path that does not resolve: the check phase has refused it before. */
  find(from: Instance, path: Path, depth = 0): Found {
    if (depth > portDepthLimit)
      throw new Error(`the port ${path.parts.at(-1)?.text ?? ""} is bound to itself`);
    const [first, ...rest] = path.parts;
    let owner: Instance | null = from;
    let symbol: ValueSymbol | undefined;
    while (owner !== null && first !== undefined) {
      symbol = owner.scope.values.get(first.text);
      if (symbol !== undefined) break;
      owner = owner.outer;
    }
    if (symbol === undefined || owner === null) throw new Error(`unresolved name ${first?.text ?? ""}`);
    // An imported declaration is seen from the file that declares it.
    if (symbol.scope !== owner.scope) owner = this.file(symbol.scope) ?? owner;
    for (const name of rest) {
      if (symbol.kind === "compartment")
        return this.#canonical(owner, symbol, name.text as SizeMeasure, depth);
      if (symbol.kind !== "part") throw new Error(`${symbol.name} has no members`);
      const inner = this.part(owner, symbol);
      const member = inner?.scope.values.get(name.text);
      if (inner === null || member === undefined) throw new Error(`unresolved name ${name.text}`);
      owner = inner;
      symbol = member;
    }
    return this.#canonical(owner, symbol, null, depth);
  }

  /** Follows bound species and compartments to the instance that owns them. */
  #canonical(instance: Instance, symbol: ValueSymbol, measure: SizeMeasure | null, depth: number): Found {
    if (symbol.kind === "species" || symbol.kind === "compartment") {
      const binding = symbol.node.share ? instance.bindings.get(symbol.name) : undefined;
      if (binding !== undefined && binding.value.kind === "reference") {
        const target = this.find(binding.instance, binding.value.path, depth + 1);
        return { ...target, measure };
      }
    }
    return { instance, symbol, measure };
  }
}
