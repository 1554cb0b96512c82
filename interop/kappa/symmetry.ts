/**
 * Symmetries of patterns and rules. KaSim multiplies a rate by all embeddings of the left side, and counts all
 * embeddings of a pattern; here those that differ by a symmetry are one.
 */
import type { GraphAgent, GraphSite, RuleGraph } from "./ruleGraph.ts";

interface Bonds {
  /** Partner `agent site` of every end before and after the rule, by `agent site`. */
  readonly before: ReadonlyMap<string, string>;
  readonly after: ReadonlyMap<string, string>;
}

/**
 * Ways to exchange the agents that a rule finds, such that the rule tests and does the same; of a pattern that
 * nothing changes, the number of its automorphisms.
 */
export function symmetries(graph: RuleGraph): number {
  const bonds: Bonds = { before: ends(graph, oldLabel), after: ends(graph, newLabel) };
  const found = new Set<string>();
  const image: number[] = [];
  const extend = (): void => {
    const i = image.length;
    if (i === graph.length) {
      if (keepsBonds(graph, image, bonds))
        found.add(image.filter((_, k) => graph[k]?.change !== "create").join(" "));
      return;
    }
    for (let j = 0; j < graph.length; j++) {
      if (image.includes(j) || !isAlike(graph[i], graph[j])) continue;
      image.push(j);
      extend();
      image.pop();
    }
  };
  extend();
  return found.size;
}

function isAlike(a: GraphAgent | undefined, b: GraphAgent | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  if (a.type !== b.type || a.change !== b.change || a.sites.length !== b.sites.length) return false;
  return a.sites.every((site) => {
    const other = b.sites.find(({ name }) => name === site.name);
    return other !== undefined && said(site) === said(other);
  });
}

/** All that is said of a site except which bond it is. */
function said({ state, link, newState, newLink }: GraphSite): string {
  const partner = link.kind === "partner" ? `${link.site.text}.${link.agent.text}` : link.kind;
  return [state, partner, newState, newLink?.kind].join("|");
}

function keepsBonds(graph: RuleGraph, image: readonly number[], bonds: Bonds): boolean {
  const moved = (end: string): string => {
    const [agent = "", site = ""] = end.split(" ");
    return `${image[Number(agent)]} ${site}`;
  };
  return graph.every((agent, i) =>
    agent.sites.every(({ name }) =>
      [bonds.before, bonds.after].every((map) => {
        const end = `${i} ${name}`;
        const partner = map.get(end);
        return map.get(moved(end)) === (partner === undefined ? undefined : moved(partner));
      }),
    ),
  );
}

export function oldLabel({ link }: GraphSite): number | null {
  return link.kind === "label" ? link.label : null;
}

export function newLabel({ newLink }: GraphSite): number | null {
  return newLink?.kind === "label" ? newLink.label : null;
}

/** The partner of every end of a bond, `agent site` each. */
export function ends(
  graph: RuleGraph,
  labelOf: (site: GraphSite) => number | null,
): ReadonlyMap<string, string> {
  const first = new Map<number, string>();
  const partners = new Map<string, string>();
  for (const [i, { sites }] of graph.entries()) {
    for (const site of sites) {
      const label = labelOf(site);
      if (label === null) continue;
      const end = `${i} ${site.name}`;
      const other = first.get(label);
      if (other === undefined) first.set(label, end);
      else {
        partners.set(end, other);
        partners.set(other, end);
      }
    }
  }
  return partners;
}
