/**
 * The connected patterns of all rules, energies, flows and measures, each kind once, as the graph engine matches
 * them: agents in an order in which every one is reached by a link from one before it.
 */
import type { MoleculePattern, PatternSite } from "../../model/structured.ts";
import type { GraphBond, GraphFragment, GraphSiteReference } from "../../../runtime/graphModel.ts";

/** Patterns of one statement in the engine's numbering. */
export interface PlacedPatterns {
  /** Index into the table for each pattern. */
  readonly fragments: readonly number[];
  /** Number of matched agents. */
  readonly matched: number;
  /** The engine's number of an agent of the statement, matched or created. */
  agent(agent: number): number;
  /** Of a matched agent the site is an index into its pattern's sites, of a created one into its type's. */
  site(reference: { readonly agent: number; readonly site: number }): GraphSiteReference;
  /** Which pattern a matched agent is of. */
  patternOf(agent: number): number;
  /** The type of a matched agent. */
  typeOf(agent: number): number;
  /** A site of a matched agent as its pattern has it. */
  patternSite(reference: { readonly agent: number; readonly site: number }): PatternSite;
}

export class FragmentTable {
  readonly fragments: GraphFragment[] = [];
  readonly #indices = new Map<string, number>();

  place(patterns: readonly MoleculePattern[]): PlacedPatterns {
    const fragments: number[] = [];
    const numbers: number[] = [];
    const agents = patterns.flatMap((pattern, index) =>
      pattern.agents.map((agent) => ({ agent, pattern: index })),
    );
    for (const pattern of patterns) {
      const order = linkOrder(pattern);
      const start = numbers.length;
      pattern.agents.forEach((_, agent) => numbers.push(start + order.indexOf(agent)));
      fragments.push(this.#index(fragmentOf(pattern, order)));
    }
    const matched = numbers.length;
    const at = (agent: number): (typeof agents)[number] => {
      const found = agents[agent];
      if (found === undefined) throw new RangeError(`agent ${agent} is not matched`);
      return found;
    };
    const patternSite = (reference: { readonly agent: number; readonly site: number }): PatternSite =>
      at(reference.agent).agent.sites[reference.site];
    return {
      fragments,
      matched,
      agent: (agent) => numbers[agent] ?? agent,
      site: (reference) =>
        reference.agent < matched
          ? { agent: numbers[reference.agent], site: patternSite(reference).siteClass }
          : { agent: reference.agent, site: reference.site },
      patternOf: (agent) => at(agent).pattern,
      typeOf: (agent) => at(agent).agent.type,
      patternSite,
    };
  }

  #index(fragment: GraphFragment): number {
    const key = JSON.stringify(fragment);
    const known = this.#indices.get(key);
    if (known !== undefined) return known;
    this.#indices.set(key, this.fragments.length);
    this.fragments.push(fragment);
    return this.fragments.length - 1;
  }
}

/** Agents in breadth-first order along links, from the first. */
function linkOrder(pattern: MoleculePattern): readonly number[] {
  const order = [0];
  for (const agent of order)
    for (const { bond } of pattern.agents[agent].sites)
      if (bond.kind === "link" && !order.includes(bond.agent)) order.push(bond.agent);
  if (order.length !== pattern.agents.length) throw new Error("the agents of a pattern are not all linked");
  return order;
}

function fragmentOf(pattern: MoleculePattern, order: readonly number[]): GraphFragment {
  const bondOf = (bond: PatternSite["bond"]): GraphBond => {
    if (bond.kind === "partner") return { kind: "partner", type: bond.type, site: bond.siteClass };
    if (bond.kind !== "link") return bond;
    const { siteClass } = pattern.agents[bond.agent].sites[bond.site];
    return { kind: "link", agent: order.indexOf(bond.agent), site: siteClass };
  };
  return {
    agents: order.map((agent) => ({
      type: pattern.agents[agent].type,
      sites: pattern.agents[agent].sites.map(({ siteClass, state, bond }) => ({
        site: siteClass,
        state: state ?? -1,
        bond: bondOf(bond),
      })),
    })),
  };
}
