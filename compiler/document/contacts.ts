/** The contact map: molecules with their sites and states, and the bonds that initial complexes have or rules make. */
import { classOfInstance, type SiteKind } from "../model/siteKind.ts";
import type { StructuredModel } from "../model/structured.ts";

export interface Contact {
  readonly a: SiteKind;
  readonly b: SiteKind;
  /** Names of the rules that make it; none for bonds of initial complexes only. */
  readonly rules: readonly string[];
}

export function contacts(model: StructuredModel): readonly Contact[] {
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
  for (const { complex } of model.seeds) {
    for (const { type, bonds } of complex.agents) {
      bonds.forEach((bond, site) => {
        if (bond === null) return;
        const other = complex.agents[bond.agent].type;
        add(
          { type, siteClass: classOfInstance(model, type, site) },
          { type: other, siteClass: classOfInstance(model, other, bond.site) },
        );
      });
    }
  }
  for (const { name, patterns, created, actions } of model.rules) {
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
  return [...found.values()].map(({ a, b, rules }) => ({ a, b, rules: [...rules] }));
}
