/**
 * Which molecule and site of a rule's right side is which of the left, as BioNetGen decides it: by label, else
 * by the name with the names of all mentioned sites, the n-th such molecule being the n-th; sites by label,
 * else the n-th of a name.
 */
import type { BnglComponent, BnglMolecule, BnglPattern } from "./syntax.ts";

export interface SideMolecule {
  readonly molecule: BnglMolecule;
  readonly pattern: BnglPattern;
  /** Index of the pattern on its side. */
  readonly index: number;
}

export function moleculesOf(side: readonly BnglPattern[]): SideMolecule[] {
  return side.flatMap((pattern, index) =>
    pattern.molecules.map((molecule) => ({ molecule, pattern, index })),
  );
}

/** For each molecule of `right` the index of the same one in `left`, or null. */
export function correspondence(
  left: readonly SideMolecule[],
  right: readonly SideMolecule[],
): (number | null)[] {
  const known = new Map(moleculeKeys(left).map((key, i) => [key, i]));
  return moleculeKeys(right).map((key) => known.get(key) ?? null);
}

/** For each component of `right` the same one of `left`, or null. */
export function sameComponents(left: BnglMolecule, right: BnglMolecule): (BnglComponent | null)[] {
  const known = new Map(componentKeys(left).map((key, i) => [key, left.components[i]]));
  return componentKeys(right).map((key) => known.get(key) ?? null);
}

function moleculeKeys(side: readonly SideMolecule[]): string[] {
  const counts = new Map<string, number>();
  return side.map(({ molecule }) => {
    if (molecule.label !== null) return `%${molecule.label}`;
    const sites = molecule.components.map(({ name, label }) => (label === null ? name.text : `%${label}`));
    const key = `${molecule.name.text}_${sites.sort().join("_")}_`;
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return `${key}${count}`;
  });
}

function componentKeys({ components }: BnglMolecule): string[] {
  const counts = new Map<string, number>();
  return components.map(({ name, label }) => {
    if (label !== null) return `%${label}`;
    const count = (counts.get(name.text) ?? 0) + 1;
    counts.set(name.text, count);
    return `${name.text}_${count}`;
  });
}
