/** What a rule on molecules does: found by comparing the sites of matched molecules on its two sides. */
import type { Path } from "../../grammar/syntax/common.ts";
import type { AnalysedAgent } from "../check/patternAnalysis.ts";
import type { RuleDirection } from "../check/analysedRule.ts";
import { type Assignment, siteInstances, stateIndex } from "./moleculeTables.ts";
import type {
  MoleculePattern,
  MoleculeType,
  PatternAgent,
  PatternBond,
  PatternSite,
  RuleAction,
  SiteReference,
  StructuredRule,
} from "./structured.ts";

/** Left agents complex by complex: their order in the flat rule. */
export interface LeftOrder {
  readonly complexes: readonly (readonly number[])[];
  /** Position of each left agent in the flat rule's numbering. */
  readonly position: ReadonlyMap<number, number>;
}

export function leftOrder(direction: RuleDirection): LeftOrder {
  const complexes = Array.from({ length: direction.leftComplexes }, (_, complex) =>
    direction.left.flatMap((agent, i) => (agent.complex === complex ? [i] : [])),
  ).filter((members) => members.length > 0);
  return { complexes, position: new Map(complexes.flat().map((index, i) => [index, i])) };
}

/** Finds what a direction does by comparing matched molecules site by site. */
export class ActionFinder {
  readonly #typeOf: (agent: AnalysedAgent) => MoleculeType;
  readonly #direction: RuleDirection;
  readonly #order: LeftOrder;
  readonly #assignment: Assignment;
  /** Patterns, with sites added that only the right side mentions. */
  readonly patterns: { agents: (Omit<PatternAgent, "sites"> & { sites: PatternSite[] })[] }[];

  constructor(
    typeOf: (agent: AnalysedAgent) => MoleculeType,
    direction: RuleDirection,
    order: LeftOrder,
    patterns: readonly MoleculePattern[],
    assignment: Assignment,
  ) {
    this.#typeOf = typeOf;
    this.#direction = direction;
    this.#order = order;
    this.#assignment = assignment;
    this.patterns = patterns.map(({ agents }) => ({
      agents: agents.map((agent) => ({ ...agent, sites: [...agent.sites] })),
    }));
  }

  find(compartmentOf: (path: Path) => number): Pick<StructuredRule, "actions" | "products"> {
    const { left, right } = this.#direction;
    const actions: RuleAction[] = [];
    const deleted: RuleAction[] = [];
    const moved: RuleAction[] = [];
    const flat = this.patterns.flatMap(({ agents }) => agents);
    const matchedCount = left.length;
    let createdCount = 0;
    /** Flat index of each right agent. */
    const indexOf = right.map((agent) =>
      agent.from === null ? matchedCount + createdCount++ : (this.#order.position.get(agent.from) ?? 0),
    );
    const bonds = new Map<string, { at: SiteReference; before: PatternBond }[]>();
    right.forEach((agent, r) => {
      const index = indexOf[r] ?? 0;
      if (agent.action === "delete") return void deleted.push({ kind: "delete", agent: index });
      if (agent.action === "delete complex")
        return void deleted.push({ kind: "deleteComplex", agent: index });
      if (agent.compartment !== null && agent.from !== null) {
        const to = compartmentOf(agent.compartment);
        const kind = agent.movesComplex ? "moveComplex" : "move";
        if (flat[index]?.compartment !== to)
          (agent.movesComplex ? moved : actions).push({ kind, agent: index, compartment: to });
      }
      const isNew = agent.from === null;
      const instances = isNew ? siteInstances(this.#typeOf(agent), agent.sites) : [];
      const seen = new Map<number, number>();
      agent.sites.forEach((site, k) => {
        const nth = seen.get(site.siteClass) ?? 0;
        seen.set(site.siteClass, nth + 1);
        const at = {
          agent: index,
          site: isNew ? (instances[k] ?? 0) : this.#leftSite(flat[index], site.siteClass, nth),
        };
        const before = isNew ? null : flat[index]?.sites[at.site];
        const to = stateIndex(site, this.#assignment);
        if (!isNew && to !== null && before?.state !== to) actions.push({ kind: "state", at, to });
        if (site.bond === null) return;
        const bondBefore: PatternBond = before?.bond ?? { kind: "free" };
        if (
          site.bond.kind === "free" &&
          (bondBefore.kind === "link" || bondBefore.kind === "bound" || bondBefore.kind === "partner")
        ) {
          actions.push({ kind: "unbind", at });
        } else if (site.bond.kind === "label") {
          const key = `${agent.complex}/${site.bond.label}`;
          const list = bonds.get(key) ?? [];
          list.push({ at, before: bondBefore });
          bonds.set(key, list);
        }
      });
    });
    for (const agent of left) {
      // `delete a` may also be written where the molecule is matched.
      const index = this.#order.position.get(left.indexOf(agent)) ?? 0;
      if (agent.action === "delete") deleted.push({ kind: "delete", agent: index });
      if (agent.action === "delete complex") deleted.push({ kind: "deleteComplex", agent: index });
    }
    const unbinds = actions.filter((action) => action.kind === "unbind");
    const binds: RuleAction[] = [];
    for (const ends of bonds.values()) {
      const [a, b] = ends;
      if (a === undefined || b === undefined) continue;
      if (this.#areLinked(a, b)) continue;
      for (const end of [a, b]) {
        const isBound =
          end.before.kind === "link" || end.before.kind === "bound" || end.before.kind === "partner";
        if (isBound) unbinds.push({ kind: "unbind", at: end.at });
      }
      binds.push({ kind: "bind", a: a.at, b: b.at });
    }
    const rest = actions.filter((action) => action.kind !== "unbind");
    const products =
      this.#direction.rightComplexes === null
        ? null
        : Array.from({ length: this.#direction.rightComplexes }, (_, complex) =>
            right.flatMap((agent, r) =>
              agent.complex === complex && !agent.action.startsWith("delete") ? [indexOf[r] ?? 0] : [],
            ),
          ).filter((members) => members.length > 0);
    return {
      actions: [...withoutMirrored(unbinds, flat, this.patterns), ...rest, ...binds, ...moved, ...deleted],
      products,
    };
  }

  /** Index of the nth site of a class among the left agent's sites; adds it unconditioned when not mentioned. */
  #leftSite(agent: { sites: PatternSite[] } | undefined, siteClass: number, nth: number): number {
    if (agent === undefined) return 0;
    let seen = 0;
    for (const [i, site] of agent.sites.entries()) {
      if (site.siteClass !== siteClass) continue;
      if (seen === nth) return i;
      seen++;
    }
    agent.sites.push({ siteClass, state: null, bond: { kind: "any" } });
    return agent.sites.length - 1;
  }

  #areLinked(a: { at: SiteReference; before: PatternBond }, b: { at: SiteReference }): boolean {
    if (a.before.kind !== "link") return false;
    const start = this.#complexStart(a.at.agent);
    return a.before.agent + start === b.at.agent && a.before.site === b.at.site;
  }

  /** Flat index of the first agent of the complex that holds a flat agent. */
  #complexStart(agent: number): number {
    let start = 0;
    for (const { agents } of this.patterns) {
      if (agent < start + agents.length) return start;
      start += agents.length;
    }
    return start;
  }
}

/** One unbind for a bond whose two ends are both set free. */
function withoutMirrored(
  unbinds: readonly RuleAction[],
  flat: readonly { readonly sites: readonly PatternSite[] }[],
  patterns: readonly { readonly agents: readonly unknown[] }[],
): RuleAction[] {
  const starts: number[] = [];
  let start = 0;
  for (const { agents } of patterns) {
    for (let i = 0; i < agents.length; i++) starts.push(start);
    start += agents.length;
  }
  const done = new Set<string>();
  return unbinds.filter((action) => {
    if (action.kind !== "unbind") return true;
    const key = `${action.at.agent}/${action.at.site}`;
    if (done.has(key)) return false;
    done.add(key);
    const bond = flat[action.at.agent]?.sites[action.at.site]?.bond;
    if (bond?.kind === "link") done.add(`${bond.agent + (starts[action.at.agent] ?? 0)}/${bond.site}`);
    return true;
  });
}
