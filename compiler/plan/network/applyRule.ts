/**
 * Applies a rule to matched complexes: the actions are done on a copy, and what results is taken apart into
 * its connected complexes.
 */
import type { ComplexCondition, StructuredRule } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import { type Embedding, hasEmbedding } from "./embedding.ts";

/** A copy that can be changed. */
interface WorkingGraph {
  readonly agentType: number[];
  readonly agentCompartment: number[];
  readonly siteStart: number[];
  readonly siteAgent: number[];
  readonly siteState: number[];
  readonly sitePartner: number[];
}

/**
 * The complexes after the rule, or null when the result is not what its right side demands (`+` means
 * different complexes, a joined product means one).
 *
 * `complexes` are the distinct complexes that take part; `placed[i]` says which of them pattern i is matched
 * in and how.
 */
export function applyRule(
  rule: StructuredRule,
  complexes: readonly ComplexGraph[],
  placed: readonly { readonly complex: number; readonly embedding: Embedding }[],
  layouts: readonly TypeLayout[],
): readonly ComplexGraph[] | null {
  const graph: WorkingGraph = {
    agentType: [],
    agentCompartment: [],
    siteStart: [0],
    siteAgent: [],
    siteState: [],
    sitePartner: [],
  };
  const agentOffset: number[] = [];
  const siteOffset: number[] = [];
  for (const complex of complexes) {
    agentOffset.push(graph.agentType.length);
    siteOffset.push(graph.siteAgent.length);
    append(graph, complex);
  }
  const agentOf: number[] = [];
  const siteOf: number[][] = [];
  for (const { complex, embedding } of placed) {
    embedding.agents.forEach((agent, i) => {
      agentOf.push(agentOffset[complex] + agent);
      siteOf.push(embedding.sites[i].map((site) => siteOffset[complex] + site));
    });
  }
  for (const { type, compartment, states } of rule.created) {
    const agent = graph.agentType.length;
    const start = graph.siteAgent.length;
    agentOf.push(agent);
    siteOf.push(states.map((_, i) => start + i));
    graph.agentType.push(type);
    graph.agentCompartment.push(compartment);
    for (const state of states) {
      graph.siteAgent.push(agent);
      graph.siteState.push(state);
      graph.sitePartner.push(-1);
    }
    graph.siteStart.push(graph.siteAgent.length);
  }
  const isDeleted = new Uint8Array(graph.agentType.length);
  const unbind = (site: number): void => {
    const partner = graph.sitePartner[site];
    if (partner < 0) return;
    graph.sitePartner[site] = -1;
    graph.sitePartner[partner] = -1;
  };
  for (const action of rule.actions) {
    switch (action.kind) {
      case "state":
        graph.siteState[siteOf[action.at.agent][action.at.site]] = action.to;
        break;
      case "unbind":
        unbind(siteOf[action.at.agent][action.at.site]);
        break;
      case "bind": {
        const a = siteOf[action.a.agent][action.a.site];
        const b = siteOf[action.b.agent][action.b.site];
        // A site that is already bound can not bind again: the rule does not apply here.
        if (graph.sitePartner[a] >= 0 || graph.sitePartner[b] >= 0) return null;
        graph.sitePartner[a] = b;
        graph.sitePartner[b] = a;
        break;
      }
      case "move":
        graph.agentCompartment[agentOf[action.agent]] = action.compartment;
        break;
      case "delete":
        isDeleted[agentOf[action.agent]] = 1;
        break;
      case "deleteComplex":
        for (const agent of reach(graph, agentOf[action.agent])) isDeleted[agent] = 1;
        break;
    }
  }
  isDeleted.forEach((deleted, agent) => {
    if (deleted === 0) return;
    for (let site = graph.siteStart[agent]; site < graph.siteStart[agent + 1]; site++) unbind(site);
  });
  const component = new Int32Array(graph.agentType.length).fill(-1);
  const groups: number[][] = [];
  for (let agent = 0; agent < component.length; agent++) {
    if (isDeleted[agent] === 1 || component[agent] >= 0) continue;
    const members = reach(graph, agent).sort((a, b) => a - b);
    for (const member of members) component[member] = groups.length;
    groups.push(members);
  }
  if (rule.products !== null && !matchesProducts(rule.products, agentOf, component)) return null;
  const results = groups.map((members) => extract(graph, members));
  const after = rule.conditions.filter(({ side }) => side === "product");
  const holds = meetsConditions(after, ({ agent }) => results[component[agentOf[agent]]] ?? null, layouts);
  return holds ? results : null;
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
    const isThere = complex !== null && hasEmbedding(condition.pattern, complex, layouts);
    if (condition.kind === "include")
      included.set(condition.agent, isThere || included.get(condition.agent) === true);
    else if (isThere) return false;
  }
  return [...included.values()].every((isThere) => isThere);
}

function matchesProducts(
  products: readonly (readonly number[])[],
  agentOf: readonly number[],
  component: Int32Array,
): boolean {
  const used = new Set<number>();
  for (const members of products) {
    const [first] = members;
    if (first === undefined) continue;
    const own = component[agentOf[first]];
    if (used.has(own) || members.some((member) => component[agentOf[member]] !== own)) return false;
    used.add(own);
  }
  return true;
}

function append(graph: WorkingGraph, complex: ComplexGraph): void {
  const agentOffset = graph.agentType.length;
  const siteOffset = graph.siteAgent.length;
  for (const type of complex.agentType) graph.agentType.push(type);
  for (const compartment of complex.agentCompartment) graph.agentCompartment.push(compartment);
  for (let i = 1; i < complex.siteStart.length; i++) graph.siteStart.push(siteOffset + complex.siteStart[i]);
  for (const agent of complex.siteAgent) graph.siteAgent.push(agentOffset + agent);
  for (const state of complex.siteState) graph.siteState.push(state);
  for (const partner of complex.sitePartner) graph.sitePartner.push(partner < 0 ? -1 : siteOffset + partner);
}

/** Agents connected to one by bonds. */
function reach(graph: WorkingGraph, start: number): number[] {
  const members = [start];
  const seen = new Set(members);
  for (const agent of members) {
    for (let site = graph.siteStart[agent]; site < graph.siteStart[agent + 1]; site++) {
      const partner = graph.sitePartner[site];
      if (partner < 0) continue;
      const other = graph.siteAgent[partner];
      if (seen.has(other)) continue;
      seen.add(other);
      members.push(other);
    }
  }
  return members;
}

function extract(graph: WorkingGraph, members: readonly number[]): ComplexGraph {
  const siteStart = new Int32Array(members.length + 1);
  const position = new Int32Array(graph.siteAgent.length).fill(-1);
  members.forEach((agent, i) => {
    siteStart[i + 1] = siteStart[i] + graph.siteStart[agent + 1] - graph.siteStart[agent];
    for (let k = 0, site = graph.siteStart[agent]; site < graph.siteStart[agent + 1]; site++, k++) {
      position[site] = siteStart[i] + k;
    }
  });
  const total = siteStart[members.length];
  const result: ComplexGraph = {
    agentType: Int32Array.from(members, (agent) => graph.agentType[agent]),
    agentCompartment: Int32Array.from(members, (agent) => graph.agentCompartment[agent]),
    siteStart,
    siteAgent: new Int32Array(total),
    siteState: new Int32Array(total),
    sitePartner: new Int32Array(total),
  };
  members.forEach((agent, i) => {
    for (let k = 0, site = graph.siteStart[agent]; site < graph.siteStart[agent + 1]; site++, k++) {
      const at = siteStart[i] + k;
      result.siteAgent[at] = i;
      result.siteState[at] = graph.siteState[site];
      const partner = graph.sitePartner[site];
      result.sitePartner[at] = partner < 0 ? -1 : position[partner];
    }
  });
  return result;
}
