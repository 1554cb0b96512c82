/**
 * Which sites can bind which, from every bond that an initial species or the right side of a rule shows, and from
 * that which molecules may stand in one complex twice.
 */
import type { MoleculeTable } from "./moleculeTable.ts";
import type { BnglModel, BnglPattern } from "./syntax.ts";

interface Site {
  readonly molecule: string;
  readonly site: string;
}

export class Contacts {
  readonly #table: MoleculeTable;
  readonly #partners = new Map<string, Map<string, Site>>();
  readonly #repeated = new Map<string, boolean>();

  constructor(model: BnglModel, table: MoleculeTable) {
    this.#table = table;
    for (const { pattern } of model.seeds) this.#read(pattern);
    for (const { left, right } of model.rules) for (const pattern of [...left, ...right]) this.#read(pattern);
  }

  /** Whether a complex may hold this molecule twice. */
  mayRepeat(molecule: string): boolean {
    const known = this.#repeated.get(molecule);
    if (known !== undefined) return known;
    const found = this.#leadsBack(molecule);
    this.#repeated.set(molecule, found);
    return found;
  }

  /** These molecules and all that may hang together with them. */
  reachable(molecules: readonly string[]): readonly string[] {
    const found = new Set(molecules);
    for (const name of found)
      for (const { name: site } of this.#table.get(name)?.sites ?? [])
        for (const partner of this.#partners.get(keyOf(name, site))?.values() ?? [])
          found.add(partner.molecule);
    return [...found];
  }

  canBind(molecule: string, site: string): boolean {
    return this.#partners.has(keyOf(molecule, site));
  }

  #leadsBack(molecule: string): boolean {
    const seen = new Set<string>();
    const open: Site[] = [];
    const leave = (from: string, site: string): void => {
      for (const [key, partner] of this.#partners.get(keyOf(from, site)) ?? []) {
        if (seen.has(key)) continue;
        seen.add(key);
        open.push(partner);
      }
    };
    const sitesOf = (name: string): readonly { name: string; multiplicity: number }[] =>
      this.#table.get(name)?.sites ?? [];
    for (const { name } of sitesOf(molecule)) leave(molecule, name);
    for (let arrival = open.pop(); arrival !== undefined; arrival = open.pop()) {
      if (arrival.molecule === molecule) return true;
      for (const { name, multiplicity } of sitesOf(arrival.molecule))
        if (name !== arrival.site || multiplicity > 1) leave(arrival.molecule, name);
    }
    return false;
  }

  #read({ molecules }: BnglPattern): void {
    const ends = new Map<string, Site[]>();
    for (const { name, components } of molecules) {
      for (const component of components) {
        for (const bond of component.bonds) {
          if (bond.kind !== "label") continue;
          const list = ends.get(bond.label) ?? [];
          list.push({ molecule: name.text, site: component.name.text });
          ends.set(bond.label, list);
        }
      }
    }
    for (const [a, b] of ends.values()) {
      if (a === undefined || b === undefined) continue;
      this.#add(a, b);
      this.#add(b, a);
    }
  }

  #add(from: Site, to: Site): void {
    const key = keyOf(from.molecule, from.site);
    const known = this.#partners.get(key) ?? new Map<string, Site>();
    known.set(keyOf(to.molecule, to.site), to);
    this.#partners.set(key, known);
  }
}

function keyOf(molecule: string, site: string): string {
  return `${molecule}(${site})`;
}
