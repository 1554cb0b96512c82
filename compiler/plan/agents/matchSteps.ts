/**
 * The order in which a fragment is matched at an anchor agent: a list of steps, each for one site of the pattern,
 * that walk along the links. What can be told from an agent itself comes before its links.
 */
import type { AgentFragment, AgentType, FragmentBond } from "../../../runtime/agentModel.ts";

/** Site instances first <= k < last. */
export interface SiteRange {
  readonly first: number;
  readonly last: number;
}

/** One site of an agent that is placed already. */
interface NearEnd extends SiteRange {
  /** Agent of the fragment. */
  readonly agent: number;
  /** Pattern site, numbered through all agents. */
  readonly site: number;
  /** -1: any. */
  readonly state: number;
  /** Pattern sites of the same agent and class that earlier steps have placed. */
  readonly rivals: readonly number[];
}

/** Where the bond of a step leads. */
export interface FarEnd extends NearEnd {
  readonly type: number;
  /** -1: any. */
  readonly compartment: number;
  /** The agent is placed by this step, not before. */
  readonly isNew: boolean;
}

export type MatchStep = NearEnd &
  (
    | { readonly kind: "any" }
    | { readonly kind: "free" }
    | { readonly kind: "bound" }
    | { readonly kind: "partner"; readonly partner: SiteRange & { readonly type: number } }
    | { readonly kind: "link"; readonly far: FarEnd }
  );

/** First pattern site of each agent, numbered through; then their number. */
export function patternSiteStart({ agents }: AgentFragment): readonly number[] {
  const start = [0];
  for (const { sites } of agents) start.push((start.at(-1) ?? 0) + sites.length);
  return start;
}

export function siteRange(type: AgentType, siteClass: number): SiteRange {
  const first = type.sites.slice(0, siteClass).reduce((sum, { multiplicity }) => sum + multiplicity, 0);
  return { first, last: first + (type.sites[siteClass]?.multiplicity ?? 0) };
}

export function matchSteps(fragment: AgentFragment, types: readonly AgentType[]): readonly MatchStep[] {
  const { agents } = fragment;
  const siteStart = patternSiteStart(fragment);
  const steps: MatchStep[] = [];
  const placedAgents = new Set([0]);
  const placedSites = new Set<number>();
  const rivalsOf = (agent: number, siteClass: number): number[] =>
    agents[agent].sites.flatMap((other, i) =>
      other.siteClass === siteClass && placedSites.has(siteStart[agent] + i) ? [siteStart[agent] + i] : [],
    );
  const end = (agent: number, index: number): NearEnd => {
    const { siteClass, state } = agents[agent].sites[index];
    const site = siteStart[agent] + index;
    const range = siteRange(types[agents[agent].type], siteClass);
    const near = { agent, site, ...range, state, rivals: rivalsOf(agent, siteClass) };
    placedSites.add(site);
    return near;
  };
  const order = [0];
  for (const agent of order) {
    const { sites } = agents[agent];
    const local = sites.map((_, i) => i).sort((a, b) => cost(sites[a].bond) - cost(sites[b].bond) || a - b);
    for (const i of local) {
      if (placedSites.has(siteStart[agent] + i)) continue;
      const near = end(agent, i);
      const { bond } = sites[i];
      if (bond.kind === "partner") {
        const partner = { type: bond.type, ...siteRange(types[bond.type], bond.siteClass) };
        steps.push({ ...near, kind: "partner", partner });
      } else if (bond.kind === "link") {
        const { type, compartment } = agents[bond.agent];
        const isNew = !placedAgents.has(bond.agent);
        const far = { ...end(bond.agent, bond.site), type, compartment, isNew };
        steps.push({ ...near, kind: "link", far });
        if (isNew) {
          placedAgents.add(bond.agent);
          order.push(bond.agent);
        }
      } else {
        steps.push({ ...near, ...bond });
      }
    }
  }
  return steps;
}

function cost({ kind }: FragmentBond): number {
  return kind === "link" ? 2 : kind === "partner" ? 1 : 0;
}
