/**
 * Of a `distinct` rule the patterns that may match in several ways while the rule changes the same: network-free
 * simulation must look only where it is not known beforehand in how many.
 */
import type { AgentChannel, DistinctPattern } from "../../../runtime/agentModel.ts";
import type {
  MoleculePattern,
  PatternAgent,
  PatternSite,
  StructuredModel,
  StructuredRule,
} from "../../model/structured.ts";
import type { ExpressionGraph } from "../../expression/graph.ts";
import { ruleAutomorphisms } from "../network/automorphisms.ts";
import { type PatternCentre, reactionCentre } from "../network/reactionCentre.ts";
import type { ContactMap } from "./contactMap.ts";

export interface DistinctPatterns {
  readonly tested: readonly DistinctPattern[];
  /** Matches of the other patterns, all of them together, that change the same. */
  readonly ways: number;
}

export function distinctPatterns(
  rule: StructuredRule,
  model: StructuredModel,
  contacts: ContactMap,
  matched: AgentChannel["matched"],
): DistinctPatterns {
  let start = 0;
  let ways = 1;
  const tested = reactionCentre(rule).flatMap((centre, p): DistinctPattern[] => {
    const pattern = rule.patterns[p];
    const first = start;
    start += pattern.agents.length;
    const own = knownWays(pattern, centre, model, contacts);
    ways *= own ?? 1;
    if (own !== null) return [];
    const agents = pattern.agents.map((_, i) => first + i);
    return [
      {
        places: [...new Set(agents.map((agent) => matched[agent].place))],
        agents,
        centreAgents: centre.agents.map((agent) => first + agent),
        centreSites: centre.sites.map(({ agent, site }) => ({ agent: first + agent, site })),
      },
    ];
  });
  return { tested, ways };
}

/**
 * Whether matches that change the same are several in some complexes, beyond those that a symmetry of the rule
 * makes: then counting each of them is not counting each change.
 */
export function mayMatchAlike(
  rule: StructuredRule,
  model: StructuredModel,
  contacts: ContactMap,
  graph: ExpressionGraph,
): boolean {
  const centre = reactionCentre(rule);
  let ways = 1;
  for (const [p, own] of centre.entries()) {
    const known = knownWays(rule.patterns[p], own, model, contacts);
    if (known === null) return true;
    ways *= known;
  }
  return ways !== ruleAutomorphisms(rule, graph) / ruleAutomorphisms(rule, graph, centre);
}

/** In how many ways the rest of a pattern matches where what the rule changes is placed; null when that differs. */
function knownWays(
  { agents }: MoleculePattern,
  centre: PatternCentre,
  { types }: StructuredModel,
  contacts: ContactMap,
): number | null {
  const isSingle = (agent: number, site: number): boolean =>
    types[agents[agent].type].sites[agents[agent].sites[site].siteClass].multiplicity === 1;
  const isOfCentre = (agent: number, site: number): boolean =>
    centre.sites.some((one) => one.agent === agent && one.site === site);
  const known = new Set([...centre.agents, ...centre.sites.map(({ agent }) => agent)]);
  agents.forEach(({ type }, agent) => {
    const open = contacts.exitsOf(type, [], []);
    // A complex never holds two of them.
    if (!contacts.mayConnect([open], [open])) known.add(agent);
  });
  for (const agent of known) {
    agents[agent].sites.forEach(({ bond }, site) => {
      if (bond.kind === "link" && (isSingle(agent, site) || isOfCentre(agent, site))) known.add(bond.agent);
    });
  }
  let ways = 1;
  for (const [agent, { type, sites }] of agents.entries()) {
    if (!known.has(agent)) return null;
    for (const [siteClass, { multiplicity }] of types[type].sites.entries()) {
      const own = sites.flatMap((site, i) => (site.siteClass === siteClass ? [{ site, i }] : []));
      const rest = own.flatMap(({ site, i }) => (isOfCentre(agent, i) ? [] : [site]));
      if (multiplicity === 1 || rest.length === 0) continue;
      // Where all identical sites are spoken for, those that are alike change places and no others.
      if (own.length < multiplicity || !areSorted(rest)) return null;
      ways *= exchanges(rest);
    }
  }
  return ways;
}

/** Whether any two sites ask for the same, or for what excludes each other; and for nothing beyond the molecule. */
function areSorted(sites: PatternAgent["sites"]): boolean {
  return sites.every(
    (a, i) => a.bond.kind !== "link" && sites.slice(0, i).every((b) => isAlike(a, b) || excludes(a, b)),
  );
}

function isAlike(a: PatternSite, b: PatternSite): boolean {
  return a.state === b.state && JSON.stringify(a.bond) === JSON.stringify(b.bond);
}

function excludes(a: PatternSite, b: PatternSite): boolean {
  if (a.state !== null && b.state !== null && a.state !== b.state) return true;
  const [one, other] = [a.bond, b.bond];
  if (one.kind === "any" || other.kind === "any") return false;
  if ((one.kind === "free") !== (other.kind === "free")) return true;
  return (
    one.kind === "partner" &&
    other.kind === "partner" &&
    (one.type !== other.type || one.siteClass !== other.siteClass)
  );
}

function exchanges(sites: PatternAgent["sites"]): number {
  return sites.reduce(
    (product, site, i) => product * (1 + sites.slice(0, i).filter((b) => isAlike(site, b)).length),
    1,
  );
}
