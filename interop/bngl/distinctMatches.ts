/**
 * BioNetGen counts matches of a rule that agree in all that it changes as one: a gene with two occupied sites
 * fires `g(s!+) -> g(s!+) + m()` once. Whether a rule has such matches at all is decided here, so that only
 * those rules are written as `distinct`.
 */
import type { Contacts } from "./contacts.ts";
import { type Direction, vanished } from "./direction.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import { ownChanges } from "./ruleChanges.ts";
import type { BnglComponent, BnglMolecule } from "./syntax.ts";

/** Whether some left pattern may match a complex in several ways with which the rule changes the same. */
export function mayMatchAlike(direction: Direction, table: MoleculeTable, contacts: Contacts): boolean {
  const { left, molecules } = direction;
  const centre = changedParts(direction);
  return left.some((_, p) => {
    const members = molecules.flatMap(({ molecule, index }) => (index === p ? [molecule] : []));
    return !isDetermined(members, centre, table, contacts);
  });
}

/** Whether a pattern may match one complex in several ways at all. */
export function mayMatchTwice(
  members: readonly BnglMolecule[],
  table: MoleculeTable,
  contacts: Contacts,
): boolean {
  return !isDetermined(members, new Set(), table, contacts);
}

/** Components and molecules of the left side that the rule changes; what goes with its whole complex is none. */
export function changedParts(direction: Direction): ReadonlySet<BnglComponent | BnglMolecule> {
  const { rule, left, molecules, followers } = direction;
  const parts = new Set<BnglComponent | BnglMolecule>();
  ownChanges(molecules, followers).forEach((changes, i) => {
    const follower = followers[i];
    const before = molecules[follower?.from ?? -1];
    for (const { before: site, hasNewState, hasNewBond } of changes)
      if (site !== null && (hasNewState || hasNewBond)) parts.add(site);
    if (before !== undefined && follower !== undefined && isMoved(before.molecule, follower.molecule))
      parts.add(before.molecule);
  });
  const gone = vanished(direction);
  left.forEach((_, p) => {
    const members = [...molecules.keys()].filter((i) => molecules[i]?.index === p);
    const isWhole = members.every((i) => gone.has(i)) && !rule.deletesMolecules;
    for (const i of members) {
      const molecule = molecules[i]?.molecule;
      if (gone.has(i) && !isWhole && molecule !== undefined) parts.add(molecule);
    }
  });
  return parts;
}

function isMoved(before: BnglMolecule, after: BnglMolecule): boolean {
  return before.compartment?.text !== after.compartment?.text;
}

/** Whether one way is left to match a pattern once the changed parts are placed. */
function isDetermined(
  members: readonly BnglMolecule[],
  changed: ReadonlySet<BnglComponent | BnglMolecule>,
  table: MoleculeTable,
  contacts: Contacts,
): boolean {
  const isSingle = (molecule: BnglMolecule, component: BnglComponent): boolean =>
    changed.has(component) ||
    table.get(molecule.name.text)?.sites.find(({ name }) => name === component.name.text)?.multiplicity === 1;
  const known = new Set(
    members.filter(
      (molecule) =>
        changed.has(molecule) ||
        molecule.components.some((component) => changed.has(component)) ||
        !contacts.mayRepeat(molecule.name.text),
    ),
  );
  for (const molecule of known) {
    for (const component of molecule.components) {
      if (!isSingle(molecule, component)) continue;
      for (const bond of component.bonds) {
        if (bond.kind !== "label") continue;
        for (const other of members) {
          const isPartner = other.components.some(
            (one) =>
              one !== component && one.bonds.some((end) => end.kind === "label" && end.label === bond.label),
          );
          if (isPartner) known.add(other);
        }
      }
    }
  }
  return members.every(
    (molecule) =>
      known.has(molecule) && molecule.components.every((component) => isSingle(molecule, component)),
  );
}
