/**
 * Sites with several bonds. A BNGL component may hold any number of bonds, and a pattern that shows n of them
 * matches a component with exactly n; here a site holds one. Such a component becomes as many identical sites as
 * any pattern shows bonds of it (its state, if it has any, a site of its own), and every pattern says of each
 * whether it is bound. The ways to choose among the free ones are one way in BNGL: see `waysToBind`.
 */
import { sameComponents } from "./correspondence.ts";
import { type Direction, directionOf } from "./direction.ts";
import { allPatterns } from "./moleculeTable.ts";
import type { BnglBond, BnglComponent, BnglModel, BnglMolecule, BnglPattern, BnglRule } from "./syntax.ts";

export interface SplitSite {
  /** Name of the sites that stand for the bonds. */
  readonly bonds: string;
  readonly capacity: number;
  readonly hasStates: boolean;
}

/** Of each of the sites its bond, null for none. */
type Slots = readonly (BnglBond | null)[];

/** By molecule, then by the name of the component in the file. */
export type SplitSites = ReadonlyMap<string, ReadonlyMap<string, SplitSite>>;

export function splitSites(model: BnglModel): { readonly model: BnglModel; readonly split: SplitSites } {
  const split = sitesToSplit(model);
  if (split.size === 0) return { model, split };
  const pattern = (one: BnglPattern): BnglPattern => splitPattern(one, split);
  return {
    split,
    model: {
      ...model,
      moleculeTypes: model.moleculeTypes.map((type) => ({
        ...type,
        components: type.components.flatMap((component) =>
          splitComponent(component, split.get(type.name.text)?.get(component.name.text)),
        ),
      })),
      seeds: model.seeds.map((seed) => ({ ...seed, pattern: pattern(seed.pattern) })),
      observables: model.observables.map((one) => ({ ...one, patterns: one.patterns.map(pattern) })),
      energies: model.energies.map((energy) => ({ ...energy, pattern: pattern(energy.pattern) })),
      rules: model.rules.map((rule) => splitRule(rule, split)),
    },
  };
}

/** The pattern with its components split; `order`: which bond is at which of the sites. */
export function splitPattern(
  pattern: BnglPattern,
  split: SplitSites,
  order: ReadonlyMap<BnglComponent, Slots> = new Map(),
): BnglPattern {
  const molecules = pattern.molecules.map(
    (molecule): BnglMolecule => ({
      ...molecule,
      components: molecule.components.flatMap((component) =>
        splitComponent(
          component,
          split.get(molecule.name.text)?.get(component.name.text),
          order.get(component),
        ),
      ),
    }),
  );
  return { ...pattern, molecules };
}

/**
 * Among how many choices of free sites a match of the direction is one in BNGL: for each molecule the ways to
 * place its new bonds at the free ones of the sites that stand for one component.
 */
export function waysToBind({ molecules, followers }: Direction, split: SplitSites): number {
  let ways = 1;
  for (const { molecule, from } of followers) {
    const before = molecules[from ?? -1]?.molecule;
    const own = split.get(molecule.name.text);
    if (before === undefined || own === undefined) continue;
    const old = sameComponents(before, molecule);
    for (const { bonds } of own.values()) {
      const sites = molecule.components.flatMap((component, k) =>
        component.name.text === bonds ? [{ component, before: old[k] }] : [],
      );
      const free = sites.filter((one) => one.before?.bonds.length === 0);
      const bound = free.filter(({ component }) => component.bonds.length > 0).length;
      for (let i = 0; i < bound; i++) ways *= free.length - i;
    }
  }
  return ways;
}

/** The ways to exchange free sites that stand for one component of a pattern. */
export function exchangesOfFree({ molecules }: BnglPattern, split: SplitSites): number {
  let ways = 1;
  for (const { name, components } of molecules) {
    for (const { bonds } of split.get(name.text)?.values() ?? []) {
      const free = components.filter((one) => one.name.text === bonds && one.bonds.length === 0).length;
      for (let i = 2; i <= free; i++) ways *= i;
    }
  }
  return ways;
}

/** Components that some pattern shows with several labelled bonds; only those that their molecule has once. */
function sitesToSplit(model: BnglModel): SplitSites {
  const found = new Map<string, Map<string, SplitSite>>();
  const everywhere = [...model.moleculeTypes, ...allPatterns(model).flatMap(({ molecules }) => molecules)];
  const open = new Set<string>();
  for (const { name, components } of everywhere) {
    for (const component of components) {
      const site = component.name.text;
      const labels = component.bonds.filter(({ kind }) => kind === "label").length;
      const isTwice = components.some((one) => one !== component && one.name.text === site);
      if (isTwice || (component.bonds.length > 1 && labels < component.bonds.length))
        open.add(`${name.text} ${site}`);
      if (labels < 2) continue;
      const own = found.get(name.text) ?? new Map<string, SplitSite>();
      const capacity = Math.max(labels, own.get(site)?.capacity ?? 0);
      own.set(site, { bonds: site, capacity, hasStates: false });
      found.set(name.text, own);
    }
  }
  for (const [name, own] of found) {
    const all = everywhere.filter((one) => one.name.text === name).flatMap(({ components }) => components);
    for (const [site, one] of own) {
      if (open.has(`${name} ${site}`)) own.delete(site);
      else if (all.some((component) => component.name.text === site && component.states.length > 0)) {
        let bonds = `${site}_bonds`;
        while (all.some((component) => component.name.text === bonds)) bonds += "_";
        own.set(site, { ...one, bonds, hasStates: true });
      }
    }
    if (own.size === 0) found.delete(name);
  }
  return found;
}

function splitComponent(
  component: BnglComponent,
  split: SplitSite | undefined,
  order: Slots = component.bonds,
): readonly BnglComponent[] {
  if (split === undefined) return [component];
  const name = { ...component.name, text: split.bonds };
  const state = split.hasStates ? [{ ...component, bonds: [] }] : [];
  const [first] = component.bonds;
  const site = (bonds: readonly BnglBond[]): BnglComponent => ({
    ...component,
    name,
    states: [],
    bonds,
    label: null,
  });
  if (first?.kind === "any") return state;
  if (first?.kind === "bound") return [...state, site([first])];
  const sites = Array.from({ length: split.capacity }, (_, i) => {
    const bond = order[i];
    return site(bond == null ? [] : [bond]);
  });
  return [...state, ...sites];
}

/** Bonds that stay keep their site; new ones are at free sites first. */
function splitRule(rule: BnglRule, split: SplitSites): BnglRule {
  const { left, right, molecules, followers } = directionOf(rule, rule.left, rule.right);
  const order = new Map<BnglComponent, Slots>();
  for (const follower of followers) {
    const before = molecules[follower.from ?? -1];
    const own = split.get(follower.molecule.name.text);
    if (before === undefined || own === undefined) continue;
    sameComponents(before.molecule, follower.molecule).forEach((old, k) => {
      const component = follower.molecule.components[k];
      const site = own.get(component?.name.text ?? "");
      if (component === undefined || old === null || site === undefined) return;
      const kept = old.bonds.map((bond) => {
        const end = otherEnd(bond, old, before.pattern);
        return component.bonds.find((now) => {
          const after = otherEnd(now, component, follower.pattern);
          return end !== null && after !== null && isSame(end, after);
        });
      });
      const slots: (BnglBond | null)[] = Array.from({ length: site.capacity }, (_, i) => kept[i] ?? null);
      const fresh = component.bonds.filter((bond) => !kept.includes(bond));
      const free = [...slots.keys()].filter((i) => slots[i] === null);
      const inOrder = [
        ...free.filter((i) => i >= old.bonds.length),
        ...free.filter((i) => i < old.bonds.length),
      ];
      fresh.forEach((bond, i) => {
        const slot = inOrder[i];
        if (slot !== undefined) slots[slot] = bond;
      });
      order.set(component, slots);
    });
  }
  /** Whether an end on the left is that on the right. */
  function isSame(end: End, after: End): boolean {
    const follower = followers.find(({ molecule }) => molecule === after.molecule);
    const source = molecules[follower?.from ?? -1]?.molecule;
    if (source !== end.molecule) return false;
    const old = sameComponents(end.molecule, after.molecule);
    return old[after.molecule.components.indexOf(after.component)] === end.component;
  }
  const plain = (pattern: BnglPattern): BnglPattern => splitPattern(pattern, split);
  return {
    ...rule,
    left: left.map(plain),
    right: right.map((pattern) => splitPattern(pattern, split, order)),
    conditions: rule.conditions.map((one) => ({ ...one, patterns: one.patterns.map(plain) })),
  };
}

interface End {
  readonly molecule: BnglMolecule;
  readonly component: BnglComponent;
}

function otherEnd(bond: BnglBond, own: BnglComponent, { molecules }: BnglPattern): End | null {
  if (bond.kind !== "label") return null;
  for (const molecule of molecules)
    for (const component of molecule.components)
      if (
        component !== own &&
        component.bonds.some((one) => one.kind === "label" && one.label === bond.label)
      )
        return { molecule, component };
  return null;
}
