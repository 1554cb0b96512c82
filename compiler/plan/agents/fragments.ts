/**
 * Cuts patterns into fragments connected by links. Each begins with the agent from which the others are fewest
 * bonds away, since a change anywhere in a match is traced back to that agent. Equal fragments are one.
 */
import type { AgentFragment, FragmentAgent } from "../../../runtime/agentModel.ts";
import type { Complex, MoleculePattern, MoleculeType, PatternAgent } from "../../model/structured.ts";

export interface CutPattern {
  /** Indices into the table's fragments. */
  readonly fragments: readonly number[];
  /** For each agent of the pattern: which of these fragments, and the agent's index in it. */
  readonly agents: readonly { readonly part: number; readonly agent: number }[];
}

export class FragmentTable {
  readonly fragments: AgentFragment[] = [];
  readonly #index = new Map<string, number>();

  cut(pattern: MoleculePattern): CutPattern {
    const agents: { part: number; agent: number }[] = pattern.agents.map(() => ({ part: -1, agent: -1 }));
    const fragments: number[] = [];
    pattern.agents.forEach((_, start) => {
      if (agents[start].part >= 0) return;
      const order = centralOrder(pattern.agents, start);
      order.forEach((agent, i) => {
        agents[agent] = { part: fragments.length, agent: i };
      });
      fragments.push(this.#add(order.map((agent) => localAgent(pattern.agents[agent], order))));
    });
    return { fragments, agents };
  }

  #add(agents: readonly FragmentAgent[]): number {
    const key = JSON.stringify(agents);
    const known = this.#index.get(key);
    if (known !== undefined) return known;
    this.#index.set(key, this.fragments.length);
    this.fragments.push({ agents });
    return this.fragments.length - 1;
  }
}

/** Agents that links connect with `start`, breadth first from the one nearest to all. */
function centralOrder(agents: readonly PatternAgent[], start: number): readonly number[] {
  const members = breadthFirst(agents, start).order;
  let best = breadthFirst(agents, start);
  for (const member of [...members].sort((a, b) => a - b)) {
    const candidate = breadthFirst(agents, member);
    if (candidate.depth < best.depth) best = candidate;
  }
  return best.order;
}

function breadthFirst(agents: readonly PatternAgent[], start: number): { order: number[]; depth: number } {
  const order = [start];
  const depths = new Map([[start, 0]]);
  let depth = 0;
  for (const agent of order) {
    depth = depths.get(agent) ?? 0;
    for (const { bond } of agents[agent].sites) {
      if (bond.kind !== "link" || depths.has(bond.agent)) continue;
      depths.set(bond.agent, depth + 1);
      order.push(bond.agent);
    }
  }
  return { order, depth };
}

function localAgent({ type, compartment, sites }: PatternAgent, order: readonly number[]): FragmentAgent {
  return {
    type,
    compartment: compartment ?? -1,
    sites: sites.map(({ siteClass, state, bond }) => ({
      siteClass,
      state: state ?? -1,
      bond: bond.kind === "link" ? { kind: "link", agent: order.indexOf(bond.agent), site: bond.site } : bond,
    })),
  };
}

/** The pattern that a complex matches as a whole, and nothing else: every site with its state and its bond. */
export function wholePattern({ agents }: Complex, types: readonly MoleculeType[]): MoleculePattern {
  return {
    agents: agents.map(({ type, compartment, states, bonds }) => {
      const classes = types[type].sites.flatMap(({ multiplicity }, siteClass) =>
        Array.from({ length: multiplicity }, () => siteClass),
      );
      return {
        type,
        compartment,
        sites: classes.map((siteClass, i) => {
          const bond = bonds[i];
          return {
            siteClass,
            state: states[i] < 0 ? null : states[i],
            bond: bond === null ? { kind: "free" as const } : { kind: "link" as const, ...bond },
          };
        }),
      };
    }),
  };
}
