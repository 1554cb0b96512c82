/** The contact map: molecules with their sites and states, and the bonds that initial complexes have or rules make. */
import type { FlatModel } from "../model/flatModel.ts";
import { classOfInstance, type SiteKind } from "../model/siteKind.ts";
import type { SpatialModel } from "../model/spatial.ts";
import type { MoleculeType, StructuredModel, StructuredRule } from "../model/structured.ts";

/** Sites are those of molecules of the map. */
export interface Contact {
  readonly a: SiteKind;
  readonly b: SiteKind;
  /** Names of the rules that make it; none for bonds of initial complexes only. */
  readonly rules: readonly string[];
}

export interface MappedMolecule extends MoleculeType {
  /** Names of the numbers and vectors that each molecule carries. */
  readonly values: readonly string[];
}

export interface ContactMap {
  /** Those without values of their own, then those with. */
  readonly molecules: readonly MappedMolecule[];
  readonly contacts: readonly Contact[];
}

export function contactMap({ structured, spatial }: FlatModel): ContactMap {
  const plain =
    structured === null
      ? null
      : {
          molecules: structured.types.map((type) => ({ ...type, values: [] })),
          contacts: contacts(structured),
        };
  const placed = spatial === null ? null : spatialContacts(spatial);
  const shift = plain?.molecules.length ?? 0;
  const shifted = (kind: SiteKind): SiteKind => ({ ...kind, type: kind.type + shift });
  return {
    molecules: [...(plain?.molecules ?? []), ...(placed?.molecules ?? [])],
    contacts: [
      ...(plain?.contacts ?? []),
      ...(placed?.contacts ?? []).map(({ a, b, rules }) => ({ a: shifted(a), b: shifted(b), rules })),
    ],
  };
}

export function contacts(model: StructuredModel): readonly Contact[] {
  const initial = model.seeds.flatMap(({ complex }) =>
    complex.agents.flatMap(({ type, bonds }) =>
      bonds.flatMap((bond, site): [SiteKind, SiteKind][] => {
        if (bond === null) return [];
        const other = complex.agents[bond.agent].type;
        return [
          [
            { type, siteClass: classOfInstance(model, type, site) },
            { type: other, siteClass: classOfInstance(model, other, bond.site) },
          ],
        ];
      }),
    ),
  );
  return contactsOf(model, initial, model.rules);
}

/** Molecules with values of their own have every site once. */
function spatialContacts({ types, seeds, rules }: SpatialModel): ContactMap {
  const molecules = types.map(({ name, sites, attributes }) => ({
    name,
    values: attributes.filter(({ computed }) => computed === null).map((one) => one.name),
    sites: sites.map((site) => ({ ...site, multiplicity: 1 })),
  }));
  const initial = seeds.flatMap(({ agents, bonds }) => {
    const kindOf = ({ agent, site }: { agent: number; site: number }): SiteKind => ({
      type: agents[agent].type,
      siteClass: site,
    });
    return bonds.map(({ a, b }): [SiteKind, SiteKind] => [kindOf(a), kindOf(b)]);
  });
  return { molecules, contacts: contactsOf({ types: molecules }, initial, rules) };
}

type Rewriting = Pick<StructuredRule, "name" | "patterns" | "created" | "actions">;

function contactsOf(
  model: Pick<StructuredModel, "types">,
  initial: readonly (readonly [SiteKind, SiteKind])[],
  rules: readonly Rewriting[],
): readonly Contact[] {
  const found = new Map<
    string,
    { readonly a: SiteKind; readonly b: SiteKind; readonly rules: Set<string> }
  >();
  const add = (a: SiteKind, b: SiteKind): Set<string> => {
    const [first, second] = [a, b].sort((x, y) => x.type - y.type || x.siteClass - y.siteClass);
    const key = `${first.type}/${first.siteClass} ${second.type}/${second.siteClass}`;
    const known = found.get(key) ?? { a: first, b: second, rules: new Set<string>() };
    found.set(key, known);
    return known.rules;
  };
  for (const [a, b] of initial) add(a, b);
  for (const { name, patterns, created, actions } of rules) {
    const agents = patterns.flatMap((pattern) => pattern.agents);
    const kindOf = ({ agent, site }: { agent: number; site: number }): SiteKind => {
      const matched = agents[agent];
      if (matched !== undefined) return { type: matched.type, siteClass: matched.sites[site].siteClass };
      const { type } = created[agent - agents.length];
      return { type, siteClass: classOfInstance(model, type, site) };
    };
    for (const action of actions) {
      if (action.kind === "bind") add(kindOf(action.a), kindOf(action.b)).add(name.replace(/\[.*\]/, ""));
    }
  }
  return [...found.values()].map(({ a, b, rules: makers }) => ({ a, b, rules: [...makers] }));
}
