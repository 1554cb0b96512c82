/** Molecule types of a program: declared sites and attributes, and those that other modules add with `extend`. */
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, SymbolOfKind } from "../bind/scope.ts";

export type MoleculeSymbol = SymbolOfKind<"molecule">;

export class MoleculeTypes {
  readonly #attributes = new Map<MoleculeSymbol, readonly SiteDeclaration[]>();
  readonly #sites = new Map<MoleculeSymbol, readonly SiteDeclaration[]>();
  readonly #added = new Map<MoleculeSymbol, SiteDeclaration[]>();

  constructor(program: BoundProgram) {
    for (const scope of program.scopes.values()) {
      for (const statement of scope.module?.body ?? []) {
        if (statement.kind !== "extend") continue;
        const resolution = resolvePath(program, scope, statement.type);
        if (resolution.kind !== "symbol" || resolution.symbol.kind !== "molecule") continue;
        const list = this.#added.get(resolution.symbol) ?? [];
        list.push(...statement.sites);
        this.#added.set(resolution.symbol, list);
      }
    }
  }

  /** Site classes in order: the declared ones, then the added ones. */
  sitesOf(symbol: MoleculeSymbol): readonly SiteDeclaration[] {
    let sites = this.#sites.get(symbol);
    if (sites === undefined) {
      sites = this.#declared(symbol).filter(({ attribute }) => attribute === null);
      this.#sites.set(symbol, sites);
    }
    return sites;
  }

  /** Numbers and vectors that every molecule of the type has. */
  attributesOf(symbol: MoleculeSymbol): readonly SiteDeclaration[] {
    let attributes = this.#attributes.get(symbol);
    if (attributes === undefined) {
      attributes = this.#declared(symbol).filter(({ attribute }) => attribute !== null);
      this.#attributes.set(symbol, attributes);
    }
    return attributes;
  }

  #declared(symbol: MoleculeSymbol): readonly SiteDeclaration[] {
    return [...symbol.node.sites, ...(this.#added.get(symbol) ?? [])];
  }
}
