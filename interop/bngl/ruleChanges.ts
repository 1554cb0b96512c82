/** What a BNGL rule does to each site that its right side mentions. */
import { type SideMolecule, sameComponents } from "./correspondence.ts";
import type { MoleculeTable } from "./moleculeTable.ts";
import type { BnglComponent } from "./syntax.ts";

/** A right molecule with what it was: an index into the left side, or null for a new one. */
export interface Follower extends SideMolecule {
  readonly from: number | null;
}

export interface SiteChange {
  readonly component: BnglComponent;
  readonly before: BnglComponent | null;
  readonly hasNewState: boolean;
  readonly hasNewBond: boolean;
}

/** Of each site of each molecule on the right whether it itself changes. */
export function ownChanges(left: readonly SideMolecule[], followers: readonly Follower[]): SiteChange[][] {
  return followers.map((follower): SiteChange[] => {
    const before = follower.from === null ? undefined : left[follower.from];
    if (before === undefined) {
      return follower.molecule.components.map((component) => ({
        component,
        before: null,
        hasNewState: true,
        hasNewBond: true,
      }));
    }
    const old = sameComponents(before.molecule, follower.molecule);
    return follower.molecule.components.map((component, k) => {
      const site = old[k] ?? null;
      const hasNewState = (site?.states[0]?.text ?? "?") !== (component.states[0]?.text ?? "?");
      return {
        component,
        before: site,
        hasNewState,
        hasNewBond: site === null || !sameBond(site, component, left, followers),
      };
    });
  });
}

/**
 * Of each site of each molecule on the right what must be said: identical sites count by position, so one that
 * changes takes the others of its name along; a bond that is mentioned is mentioned at both ends.
 */
export function siteChanges(
  left: readonly SideMolecule[],
  followers: readonly Follower[],
  table: MoleculeTable,
): SiteChange[][] {
  const changes = ownChanges(left, followers);
  for (let hasGrown = true; hasGrown; ) {
    hasGrown = false;
    for (const [i, list] of changes.entries()) {
      const { molecule } = followers[i] ?? {};
      for (const [k, change] of list.entries()) {
        if (change.hasNewBond && change.hasNewState) continue;
        const { component } = change;
        const multiplicity =
          table.get(molecule?.name.text ?? "")?.sites.find(({ name }) => name === component.name.text)
            ?.multiplicity ?? 1;
        const touched =
          multiplicity > 1 &&
          list.some(
            (other) =>
              other.component.name.text === component.name.text && (other.hasNewState || other.hasNewBond),
          );
        const [bond] = component.bonds;
        const isPulled =
          bond?.kind === "label" &&
          changes.some(
            (others, j) =>
              followers[j]?.index === followers[i]?.index &&
              others.some(
                (other) =>
                  other !== change &&
                  other.hasNewBond &&
                  other.component.bonds.some((one) => one.kind === "label" && one.label === bond.label),
              ),
          );
        if ((touched && !(change.hasNewBond && change.hasNewState)) || (isPulled && !change.hasNewBond)) {
          list[k] = { ...change, hasNewBond: true, hasNewState: change.hasNewState || touched };
          hasGrown = true;
        }
      }
    }
  }
  return changes;
}

function sameBond(
  before: BnglComponent,
  after: BnglComponent,
  left: readonly SideMolecule[],
  followers: readonly Follower[],
): boolean {
  const [old] = before.bonds;
  const [now] = after.bonds;
  if (old === undefined || now === undefined) return old === now;
  if (old.kind !== "label" || now.kind !== "label") return old.kind === now.kind;
  const otherEnd = (
    side: readonly SideMolecule[],
    component: BnglComponent,
    label: string,
  ): BnglComponent | undefined => {
    const own = side.find(({ molecule }) => molecule.components.includes(component));
    return own?.pattern.molecules
      .flatMap(({ components }) => components)
      .find(
        (one) => one !== component && one.bonds.some((bond) => bond.kind === "label" && bond.label === label),
      );
  };
  const oldEnd = otherEnd(left, before, old.label);
  const nowEnd = otherEnd(followers, after, now.label);
  return followers.some(({ molecule, from }) => {
    const source = from === null ? undefined : left[from]?.molecule;
    if (source === undefined) return false;
    return sameComponents(source, molecule).some(
      (one, k) => one !== null && one === oldEnd && molecule.components[k] === nowEnd,
    );
  });
}
