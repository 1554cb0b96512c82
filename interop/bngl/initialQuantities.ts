/**
 * Initial quantities that actions change, `setConcentration("A(b)", 5)`: each gets a parameter, so that an
 * experiment can set it.
 */
import { Cursor } from "./cursor.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { Names } from "./names.ts";
import { parsePattern } from "./parsePattern.ts";
import { splitPattern, type SplitSites } from "./splitSites.ts";
import type { BnglModel, BnglOption, BnglPattern } from "./syntax.ts";

export interface InitialQuantity {
  /** Of the parameter. */
  readonly name: string;
  readonly pattern: BnglPattern;
}

export class InitialQuantities {
  readonly #table: MoleculeTable;
  readonly #split: SplitSites;
  readonly #byKey = new Map<string, InitialQuantity>();

  constructor(model: BnglModel, table: MoleculeTable, split: SplitSites, names: Names) {
    this.#table = table;
    this.#split = split;
    for (const { name, values } of model.actions) {
      const pattern = /^(set|add)Concentration$/.test(name.text) ? this.#read(values[0]) : null;
      if (pattern === null || this.#byKey.has(keyOf(pattern))) continue;
      const wanted = pattern.molecules.map((molecule) => molecule.name.text).join("_");
      this.#byKey.set(keyOf(pattern), { name: names.parameter(`${wanted}_initial`), pattern });
    }
  }

  /** All of them, in the order of the actions. */
  all(): readonly InitialQuantity[] {
    return [...this.#byKey.values()];
  }

  /** For the species that an action names; null when it names no whole one. */
  of(option: BnglOption | undefined): InitialQuantity | null {
    const pattern = this.#read(option);
    return pattern === null ? null : this.ofPattern(pattern);
  }

  ofPattern(pattern: BnglPattern): InitialQuantity | null {
    return this.#byKey.get(keyOf(pattern)) ?? null;
  }

  #read(option: BnglOption | undefined): BnglPattern | null {
    if (option === undefined) return null;
    const cursor = new Cursor(option.text, 0, option.text.length);
    try {
      const { start, end } = option.span;
      const pattern = splitPattern(parsePattern(cursor), this.#split);
      const at = (molecule: BnglPattern["molecules"][number]) => ({ ...molecule, span: { start, end } });
      return cursor.isAtEnd && this.#isWhole(pattern)
        ? { ...pattern, molecules: pattern.molecules.map(at), span: option.span }
        : null;
    } catch {
      return null;
    }
  }

  /** Whether every site is named, with its state. */
  #isWhole({ molecules }: BnglPattern): boolean {
    return molecules.every(({ name, components }) => {
      const type = this.#table.get(name.text);
      const isNamed = type?.sites.every(({ name: site, states, multiplicity }) => {
        const named = components.filter((one) => one.name.text === site);
        const isKnown = named.every(
          (one) => states.length === 0 || states.includes(one.states[0]?.text ?? ""),
        );
        return named.length === multiplicity && isKnown;
      });
      const sites = type?.sites.reduce((sum, { multiplicity }) => sum + multiplicity, 0);
      return isNamed === true && sites === components.length;
    });
  }
}

/** Equal for species written alike up to the order of sites and, where no bond tells them apart, of molecules. */
function keyOf({ molecules, compartment }: BnglPattern): string {
  const labels = new Map<string, number>();
  const texts = molecules.map(({ name, components, compartment: own }) => {
    const sites = components.map(({ name: site, states, bonds }) => {
      const ends = bonds.map((bond) => {
        if (bond.kind !== "label") return bond.kind;
        const known = labels.get(bond.label) ?? labels.size;
        labels.set(bond.label, known);
        return String(known);
      });
      return [site.text, ...states.map(({ text }) => `~${text}`), ...ends.map((end) => `!${end}`)].join("");
    });
    return `${name.text}(${sites.sort().join(",")})@${(own ?? compartment)?.text ?? ""}`;
  });
  return texts.join(".");
}
