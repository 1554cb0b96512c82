/**
 * Embeddings of a pattern into a complex: injective maps of its agents and sites that respect types,
 * compartments, states and bonds. Two embeddings differ when they map some agent or some site differently.
 */
import type { MoleculePattern, PatternBond } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";

export interface Embedding {
  /** Agent of the complex for each agent of the pattern. */
  readonly agents: Int32Array;
  /** Site of the complex for each site of the pattern, numbered through its agents. */
  readonly sites: Int32Array;
}

/** One site of a pattern. */
interface WantedSite {
  /** Numbered through all agents. */
  readonly index: number;
  readonly agent: number;
  /** Instances of its class within a molecule. */
  readonly first: number;
  readonly last: number;
  /** -1: any. */
  readonly state: number;
  readonly bond: PatternBond;
  /** Of a link: number of the pattern site at the other end. */
  readonly far: number;
}

/** One agent of a pattern, in the order of the search. */
interface SearchStep {
  readonly agent: number;
  readonly type: number;
  /** -1: any. */
  readonly compartment: number;
  /** The already placed pattern site that leads to the agent; -1: any agent of the complex. */
  readonly from: number;
  readonly sites: readonly WantedSite[];
}

/** Searches for a pattern; prepared once for many complexes. */
export class PatternSearch {
  readonly #layouts: readonly TypeLayout[];
  readonly #steps: readonly SearchStep[];
  readonly #agents: Int32Array;
  readonly #sites: Int32Array;
  #visit: (agents: Int32Array, sites: Int32Array) => void = () => {};

  constructor(pattern: MoleculePattern, layouts: readonly TypeLayout[]) {
    this.#layouts = layouts;
    this.#steps = searchSteps(pattern, layouts);
    this.#agents = new Int32Array(pattern.agents.length);
    this.#sites = new Int32Array(siteStarts(pattern).at(-1) ?? 0);
  }

  /** Calls `visit` for every embedding; the arrays are used again. */
  forEach(graph: ComplexGraph, visit: (agents: Int32Array, sites: Int32Array) => void): void {
    this.#visit = visit;
    this.#agents.fill(-1);
    this.#sites.fill(-1);
    this.#matchAgent(0, graph);
  }

  all(graph: ComplexGraph): Embedding[] {
    const found: Embedding[] = [];
    this.forEach(graph, (agents, sites) => found.push({ agents: agents.slice(), sites: sites.slice() }));
    return found;
  }

  #matchAgent(index: number, graph: ComplexGraph): void {
    if (index === this.#steps.length) {
      this.#visit(this.#agents, this.#sites);
      return;
    }
    const step = this.#steps[index];
    if (step.from < 0) {
      const { agentType } = graph;
      for (let candidate = 0; candidate < agentType.length; candidate++)
        if (agentType[candidate] === step.type) this.#place(index, step, candidate, graph);
      return;
    }
    const partner = graph.sitePartner[this.#sites[step.from]];
    if (partner >= 0) this.#place(index, step, graph.siteAgent[partner], graph);
  }

  #place(index: number, step: SearchStep, candidate: number, graph: ComplexGraph): void {
    if (graph.agentType[candidate] !== step.type) return;
    if (step.compartment >= 0 && graph.agentCompartment[candidate] !== step.compartment) return;
    const agents = this.#agents;
    for (let i = 0; i < agents.length; i++) if (agents[i] === candidate) return;
    agents[step.agent] = candidate;
    this.#matchSite(index, step, 0, graph);
    agents[step.agent] = -1;
  }

  #matchSite(index: number, step: SearchStep, k: number, graph: ComplexGraph): void {
    if (k === step.sites.length) {
      this.#matchAgent(index + 1, graph);
      return;
    }
    const wanted = step.sites[k];
    const start = graph.siteStart[this.#agents[step.agent]];
    const sites = this.#sites;
    for (let instance = start + wanted.first; instance < start + wanted.last; instance++) {
      if (wanted.last - wanted.first > 1 && this.#isTaken(step, k, instance)) continue;
      if (wanted.state >= 0 && graph.siteState[instance] !== wanted.state) continue;
      if (!this.#acceptsBond(wanted, instance, graph)) continue;
      sites[wanted.index] = instance;
      this.#matchSite(index, step, k + 1, graph);
      sites[wanted.index] = -1;
    }
  }

  #isTaken(step: SearchStep, before: number, instance: number): boolean {
    for (let i = 0; i < before; i++) if (this.#sites[step.sites[i].index] === instance) return true;
    return false;
  }

  #acceptsBond({ bond, far }: WantedSite, instance: number, graph: ComplexGraph): boolean {
    const partner = graph.sitePartner[instance];
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
          type === bond.type &&
          this.#layouts[type].classOf[partner - graph.siteStart[other]] === bond.siteClass
        );
      }
      case "link": {
        if (partner < 0) return false;
        const other = this.#agents[bond.agent];
        // The other end is checked from its own side when it is placed later.
        if (other < 0) return true;
        return this.#sites[far] < 0 ? graph.siteAgent[partner] === other : this.#sites[far] === partner;
      }
    }
  }
}

const searches = new WeakMap<readonly TypeLayout[], Map<MoleculePattern, PatternSearch>>();

/** The search for a pattern, made when it is first asked for. */
export function patternSearch(pattern: MoleculePattern, layouts: readonly TypeLayout[]): PatternSearch {
  let known = searches.get(layouts);
  if (known === undefined) {
    known = new Map();
    searches.set(layouts, known);
  }
  let search = known.get(pattern);
  if (search === undefined) {
    search = new PatternSearch(pattern, layouts);
    known.set(pattern, search);
  }
  return search;
}

export function countEmbeddings(
  pattern: MoleculePattern,
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
): number {
  let count = 0;
  patternSearch(pattern, layouts).forEach(graph, () => {
    count++;
  });
  return count;
}

/** First site of each agent of a pattern, numbered through; then their number. */
export function siteStarts({ agents }: MoleculePattern): readonly number[] {
  const starts = [0];
  for (const { sites } of agents) starts.push((starts.at(-1) ?? 0) + sites.length);
  return starts;
}

/** Agents in an order in which each follows a bond from an earlier one where it can. */
export function searchSteps(pattern: MoleculePattern, layouts: readonly TypeLayout[]): readonly SearchStep[] {
  const starts = siteStarts(pattern);
  const steps: SearchStep[] = [];
  const placed = new Set<number>();
  const add = (agent: number, from: number): void => {
    placed.add(agent);
    const { type, compartment, sites } = pattern.agents[agent];
    const { classStart } = layouts[type];
    const wanted = sites.map(
      ({ siteClass, state, bond }, site): WantedSite => ({
        index: starts[agent] + site,
        agent,
        first: classStart[siteClass],
        last: classStart[siteClass + 1],
        state: state ?? -1,
        bond,
        far: bond.kind === "link" ? starts[bond.agent] + bond.site : -1,
      }),
    );
    steps.push({ agent, type, compartment: compartment ?? -1, from, sites: wanted });
  };
  pattern.agents.forEach((_, start) => {
    if (placed.has(start)) return;
    add(start, -1);
    for (let next = steps.length - 1; next < steps.length; next++) {
      const { agent } = steps[next];
      pattern.agents[agent].sites.forEach(({ bond }, site) => {
        if (bond.kind === "link" && !placed.has(bond.agent)) add(bond.agent, starts[agent] + site);
      });
    }
  });
  return steps;
}
