/**
 * Which molecule types are spatial: those with attributes, and those that stand in one rule, initial complex, energy or
 * flow with a spatial one, over all modules of the program.
 */
import type { Statement } from "../../../grammar/syntax/sourceTree.ts";
import type { Pattern } from "../../../grammar/syntax/pattern.ts";
import { resolvePath } from "../../bind/resolve.ts";
import type { BoundProgram, Scope } from "../../bind/scope.ts";
import type { MoleculeSymbol, MoleculeTypes } from "../moleculeTypes.ts";

export class SpatialTypes {
  readonly #types: ReadonlySet<MoleculeSymbol>;
  readonly #program: BoundProgram;

  constructor(program: BoundProgram, molecules: MoleculeTypes) {
    this.#program = program;
    const found = new Set<MoleculeSymbol>();
    const scopes = [...program.files.values(), ...program.scopes.values()];
    for (const scope of scopes) {
      for (const symbol of scope.values.values())
        if (symbol.kind === "molecule" && molecules.attributesOf(symbol).length > 0) found.add(symbol);
    }
    let isGrowing = found.size > 0;
    const groups = isGrowing
      ? scopes.flatMap((scope) =>
          (scope.module?.body ?? []).map((statement) => this.#together(statement, scope)),
        )
      : [];
    while (isGrowing) {
      const before = found.size;
      for (const group of groups)
        if (group.some((symbol) => found.has(symbol))) for (const symbol of group) found.add(symbol);
      isGrowing = found.size > before;
    }
    this.#types = found;
  }

  has(symbol: MoleculeSymbol): boolean {
    return this.#types.has(symbol);
  }

  /** Whether any molecule of the patterns is spatial. */
  holds(patterns: readonly Pattern[], scope: Scope): boolean {
    if (this.#types.size === 0) return false;
    return patterns.some((pattern) => this.#typesOf(pattern, scope).some((symbol) => this.has(symbol)));
  }

  /** Whether the statement is one of spatial molecules. */
  includes(statement: Statement, scope: Scope): boolean {
    return this.#types.size > 0 && this.#together(statement, scope).some((symbol) => this.has(symbol));
  }

  #together(statement: Statement, scope: Scope): MoleculeSymbol[] {
    return patternsOf(statement).flatMap((pattern) => this.#typesOf(pattern, scope));
  }

  #typesOf(pattern: Pattern, scope: Scope): MoleculeSymbol[] {
    const types: MoleculeSymbol[] = [];
    for (const { type } of pattern.members) {
      const [first, ...rest] = type.parts;
      if (first === undefined) continue;
      // Paths are resolved without counting as uses.
      const symbol = rest.length === 0 ? scope.lookup(first.text) : symbolAt(this.#program, scope, type);
      if (symbol?.kind === "molecule") types.push(symbol);
    }
    return types;
  }
}

function symbolAt(
  program: BoundProgram,
  scope: Scope,
  path: Parameters<typeof resolvePath>[2],
): ReturnType<Scope["lookup"]> {
  const resolution = resolvePath(program, scope, path);
  return resolution.kind === "symbol" ? resolution.symbol : null;
}

function patternsOf(statement: Statement): readonly Pattern[] {
  switch (statement.kind) {
    case "rule":
      return [statement.left, ...(statement.right === null ? [] : [statement.right])].flatMap(
        ({ participants }) => participants.map(({ pattern }) => pattern),
      );
    case "init":
      return [statement.pattern];
    case "energy":
    case "flow":
      return statement.pattern;
    default:
      return [];
  }
}
