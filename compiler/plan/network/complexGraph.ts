/**
 * Complexes as flat arrays: agents with their type and compartment, site instances with state and partner.
 *
 * Sites of all agents are numbered through: the sites of agent a are siteStart[a] .. siteStart[a + 1], class
 * by class as its type declares them.
 */
import type { Complex, MoleculeType } from "../../model/structured.ts";

export interface ComplexGraph {
  readonly agentType: Int32Array;
  readonly agentCompartment: Int32Array;
  /** Length agents + 1. */
  readonly siteStart: Int32Array;
  readonly siteAgent: Int32Array;
  /** State index, -1 for a site without states. */
  readonly siteState: Int32Array;
  /** Partner site, -1 when free. */
  readonly sitePartner: Int32Array;
}

/** Site layout of a molecule type. */
export interface TypeLayout {
  readonly name: string;
  readonly siteCount: number;
  /** Class of each site instance. */
  readonly classOf: Int32Array;
  /** First instance of each class; length classes + 1. */
  readonly classStart: Int32Array;
  readonly hasIdenticalSites: boolean;
  readonly siteNames: readonly string[];
  readonly stateNames: readonly (readonly string[])[];
}

export function typeLayout(type: MoleculeType): TypeLayout {
  const classStart = new Int32Array(type.sites.length + 1);
  const classOf: number[] = [];
  type.sites.forEach(({ multiplicity }, i) => {
    for (let k = 0; k < multiplicity; k++) classOf.push(i);
    classStart[i + 1] = classOf.length;
  });
  return {
    name: type.name,
    siteCount: classOf.length,
    classOf: Int32Array.from(classOf),
    classStart,
    hasIdenticalSites: type.sites.some(({ multiplicity }) => multiplicity > 1),
    siteNames: type.sites.map(({ name }) => name),
    stateNames: type.sites.map(({ states }) => states),
  };
}

export function complexGraph(complex: Complex): ComplexGraph {
  const { agents } = complex;
  const siteStart = new Int32Array(agents.length + 1);
  agents.forEach(({ states }, i) => {
    siteStart[i + 1] = siteStart[i] + states.length;
  });
  const total = siteStart[agents.length];
  const graph: ComplexGraph = {
    agentType: Int32Array.from(agents, ({ type }) => type),
    agentCompartment: Int32Array.from(agents, ({ compartment }) => compartment),
    siteStart,
    siteAgent: new Int32Array(total),
    siteState: new Int32Array(total),
    sitePartner: new Int32Array(total).fill(-1),
  };
  agents.forEach(({ states, bonds }, i) => {
    states.forEach((state, k) => {
      const site = siteStart[i] + k;
      graph.siteAgent[site] = i;
      graph.siteState[site] = state;
      const bond = bonds[k];
      if (bond !== null && bond !== undefined) graph.sitePartner[site] = siteStart[bond.agent] + bond.site;
    });
  });
  return graph;
}

/** `CaM(c{1}, n{0}, k[1]), CaMKII(cam[1], T286{u})`: sites that are free and without states are left out. */
export function complexText(
  graph: ComplexGraph,
  layouts: readonly TypeLayout[],
  compartments: readonly string[],
): string {
  const labels = new Map<number, number>();
  const agents: string[] = [];
  for (let agent = 0; agent < graph.agentType.length; agent++) {
    const layout = layouts[graph.agentType[agent]];
    const sites: string[] = [];
    for (let site = graph.siteStart[agent]; site < graph.siteStart[agent + 1]; site++) {
      const siteClass = layout.classOf[site - graph.siteStart[agent]];
      const partner = graph.sitePartner[site];
      let label = "";
      if (partner >= 0) {
        const key = Math.min(site, partner);
        if (!labels.has(key)) labels.set(key, labels.size + 1);
        label = `[${labels.get(key)}]`;
      }
      const state =
        graph.siteState[site] < 0 ? "" : `{${layout.stateNames[siteClass][graph.siteState[site]]}}`;
      if (state !== "" || label !== "") sites.push(`${layout.siteNames[siteClass]}${state}${label}`);
    }
    const place = compartments.length > 1 ? ` in ${compartments[graph.agentCompartment[agent]]}` : "";
    agents.push(`${layout.name}(${sites.join(", ")})${place}`);
  }
  return agents.join(", ");
}
