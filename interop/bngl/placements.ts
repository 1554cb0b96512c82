/**
 * In which compartments each molecule may be, from initial species, from what rules make and from what they move.
 * `@C:P` in BNGL names the compartment of a whole species (Harris, Hogg and Faeder 2009,
 * doi:10.1109/WSC.2009.5429719): its only surface when it has molecules on one, else the volume that holds it all.
 */
import type { Contacts } from "./contacts.ts";
import { moleculesOf } from "./correspondence.ts";
import { directionOf } from "./direction.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import { relocation } from "./relocation.ts";
import type { BnglModel, BnglMolecule, BnglName, BnglPattern } from "./syntax.ts";

/** What a whole complex must have, or must not have, to be in a compartment. */
export interface WholePlace {
  readonly kind: "include" | "exclude";
  /** One molecule with a compartment each. */
  readonly patterns: readonly BnglPattern[];
}

export class Placements {
  readonly #surfaces: ReadonlySet<string>;
  readonly #table: MoleculeTable;
  readonly #contacts: Contacts;
  readonly #places = new Map<string, Set<string>>();

  constructor(model: BnglModel, table: MoleculeTable, contacts: Contacts) {
    this.#table = table;
    this.#contacts = contacts;
    this.#surfaces = new Set(
      model.compartments.filter(({ dimensions }) => dimensions === 2).map(({ name }) => name.text),
    );
    if (model.compartments.length === 0) return;
    for (const { pattern } of model.seeds)
      for (const molecule of pattern.molecules) this.#add(molecule, placeWritten(molecule, pattern));
    const ways = model.rules.flatMap((rule) => {
      const back = rule.isReversible ? [directionOf(rule, rule.right, rule.left)] : [];
      return [directionOf(rule, rule.left, rule.right), ...back];
    });
    for (let hasGrown = true; hasGrown; ) {
      const before = this.#size();
      for (const { rule, left, molecules, followers } of ways) {
        const reactants = left.flatMap((pattern) => this.#placesOf(pattern));
        for (const { molecule, pattern, from } of followers) {
          const place = placeWritten(molecule, pattern);
          const source = molecules[from ?? -1];
          if (from === null && place !== null) this.#add(molecule, place);
          else if (from === null) for (const text of reactants) this.#addText(molecule.name.text, text);
          else if (source !== undefined && place !== null) {
            const old = placeWritten(source.molecule, source.pattern);
            if (old === null || old.text === place.text) continue;
            const isSingle = molecule.compartment !== null && !rule.movesConnected;
            if (isSingle) this.#add(molecule, place);
            else this.#moveAll(relocation(old, place, model.compartments));
          }
        }
      }
      hasGrown = this.#size() > before;
    }
  }

  /**
   * The compartment that a molecule itself must be in for its pattern to match; null where the pattern leaves it
   * open. On a surface species only molecules that are on surfaces are known to be on that one.
   */
  placeOf(molecule: BnglMolecule, pattern: BnglPattern): BnglName | null {
    const { compartment } = pattern;
    if (molecule.compartment !== null || compartment === null) return molecule.compartment;
    if (!this.#surfaces.has(compartment.text)) return compartment;
    const isAlone = pattern.molecules.length === 1 && this.isClosed(pattern);
    return isAlone || this.#isOnSurface(molecule) ? compartment : null;
  }

  /** What `@C:P` demands beside the compartments of the molecules of P; null when nothing. */
  whole(pattern: BnglPattern): WholePlace | null {
    const { compartment, molecules } = pattern;
    if (compartment === null) return null;
    if (this.#surfaces.has(compartment.text)) {
      if (molecules.some((molecule) => this.placeOf(molecule, pattern)?.text === compartment.text))
        return null;
      const types = this.isClosed(pattern)
        ? molecules.map(({ name }) => name.text)
        : this.#contacts.reachable(molecules.map(({ name }) => name.text));
      const able = [...new Set(types)].filter((name) => this.#places.get(name)?.has(compartment.text));
      const named = able.length === 0 ? types.slice(0, 1) : able;
      return { kind: "include", patterns: named.map((name) => moleculeIn(name, compartment, pattern)) };
    }
    if (this.isClosed(pattern)) return null;
    const found = this.#contacts
      .reachable(molecules.map(({ name }) => name.text))
      .flatMap((name) =>
        [...(this.#places.get(name) ?? [])]
          .filter((place) => this.#surfaces.has(place))
          .map((text) => moleculeIn(name, { ...compartment, text }, pattern)),
      );
    return found.length === 0 ? null : { kind: "exclude", patterns: found };
  }

  /** The compartments in which the species that the pattern matches may be as a whole. */
  speciesPlaces(pattern: BnglPattern): readonly string[] {
    if (pattern.compartment !== null) return [pattern.compartment.text];
    const own = pattern.molecules.flatMap(({ compartment }) => compartment?.text ?? []);
    const surface = own.find((place) => this.#surfaces.has(place));
    if (surface !== undefined) return [surface];
    const names = pattern.molecules.map(({ name }) => name.text);
    const types = this.isClosed(pattern) ? names : this.#contacts.reachable(names);
    const surfaces = types.flatMap((name) =>
      [...(this.#places.get(name) ?? [])].filter((place) => this.#surfaces.has(place)),
    );
    const volumes = own.length > 0 ? own : names.flatMap((name) => [...(this.#places.get(name) ?? [])]);
    return [...new Set([...surfaces, ...volumes])];
  }

  /** Whether the pattern shows all molecules of every complex that it matches. */
  isClosed({ molecules }: BnglPattern): boolean {
    return molecules.every(({ name, components }) =>
      (this.#table.get(name.text)?.sites ?? []).every((site) => {
        if (!this.#contacts.canBind(name.text, site.name)) return true;
        const mentioned = components.filter((one) => one.name.text === site.name);
        return (
          mentioned.length === site.multiplicity &&
          mentioned.every(({ bonds }) => bonds.every(({ kind }) => kind === "label"))
        );
      }),
    );
  }

  /** The only one of these compartments in which the molecule may be; null when there are several or none. */
  only(molecule: BnglMolecule, among: readonly string[]): string | null {
    const [place, second] = among.filter((one) => this.#places.get(molecule.name.text)?.has(one));
    return place === undefined || second !== undefined ? null : place;
  }

  #isOnSurface({ name }: BnglMolecule): boolean {
    return [...(this.#places.get(name.text) ?? [])].every((place) => this.#surfaces.has(place));
  }

  #placesOf(pattern: BnglPattern): readonly string[] {
    return moleculesOf([pattern]).flatMap(({ molecule }) => {
      const place = placeWritten(molecule, pattern);
      return place === null ? [...(this.#places.get(molecule.name.text) ?? [])] : [place.text];
    });
  }

  /** A whole complex moves, and whatever it holds goes along. */
  #moveAll(map: ReadonlyMap<string, string> | string): void {
    if (typeof map === "string") return;
    for (const [name, places] of this.#places)
      for (const [before, after] of map) if (places.has(before)) this.#addText(name, after);
  }

  #add({ name }: BnglMolecule, place: BnglName | null): void {
    if (place !== null) this.#addText(name.text, place.text);
  }

  #addText(name: string, place: string): void {
    const known = this.#places.get(name) ?? new Set();
    known.add(place);
    this.#places.set(name, known);
  }

  #size(): number {
    return [...this.#places.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

/** As the text says it, for molecules of initial species and new ones. */
export function placeWritten(molecule: BnglMolecule, pattern: BnglPattern): BnglName | null {
  return molecule.compartment ?? pattern.compartment;
}

function moleculeIn(name: string, compartment: BnglName, { span }: BnglPattern): BnglPattern {
  const molecule = { name: { text: name, span }, components: [], label: null, compartment, span };
  return {
    molecules: [molecule],
    compartment: null,
    label: null,
    isFixed: false,
    matchesOnce: false,
    quantifier: null,
    span,
  };
}
