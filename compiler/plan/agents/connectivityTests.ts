/**
 * Which questions of connectivity a rule must ask when it is applied: only those that neither its own bonds nor
 * the contact map answer.
 */
import type { AgentPair } from "../../../runtime/agentModel.ts";
import type { PatternBond, StructuredRule } from "../../model/structured.ts";
import type { ContactMap, OpenAgent } from "./contactMap.ts";

export interface ConnectivityTests {
  readonly apart: readonly AgentPair[];
  readonly joined: readonly AgentPair[];
  readonly parted: readonly AgentPair[];
}

/**
 * `isBetween`: the patterns stand in different complexes; else they may share one. `isTree`: complexes have no rings
 * (bondTrees.ts).
 */
export function connectivityTests(
  rule: StructuredRule,
  contacts: ContactMap,
  isBetween: boolean,
  isTested: boolean,
  isTree: boolean,
): ConnectivityTests {
  const starts: number[] = [];
  const patternOf: number[] = [];
  rule.patterns.forEach(({ agents }, p) => {
    starts.push(patternOf.length);
    for (const _ of agents) patternOf.push(p);
  });
  const matched = rule.patterns.flatMap(({ agents }) => agents);

  const apart: AgentPair[] = [];
  if (isTested) {
    const before = rule.patterns.map(({ agents }) =>
      agents.map(({ type, sites }) => {
        const open = sites.flatMap(({ siteClass, bond }) => (leadsOut(bond) ? [siteClass] : []));
        return contacts.exitsOf(
          type,
          sites.map(({ siteClass }) => siteClass),
          open,
        );
      }),
    );
    before.forEach((p, i) => {
      before.forEach((q, j) => {
        if (j > i && contacts.mayConnect(p, q)) apart.push([starts[i], starts[j]]);
      });
    });
  }
  if (rule.products === null) return { apart, joined: [], parted: [] };

  // Bonds among the rule's agents after it.
  const deleted = new Set(
    rule.actions.flatMap((action) =>
      action.kind === "delete" || action.kind === "deleteComplex" ? [action.agent] : [],
    ),
  );
  const cuts = rule.actions.some(({ kind }) => kind === "unbind") || deleted.size > 0;
  const broken = new Set<string>();
  const made = new Set<string>();
  const freed = new Set<string>();
  const bonds = new Groups(matched.length + rule.created.length);
  /** Complexes before and what joins them: agents of different ones are certainly apart. */
  const origins = new Groups(matched.length + rule.created.length);
  /** What stated bonds connect before. */
  const linked = new Groups(matched.length + rule.created.length);
  for (const action of rule.actions) {
    if (action.kind === "unbind") {
      const { agent, site } = action.at;
      freed.add(`${agent}/${site}`);
      broken.add(`${agent}/${site}`);
      const bond = matched[agent].sites[site].bond;
      if (bond.kind === "link") {
        const other = `${starts[patternOf[agent]] + bond.agent}/${bond.site}`;
        freed.add(other);
        broken.add(other);
      }
    } else if (action.kind === "bind") {
      bonds.join(action.a.agent, action.b.agent);
      origins.join(action.a.agent, action.b.agent);
      for (const { agent, site } of [action.a, action.b]) made.add(`${agent}/${site}`);
    }
  }
  matched.forEach(({ sites }, agent) => {
    const start = starts[patternOf[agent]];
    origins.join(agent, isBetween ? start : 0);
    if (!cuts) bonds.join(agent, start);
    sites.forEach(({ bond }, site) => {
      if (bond.kind === "link") linked.join(agent, start + bond.agent);
      if (bond.kind !== "link" || broken.has(`${agent}/${site}`)) return;
      const other = start + bond.agent;
      if (!deleted.has(agent) && !deleted.has(other)) bonds.join(agent, other);
    });
  });

  const openAfter = (agent: number): OpenAgent => {
    if (agent >= matched.length) return { type: rule.created[agent - matched.length].type, exits: [] };
    const { type, sites } = matched[agent];
    const open = sites.flatMap(({ siteClass, bond }, site) => {
      const name = `${agent}/${site}`;
      if (made.has(name) || freed.has(name)) return [];
      // A bond to a molecule that the product does not name leads out.
      return bond.kind === "link" || leadsOut(bond) ? [siteClass] : [];
    });
    return contacts.exitsOf(
      type,
      sites.map(({ siteClass }) => siteClass),
      open,
    );
  };
  const joined: AgentPair[] = [];
  const parted: AgentPair[] = [];
  const products = rule.products.filter((members) => members.length > 0);
  products.forEach((members, i) => {
    const [first, ...others] = members;
    for (const other of others) {
      if (!bonds.areSame(first, other) && !joined.some(([, known]) => bonds.areSame(known, other)))
        joined.push([first, other]);
    }
    for (const [second] of products.slice(i + 1)) {
      if (!origins.areSame(first, second)) continue;
      // The only way between them was cut.
      if (isTree && linked.areSame(first, second) && !bonds.areSame(first, second)) continue;
      const here = patternsAfter(bonds, first, matched.length + rule.created.length).map(openAfter);
      const there = patternsAfter(bonds, second, matched.length + rule.created.length).map(openAfter);
      if (bonds.areSame(first, second) || contacts.mayConnect(here, there)) parted.push([first, second]);
    }
  });
  return { apart, joined, parted };
}

function patternsAfter(bonds: Groups, agent: number, count: number): number[] {
  return Array.from({ length: count }, (_, other) => other).filter((other) => bonds.areSame(agent, other));
}

function leadsOut(bond: PatternBond): boolean {
  return bond.kind === "any" || bond.kind === "bound" || bond.kind === "partner";
}

/** Disjoint sets of agents. */
class Groups {
  readonly #group: number[];

  constructor(count: number) {
    this.#group = Array.from({ length: count }, (_, i) => i);
  }

  join(a: number, b: number): void {
    const [from, to] = [this.#group[a], this.#group[b]];
    this.#group.forEach((group, i) => {
      if (group === from) this.#group[i] = to;
    });
  }

  areSame(a: number, b: number): boolean {
    return this.#group[a] === this.#group[b];
  }
}
