/**
 * Applies rules to matched complexes: copies them into one working graph, does the actions there, and takes what
 * results apart into its connected complexes. The working graph is used again for every application.
 */
import type { ComplexCondition, StructuredRule } from "../../model/structured.ts";
import type { SiteGraph } from "./canonicalCode.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import { countEmbeddings, type Embedding } from "./embedding.ts";
import { longer } from "./sequenceTable.ts";

/** Which of the distinct complexes that take part a pattern is matched in, and how. */
export interface Placement {
  readonly complex: number;
  readonly embedding: Embedding;
}

/** A rule's products: the working graph, and the complexes in it. */
export interface RuleProducts {
  readonly graph: SiteGraph;
  /** Members of complex i: members[start[i]] .. members[start[i + 1] - 1], ascending. */
  readonly count: number;
  readonly start: Int32Array;
  readonly members: Int32Array;
}

const deletedAlone = -2;
const deletedWhole = -3;

interface WorkingGraph {
  agentType: Int32Array;
  agentCompartment: Int32Array;
  siteStart: Int32Array;
  siteAgent: Int32Array;
  siteState: Int32Array;
  sitePartner: Int32Array;
}

export class RuleApplication {
  readonly #layouts: readonly TypeLayout[];
  readonly #graph: WorkingGraph = {
    agentType: new Int32Array(64),
    agentCompartment: new Int32Array(64),
    siteStart: new Int32Array(65),
    siteAgent: new Int32Array(256),
    siteState: new Int32Array(256),
    sitePartner: new Int32Array(256),
  };
  #agents = 0;
  #sites = 0;
  /** By agent: number of its product; -1 before it is known, less for a deleted one. */
  #component = new Int32Array(64);
  #queue = new Int32Array(64);
  #start = new Int32Array(65);
  #members = new Int32Array(64);
  /** Working agent of each of the rule's agents, working site of each of their sites. */
  readonly #agentOf: number[] = [];
  readonly #siteOf: number[] = [];
  readonly #siteStartOf: number[] = [];

  constructor(layouts: readonly TypeLayout[]) {
    this.#layouts = layouts;
  }

  /**
   * The complexes after the rule, or null when the result is not what its right side demands (`+` means different
   * complexes, a joined product means one). Valid until the next application.
   */
  apply(
    rule: StructuredRule,
    complexes: readonly ComplexGraph[],
    placed: readonly Placement[],
  ): RuleProducts | null {
    this.#agents = 0;
    this.#sites = 0;
    this.#agentOf.length = 0;
    this.#siteOf.length = 0;
    this.#siteStartOf.length = 0;
    for (let c = 0; c < complexes.length; c++) {
      const agentOffset = this.#agents;
      const siteOffset = this.#sites;
      this.#append(complexes[c]);
      for (let p = 0; p < placed.length; p++)
        if (placed[p].complex === c) this.#place(rule, p, placed[p].embedding, agentOffset, siteOffset);
    }
    this.#create(rule);
    this.#component.fill(-1, 0, this.#agents);
    if (!this.#act(rule)) return null;
    const count = this.#split();
    if (rule.products !== null && !this.#matches(rule.products)) return null;
    const products = { graph: this.#graph, count, start: this.#start, members: this.#members };
    return this.#meetsConditions(rule, products) ? products : null;
  }

  /** The rule's agents in the working graph, pattern by pattern whatever the order of complexes. */
  #place(
    rule: StructuredRule,
    p: number,
    { agents, sites }: Embedding,
    agentOffset: number,
    siteOffset: number,
  ): void {
    let firstAgent = 0;
    let firstSite = 0;
    for (let q = 0; q < p; q++) {
      firstAgent += rule.patterns[q].agents.length;
      for (const agent of rule.patterns[q].agents) firstSite += agent.sites.length;
    }
    const pattern = rule.patterns[p].agents;
    for (let i = 0, site = 0; i < agents.length; i++) {
      this.#agentOf[firstAgent + i] = agentOffset + agents[i];
      this.#siteStartOf[firstAgent + i] = firstSite + site;
      for (let k = 0; k < pattern[i].sites.length; k++, site++)
        this.#siteOf[firstSite + site] = siteOffset + sites[site];
    }
  }

  #create({ created }: StructuredRule): void {
    const graph = this.#graph;
    for (const { type, compartment, states } of created) {
      const agent = this.#agents++;
      this.#reserve(this.#agents, this.#sites + states.length);
      this.#agentOf.push(agent);
      this.#siteStartOf.push(this.#siteOf.length);
      graph.agentType[agent] = type;
      graph.agentCompartment[agent] = compartment;
      graph.siteStart[agent] = this.#sites;
      for (const state of states) {
        const site = this.#sites++;
        this.#siteOf.push(site);
        graph.siteAgent[site] = agent;
        graph.siteState[site] = state;
        graph.sitePartner[site] = -1;
      }
      graph.siteStart[agent + 1] = this.#sites;
    }
  }

  /** False when a site that is to bind is bound already: the rule does not apply here. */
  #act(rule: StructuredRule): boolean {
    const graph = this.#graph;
    const site = (at: { agent: number; site: number }): number =>
      this.#siteOf[this.#siteStartOf[at.agent] + at.site];
    let deletes = false;
    for (const action of rule.actions) {
      switch (action.kind) {
        case "state":
          graph.siteState[site(action.at)] = action.to;
          break;
        case "unbind":
          this.#unbind(site(action.at));
          break;
        case "bind": {
          const a = site(action.a);
          const b = site(action.b);
          if (graph.sitePartner[a] >= 0 || graph.sitePartner[b] >= 0) return false;
          graph.sitePartner[a] = b;
          graph.sitePartner[b] = a;
          break;
        }
        case "move":
          graph.agentCompartment[this.#agentOf[action.agent]] = action.compartment;
          break;
        case "moveComplex":
          this.#moveComplex(this.#agentOf[action.agent], action.compartment);
          break;
        case "delete":
          this.#component[this.#agentOf[action.agent]] = deletedAlone;
          deletes = true;
          break;
        case "deleteComplex":
          this.#reach(this.#agentOf[action.agent], deletedWhole);
          deletes = true;
          break;
      }
    }
    if (!deletes) return true;
    for (let agent = 0; agent < this.#agents; agent++) {
      if (this.#component[agent] >= -1) continue;
      for (let k = graph.siteStart[agent]; k < graph.siteStart[agent + 1]; k++) this.#unbind(k);
    }
    return true;
  }

  /** An agent moves with what hangs together with it within its compartment, but for others that the rule names. */
  #moveComplex(agent: number, to: number): void {
    const { agentCompartment, siteStart, sitePartner, siteAgent } = this.#graph;
    const from = agentCompartment[agent];
    const part = [agent];
    for (const one of part) {
      for (let site = siteStart[one]; site < siteStart[one + 1]; site++) {
        const partner = sitePartner[site];
        const other = partner < 0 ? one : siteAgent[partner];
        if (agentCompartment[other] === from && !part.includes(other)) part.push(other);
      }
    }
    for (const one of part) if (one === agent || !this.#agentOf.includes(one)) agentCompartment[one] = to;
  }

  #unbind(site: number): void {
    const { sitePartner } = this.#graph;
    const partner = sitePartner[site];
    if (partner < 0) return;
    sitePartner[site] = -1;
    sitePartner[partner] = -1;
  }

  /** Gives an agent and all connected ones a number. */
  #reach(from: number, number: number): void {
    const { siteStart, sitePartner, siteAgent } = this.#graph;
    const component = this.#component;
    const queue = this.#queue;
    queue[0] = from;
    component[from] = number;
    for (let next = 0, count = 1; next < count; next++) {
      const end = siteStart[queue[next] + 1];
      for (let site = siteStart[queue[next]]; site < end; site++) {
        const partner = sitePartner[site];
        if (partner < 0) continue;
        const other = siteAgent[partner];
        if (component[other] === number) continue;
        component[other] = number;
        queue[count++] = other;
      }
    }
  }

  /** Numbers the connected complexes in the order of their first agents. */
  #split(): number {
    const component = this.#component;
    let count = 0;
    for (let agent = 0; agent < this.#agents; agent++)
      if (component[agent] === -1) this.#reach(agent, count++);
    let at = 0;
    for (let c = 0; c < count; c++) {
      this.#start[c] = at;
      for (let agent = 0; agent < this.#agents; agent++)
        if (component[agent] === c) this.#members[at++] = agent;
    }
    this.#start[count] = at;
    return count;
  }

  #matches(products: readonly (readonly number[])[]): boolean {
    for (let i = 0; i < products.length; i++) {
      const members = products[i];
      if (members.length === 0) continue;
      const own = this.#component[this.#agentOf[members[0]]];
      for (let k = 1; k < members.length; k++)
        if (this.#component[this.#agentOf[members[k]]] !== own) return false;
      for (let j = 0; j < i; j++) {
        const [other] = products[j];
        if (other !== undefined && this.#component[this.#agentOf[other]] === own) return false;
      }
    }
    return true;
  }

  #meetsConditions({ conditions }: StructuredRule, products: RuleProducts): boolean {
    if (!conditions.some(({ side }) => side === "product")) return true;
    const after = conditions.filter(({ side }) => side === "product");
    return meetsConditions(
      after,
      ({ agent }) => {
        const own = this.#component[this.#agentOf[agent]];
        return own < 0 ? null : extractComplex(products, own);
      },
      this.#layouts,
    );
  }

  #append({ agentType, agentCompartment, siteStart, siteAgent, siteState, sitePartner }: ComplexGraph): void {
    const agentOffset = this.#agents;
    const siteOffset = this.#sites;
    this.#agents += agentType.length;
    this.#sites += siteAgent.length;
    this.#reserve(this.#agents, this.#sites);
    const graph = this.#graph;
    for (let i = 0; i < agentType.length; i++) {
      graph.agentType[agentOffset + i] = agentType[i];
      graph.agentCompartment[agentOffset + i] = agentCompartment[i];
      graph.siteStart[agentOffset + i] = siteOffset + siteStart[i];
    }
    graph.siteStart[this.#agents] = this.#sites;
    for (let k = 0; k < siteAgent.length; k++) {
      graph.siteAgent[siteOffset + k] = agentOffset + siteAgent[k];
      graph.siteState[siteOffset + k] = siteState[k];
      graph.sitePartner[siteOffset + k] = sitePartner[k] < 0 ? -1 : siteOffset + sitePartner[k];
    }
  }

  #reserve(agents: number, sites: number): void {
    const graph = this.#graph;
    if (agents > graph.agentType.length) {
      const length = 2 * agents;
      graph.agentType = longer(graph.agentType, length);
      graph.agentCompartment = longer(graph.agentCompartment, length);
      graph.siteStart = longer(graph.siteStart, length + 1);
      this.#component = longer(this.#component, length);
      this.#queue = longer(this.#queue, length);
      this.#start = longer(this.#start, length + 1);
      this.#members = longer(this.#members, length);
    }
    if (sites > graph.siteAgent.length) {
      const length = 2 * sites;
      graph.siteAgent = longer(graph.siteAgent, length);
      graph.siteState = longer(graph.siteState, length);
      graph.sitePartner = longer(graph.sitePartner, length);
    }
  }
}

/** A product as a complex of its own. */
export function extractComplex({ graph, start, members }: RuleProducts, index: number): ComplexGraph {
  const own = members.slice(start[index], start[index + 1]);
  const siteStart = new Int32Array(own.length + 1);
  const position = new Map<number, number>();
  for (let i = 0; i < own.length; i++) {
    const first = graph.siteStart[own[i]];
    const sites = graph.siteStart[own[i] + 1] - first;
    siteStart[i + 1] = siteStart[i] + sites;
    for (let k = 0; k < sites; k++) position.set(first + k, siteStart[i] + k);
  }
  const total = siteStart[own.length];
  const result: ComplexGraph = {
    agentType: own.map((agent) => graph.agentType[agent]),
    agentCompartment: own.map((agent) => graph.agentCompartment[agent]),
    siteStart,
    siteAgent: new Int32Array(total),
    siteState: new Int32Array(total),
    sitePartner: new Int32Array(total),
  };
  for (let i = 0; i < own.length; i++) {
    const shift = siteStart[i] - graph.siteStart[own[i]];
    for (let site = graph.siteStart[own[i]]; site < graph.siteStart[own[i] + 1]; site++) {
      result.siteAgent[site + shift] = i;
      result.siteState[site + shift] = graph.siteState[site];
      const partner = graph.sitePartner[site];
      result.sitePartner[site + shift] = partner < 0 ? -1 : (position.get(partner) ?? -1);
    }
  }
  return result;
}

/** No excluded pattern is there, and of the included ones of each complex at least one. */
export function meetsConditions(
  conditions: readonly ComplexCondition[],
  complexOf: (condition: ComplexCondition) => ComplexGraph | null,
  layouts: readonly TypeLayout[],
): boolean {
  const included = new Map<number, boolean>();
  for (const condition of conditions) {
    const complex = complexOf(condition);
    const isThere = complex !== null && countEmbeddings(condition.pattern, complex, layouts) > 0;
    if (condition.kind === "include")
      included.set(condition.agent, isThere || included.get(condition.agent) === true);
    else if (isThere) return false;
  }
  return [...included.values()].every((isThere) => isThere);
}
