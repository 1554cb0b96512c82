/**
 * The reaction centre of a rule: the sites, molecules and complexes that it changes. Matches of a `distinct` rule
 * that agree in it count as one, however often what is unchanged can be matched (Sekar and Faeder 2012,
 * doi:10.1007/978-1-61779-833-7_9, as BioNetGen counts).
 */
import type { RuleAction, SiteReference, StructuredRule } from "../../model/structured.ts";
import type { Embedding } from "./embedding.ts";

/** Of one pattern, by the pattern's own agents: what an embedding must agree in. */
export interface PatternCentre {
  readonly agents: readonly number[];
  readonly sites: readonly { readonly agent: number; readonly site: number }[];
  /** The same sites, numbered through all agents of the pattern. */
  readonly flatSites: readonly number[];
}

/** Of each pattern; all of `agents` and `sites` empty where the pattern is only looked for. */
export function reactionCentre(rule: StructuredRule): readonly PatternCentre[] {
  const starts: number[] = [];
  let end = 0;
  for (const { agents } of rule.patterns) {
    starts.push(end);
    end += agents.length;
  }
  const centres = rule.patterns.map(() => ({
    agents: new Set<number>(),
    sites: new Map<string, { agent: number; site: number }>(),
  }));
  const patternOf = (agent: number): number => starts.findLastIndex((start) => start <= agent);
  const addSite = ({ agent, site }: SiteReference): void => {
    if (agent >= end) return;
    const p = patternOf(agent);
    const own = agent - starts[p];
    centres[p].sites.set(`${own}/${site}`, { agent: own, site });
    const bond = rule.patterns[p].agents[own].sites[site].bond;
    if (bond.kind === "link") centres[p].sites.set(`${bond.agent}/${bond.site}`, bond);
  };
  const addAgent = (agent: number): void => {
    const p = patternOf(agent);
    centres[p].agents.add(agent - starts[p]);
  };
  const add = (action: RuleAction): void => {
    switch (action.kind) {
      case "state":
        // A bond that stays does not belong to what is changed.
        if (action.at.agent < end) {
          const p = patternOf(action.at.agent);
          const at = { agent: action.at.agent - starts[p], site: action.at.site };
          centres[p].sites.set(`${at.agent}/${at.site}`, at);
        }
        return;
      case "bind":
        addSite(action.a);
        addSite(action.b);
        return;
      case "unbind":
        addSite(action.at);
        return;
      case "delete":
      case "move":
        if (action.agent < end) addAgent(action.agent);
        return;
      case "deleteComplex":
      case "moveComplex":
        // The complex is the same for every match in it.
        return;
    }
  };
  for (const action of rule.actions) add(action);
  return centres.map(({ agents, sites }, p) => ({
    agents: [...agents],
    sites: [...sites.values()],
    flatSites: [...sites.values()].map(({ agent, site }) => {
      const before = rule.patterns[p].agents.slice(0, agent);
      return before.reduce((sum, { sites: own }) => sum + own.length, site);
    }),
  }));
}

/** One embedding for each image of the reaction centre. */
export function distinctEmbeddings<T>(
  found: readonly T[],
  centre: PatternCentre,
  embeddingOf: (one: T) => Embedding,
): readonly T[] {
  const images = new Map<string, T>();
  for (const one of found) {
    const embedding = embeddingOf(one);
    const agents = centre.agents.map((agent) => embedding.agents[agent]);
    const sites = centre.flatSites.map((site) => embedding.sites[site]);
    const key = `${agents.join(",")};${sites.join(",")}`;
    if (!images.has(key)) images.set(key, one);
  }
  return [...images.values()];
}
