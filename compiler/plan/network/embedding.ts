/**
 * Embeddings of a pattern into a complex: injective maps of its agents and sites that respect types,
 * compartments, states and bonds. Two embeddings differ when they map some agent or some site differently.
 */
import type { MoleculePattern, PatternSite } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";

export interface Embedding {
  /** Agent of the complex for each agent of the pattern. */
  readonly agents: readonly number[];
  /** Site of the complex for each site of each agent. */
  readonly sites: readonly (readonly number[])[];
}

/** Calls `visit` for every embedding. */
export function forEachEmbedding(
  pattern: MoleculePattern,
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  visit: (embedding: Embedding) => void,
): void {
  const order = matchOrder(pattern);
  const count = pattern.agents.length;
  const agents: number[] = Array.from({ length: count }, () => -1);
  const sites: number[][] = pattern.agents.map((agent) => agent.sites.map(() => -1));
  const isTaken = new Uint8Array(graph.agentType.length);

  const matchAgent = (step: number): void => {
    if (step === count) {
      visit({ agents: [...agents], sites: sites.map((list) => [...list]) });
      return;
    }
    const { agent, from } = order[step];
    if (from === null) {
      for (let candidate = 0; candidate < graph.agentType.length; candidate++) place(step, agent, candidate);
      return;
    }
    const anchor = sites[from.agent][from.site];
    const partner = graph.sitePartner[anchor];
    if (partner >= 0) place(step, agent, graph.siteAgent[partner]);
  };

  const place = (step: number, agent: number, candidate: number): void => {
    const wanted = pattern.agents[agent];
    if (isTaken[candidate] === 1 || graph.agentType[candidate] !== wanted.type) return;
    if (wanted.compartment !== null && graph.agentCompartment[candidate] !== wanted.compartment) return;
    isTaken[candidate] = 1;
    agents[agent] = candidate;
    matchSite(step, agent, candidate, 0);
    agents[agent] = -1;
    isTaken[candidate] = 0;
  };

  const matchSite = (step: number, agent: number, candidate: number, index: number): void => {
    const wanted = pattern.agents[agent].sites;
    if (index === wanted.length) {
      matchAgent(step + 1);
      return;
    }
    const site = wanted[index];
    const layout = layouts[pattern.agents[agent].type];
    const start = graph.siteStart[candidate];
    const first = start + layout.classStart[site.siteClass];
    const last = start + layout.classStart[site.siteClass + 1];
    for (let instance = first; instance < last; instance++) {
      if (sites[agent].includes(instance)) continue;
      if (!accepts(site, instance)) continue;
      sites[agent][index] = instance;
      matchSite(step, agent, candidate, index + 1);
      sites[agent][index] = -1;
    }
  };

  const accepts = (site: PatternSite, instance: number): boolean => {
    if (site.state !== null && graph.siteState[instance] !== site.state) return false;
    const partner = graph.sitePartner[instance];
    const { bond } = site;
    switch (bond.kind) {
      case "any":
        return true;
      case "free":
        return partner < 0;
      case "bound":
        return partner >= 0;
      case "partner": {
        if (partner < 0) return false;
        const other = graph.siteAgent[partner];
        const type = graph.agentType[other];
        return (
          type === bond.type && layouts[type].classOf[partner - graph.siteStart[other]] === bond.siteClass
        );
      }
      case "link": {
        if (partner < 0) return false;
        const other = agents[bond.agent];
        // The other end is checked from its own side when it is placed later.
        if (other < 0) return true;
        const otherSite = sites[bond.agent][bond.site];
        return otherSite < 0 ? graph.siteAgent[partner] === other : otherSite === partner;
      }
    }
  };

  matchAgent(0);
}

export function embeddings(
  pattern: MoleculePattern,
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
): Embedding[] {
  const found: Embedding[] = [];
  forEachEmbedding(pattern, graph, layouts, (embedding) => found.push(embedding));
  return found;
}

export function hasEmbedding(
  pattern: MoleculePattern,
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
): boolean {
  return embeddings(pattern, graph, layouts).length > 0;
}

interface MatchStep {
  readonly agent: number;
  /** The already placed site that leads to the agent; null: any agent of the complex. */
  readonly from: { readonly agent: number; readonly site: number } | null;
}

const orders = new WeakMap<MoleculePattern, readonly MatchStep[]>();

/** Agents in an order in which each follows a bond from an earlier one where it can. */
function matchOrder(pattern: MoleculePattern): readonly MatchStep[] {
  const known = orders.get(pattern);
  if (known !== undefined) return known;
  const steps: MatchStep[] = [];
  const placed = new Set<number>();
  const add = (agent: number, from: MatchStep["from"]): void => {
    placed.add(agent);
    steps.push({ agent, from });
  };
  pattern.agents.forEach((_, start) => {
    if (placed.has(start)) return;
    add(start, null);
    for (let next = steps.length - 1; next < steps.length; next++) {
      const { agent } = steps[next];
      pattern.agents[agent].sites.forEach(({ bond }, site) => {
        if (bond.kind === "link" && !placed.has(bond.agent)) add(bond.agent, { agent, site });
      });
    }
  });
  orders.set(pattern, steps);
  return steps;
}
