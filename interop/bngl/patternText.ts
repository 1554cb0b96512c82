/** BNGL patterns as text of the language, where what is not said of a bond means any, and `[.]` free. */
import type { MoleculePattern, PatternBond } from "../../compiler/model/structured.ts";
import { patternAutomorphisms } from "../../compiler/plan/network/automorphisms.ts";
import type { ImportContext } from "./importContext.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import { formatted } from "../importedText.ts";
import type { Names } from "./names.ts";
import type { Placements } from "./placements.ts";
import { exchangesOfFree, type SplitSites } from "./splitSites.ts";
import type { BnglComponent, BnglMolecule, BnglName, BnglPattern } from "./syntax.ts";

/** Bond labels as numbers, by their first appearance. */
export type BondNumbers = Map<string, number>;

export function bondNumber(label: string, numbers: BondNumbers): number {
  const known = numbers.get(label);
  if (known !== undefined) return known;
  numbers.set(label, numbers.size + 1);
  return numbers.size;
}

export class PatternWriter {
  readonly #table: MoleculeTable;
  readonly #names: Names;
  readonly #placements: Placements;
  readonly #split: SplitSites;

  constructor({
    table,
    names,
    placements,
    split,
  }: Pick<ImportContext, "table" | "names" | "placements" | "split">) {
    this.#split = split;
    this.#table = table;
    this.#names = names;
    this.#placements = placements;
  }

  isPlain(molecule: BnglMolecule): boolean {
    return this.#table.get(molecule.name.text)?.isPlain ?? false;
  }

  type(molecule: BnglMolecule): string {
    return this.#names.of("molecule", molecule.name.text);
  }

  site(component: BnglComponent): string {
    return formatted(component.name.text);
  }

  /** A pattern that is looked for: what `count` and `complexes` take. */
  pattern(pattern: BnglPattern): string {
    const numbers: BondNumbers = new Map();
    const members = pattern.molecules.map((molecule) => this.member(molecule, pattern, numbers));
    return members.length === 1 ? members.join("") : `{ ${members.join(", ")} }`;
  }

  /** Several molecules of one complex: braced where bonds do not join them all. */
  joined(pattern: BnglPattern, members: readonly string[]): string {
    return members.length === 1 || isConnected(pattern) ? members.join(", ") : `{ ${members.join(", ")} }`;
  }

  /**
   * `variableOf`: the name by which the right side of a rule knows the state of a site; `more`: sites that the
   * pattern does not mention, as text; `place`: the compartment of the molecule itself.
   */
  member(
    molecule: BnglMolecule,
    pattern: BnglPattern,
    numbers: BondNumbers,
    variableOf: (component: BnglComponent) => string | null = () => null,
    more: readonly string[] = [],
    place: BnglName | null = this.#placements.placeOf(molecule, pattern),
  ): string {
    if (this.isPlain(molecule)) return this.type(molecule);
    const sites = molecule.components.map((component) =>
      this.siteText(component, numbers, variableOf(component)),
    );
    return `${this.type(molecule)}(${[...sites, ...more].join(", ")})${this.place(place)}`;
  }

  place(compartment: BnglName | null): string {
    return compartment === null ? "" : ` in ${this.#names.of("compartment", compartment.text)}`;
  }

  siteText(component: BnglComponent, numbers: BondNumbers, variable: string | null = null): string {
    const [state] = component.states;
    const isAny = state === undefined || state.text === "?";
    const stateText = !isAny ? `{${this.state(state.text)}}` : variable === null ? "" : `{?${variable}}`;
    const bond = this.bond(component, numbers);
    return `${this.site(component)}${stateText}${stateText !== "" && bond === "[?]" ? "" : bond}`;
  }

  state(text: string): string {
    return /^(0|[1-9]\d*)$/.test(text) ? text : formatted(text);
  }

  bond(component: BnglComponent, numbers: BondNumbers): string {
    const [bond] = component.bonds;
    if (bond === undefined) return "[.]";
    if (bond.kind === "label") return `[${bondNumber(bond.label, numbers)}]`;
    return bond.kind === "bound" ? "[_]" : "[?]";
  }

  /** Ways to map the pattern onto itself: a BNGL observable counts each of them. */
  automorphisms(pattern: BnglPattern): number {
    return patternAutomorphisms(this.#flat(pattern)) / exchangesOfFree(pattern, this.#split);
  }

  #flat({ molecules }: BnglPattern): MoleculePattern {
    const types = [...this.#table.keys()];
    const bondOf = (component: BnglComponent): PatternBond => {
      const [bond] = component.bonds;
      if (bond === undefined) return { kind: "free" };
      if (bond.kind !== "label") return { kind: bond.kind };
      for (const [agent, { components }] of molecules.entries()) {
        const site = components.findIndex(
          (other) =>
            other !== component &&
            other.bonds.some((one) => one.kind === "label" && one.label === bond.label),
        );
        if (site >= 0) return { kind: "link", agent, site };
      }
      return { kind: "bound" };
    };
    return {
      agents: molecules.map(({ name, components }) => {
        const sites = this.#table.get(name.text)?.sites ?? [];
        return {
          type: types.indexOf(name.text),
          compartment: null,
          sites: components.map((component) => {
            const siteClass = sites.findIndex((site) => site.name === component.name.text);
            const state = sites[siteClass]?.states.indexOf(component.states[0]?.text ?? "") ?? -1;
            return { siteClass, state: state < 0 ? null : state, bond: bondOf(component) };
          }),
        };
      }),
    };
  }
}

/** Whether bond labels join all molecules. */
export function isConnected({ molecules }: BnglPattern): boolean {
  const reached = new Set([0]);
  for (let before = 0; before < reached.size; ) {
    before = reached.size;
    const labels = new Set([...reached].flatMap((i) => labelsOf(molecules[i])));
    molecules.forEach((molecule, i) => {
      if (labelsOf(molecule).some((label) => labels.has(label))) reached.add(i);
    });
  }
  return reached.size === molecules.length;
}

function labelsOf(molecule: BnglMolecule | undefined): string[] {
  return (molecule?.components ?? []).flatMap(({ bonds }) =>
    bonds.flatMap((bond) => (bond.kind === "label" ? [bond.label] : [])),
  );
}
