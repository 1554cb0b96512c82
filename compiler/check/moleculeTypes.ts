/** Molecule types of a program: declared sites and those that other modules add with `extend`. */
import type { SiteDeclaration } from "../../grammar/syntax/declaration.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, SymbolOfKind } from "../bind/scope.ts";

export type MoleculeSymbol = SymbolOfKind<"molecule">;

export class MoleculeTypes {
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
      sites = [...symbol.node.sites, ...(this.#added.get(symbol) ?? [])];
      this.#sites.set(symbol, sites);
    }
    return sites;
  }
}
