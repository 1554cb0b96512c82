/** Molecule types of a model, declared or gathered from their use, and what patterns say against them. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { nearestName } from "../../diagnostics/nearest.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import type { ImportedFile } from "../refuse.ts";
import { countsNone } from "./quantifier.ts";
import type { BnglComponent, BnglModel, BnglPattern } from "./syntax.ts";

export interface SiteType {
  readonly name: string;
  readonly states: readonly string[];
  /** Number of sites of this name. */
  readonly multiplicity: number;
}

export interface MoleculeTypeEntry {
  readonly name: string;
  readonly sites: readonly SiteType[];
  /** Written as a plain species: without sites, never part of a complex, in a model without compartments. */
  readonly isPlain: boolean;
}

export type MoleculeTable = ReadonlyMap<string, MoleculeTypeEntry>;

export function allPatterns(model: BnglModel): BnglPattern[] {
  return [
    ...model.seeds.map(({ pattern }) => pattern),
    ...model.rules.flatMap(({ left, right, conditions }) => [
      ...left,
      ...right,
      ...conditions.flatMap(({ patterns }) => patterns),
    ]),
    ...model.observables.flatMap(({ patterns }) => patterns),
    ...model.energies.map(({ pattern }) => pattern),
  ];
}

export function moleculeTable(model: BnglModel): MoleculeTable {
  const sites = new Map<string, SiteType[]>();
  const bound = new Set<string>();
  const patterns = allPatterns(model);
  // Compartments, energies, local functions and numbers of matches are of molecules and complexes.
  const looksAtComplexes =
    model.compartments.length > 0 ||
    model.energies.length > 0 ||
    model.functions.some(({ parameters }) => parameters.length > 0) ||
    model.rules.some(({ left }) => left.some(hasLabel)) ||
    model.observables.some(({ type, patterns }) => type === "Species" && patterns.some(countsNone));
  for (const { molecules } of patterns) {
    if (molecules.length > 1) for (const { name } of molecules) bound.add(name.text);
  }
  for (const { name, components } of model.moleculeTypes) sites.set(name.text, merged([], components));
  if (!model.hasMoleculeTypes) {
    for (const { molecules } of patterns) {
      for (const { name, components } of molecules)
        sites.set(name.text, merged(sites.get(name.text) ?? [], components));
    }
  }
  return new Map(
    [...sites].map(([name, list]) => {
      const isPlain = list.length === 0 && !bound.has(name) && !looksAtComplexes;
      return [name, { name, sites: list, isPlain }];
    }),
  );
}

/** Whether a rate may ask about the complex or molecule. */
function hasLabel({ label, molecules }: BnglPattern): boolean {
  return label !== null || molecules.some((molecule) => molecule.label !== null);
}

/** What is known of the sites, with those of one more molecule. */
function merged(known: readonly SiteType[], components: readonly BnglComponent[]): SiteType[] {
  const result = new Map(known.map((site) => [site.name, site]));
  const counts = new Map<string, number>();
  for (const { name, states } of components) {
    const count = (counts.get(name.text) ?? 0) + 1;
    counts.set(name.text, count);
    const before = result.get(name.text) ?? { name: name.text, states: [], multiplicity: 0 };
    const added = states.map(({ text }) => text).filter((state) => state !== "?");
    result.set(name.text, {
      name: name.text,
      states: [...new Set([...before.states, ...added])],
      multiplicity: Math.max(before.multiplicity, count),
    });
  }
  return [...result.values()];
}

/** Reports unknown molecules, sites and states and loose bonds; whether all is well. */
export function checkPattern(
  pattern: BnglPattern,
  table: MoleculeTable,
  file: SourceFile,
  sink: DiagnosticSink,
): boolean {
  let isWell = true;
  const unknown = (
    kind: string,
    { text, span }: { text: string; span: BnglPattern["span"] },
    names: readonly string[],
  ): void => {
    isWell = false;
    sink.report("TDL9004", { file, span }, { kind, name: text, nearest: nearestName(text, names) });
  };
  const ends = new Map<string, number>();
  for (const { name, components } of pattern.molecules) {
    const type = table.get(name.text);
    if (type === undefined) unknown("molecule", name, [...table.keys()]);
    const counts = new Map<string, number>();
    for (const component of components) {
      for (const bond of component.bonds)
        if (bond.kind === "label") ends.set(bond.label, (ends.get(bond.label) ?? 0) + 1);
      if (component.bonds.length > 1) {
        isWell = false;
        sink.report(
          "TDL9002",
          { file, span: component.span },
          { what: "A site with several bonds", hint: null },
        );
      }
      if (type === undefined) continue;
      const site = type.sites.find((one) => one.name === component.name.text);
      const count = (counts.get(component.name.text) ?? 0) + 1;
      counts.set(component.name.text, count);
      if (site === undefined || count > site.multiplicity) {
        unknown(
          `site of ${name.text} for`,
          component.name,
          type.sites.map((one) => one.name),
        );
        continue;
      }
      const [state] = component.states;
      if (state !== undefined && state.text !== "?" && !site.states.includes(state.text)) {
        unknown(`state of the site ${site.name} of ${name.text}`, state, site.states);
      }
    }
  }
  for (const [label, count] of ends) {
    if (count === 2) continue;
    isWell = false;
    sink.report("TDL9011", { file, span: pattern.span }, { label, ends: count });
  }
  return isWell;
}

/** Whether a pattern asks for any state, `s~?`, of a site that has none: BioNetGen finds no match. Reports it. */
export function matchesNothing(
  { molecules }: BnglPattern,
  { table, file, sink }: ImportedFile & { readonly table: MoleculeTable },
): boolean {
  for (const { name, components } of molecules) {
    for (const { name: site, states, span } of components) {
      const type = table.get(name.text)?.sites.find((one) => one.name === site.text);
      if (states[0]?.text !== "?" || type === undefined || type.states.length > 0) continue;
      sink.report("TDL9101", { file, span }, { molecule: name.text, site: site.text });
      return true;
    }
  }
  return false;
}
