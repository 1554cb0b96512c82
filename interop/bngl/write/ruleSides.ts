/** The two sides of a rule on molecules as BNGL patterns. */
import type { AgentIndex, SiteReference, StructuredRule } from "../../../compiler/model/structured.ts";
import { NotInBngl } from "./bnglExpression.ts";
import { type DraftMolecule, type DraftSite, draftPattern, type PatternText } from "./bnglPattern.ts";

export interface RuleSides {
  readonly left: readonly string[];
  readonly right: readonly string[];
  /** All of the side as one complex. */
  readonly leftAsOne: string;
  readonly rightAsOne: string;
  readonly deletesMolecules: boolean;
}

/** A molecule of the rule, before or after it. Bonds carry the number of their pattern: `2:1`. */
interface Member extends DraftMolecule {
  /** -1 for a created one. */
  readonly pattern: number;
  readonly isGone: boolean;
}

/**
 * One way to write the rule or, for an edit in place that may part a complex, two: BNGL says of each product
 * whether it hangs together. @throws NotInBngl
 */
export function ruleSides(rule: StructuredRule, text: PatternText): readonly RuleSides[] {
  const bare = members(rule, text);
  const isLabelled = typesThatRepeat(bare);
  const start = bare.map((one, i) =>
    isLabelled.has(one.type) && one.pattern >= 0 ? { ...one, label: `m${i + 1}` } : one,
  );
  const after = applied(rule, start);
  const left = rule.patterns.map((_, p) =>
    text.text(renumbered(start.filter(({ pattern }) => pattern === p))),
  );
  const matched = start.filter(({ pattern }) => pattern >= 0);
  const deletes = (kind: "delete" | "deleteComplex"): boolean =>
    rule.actions.some((one) => one.kind === kind);
  if (deletes("delete") && deletes("deleteComplex"))
    throw new NotInBngl("Deleting a molecule and a whole complex in one rule");
  return productsOf(rule, start, after).map((products) => ({
    left,
    right: products.map((agents) => text.text(renumbered(agents.flatMap((agent) => after[agent] ?? [])))),
    leftAsOne: text.text(renumbered(matched)),
    rightAsOne: text.text(renumbered(after.filter(({ isGone }) => !isGone))),
    deletesMolecules: deletes("delete"),
  }));
}

/** By the rule's numbers: matched, created, and then those that the rule only names as partners of a bond. */
function members(rule: StructuredRule, text: PatternText): readonly Member[] {
  const matched: Member[] = [];
  const partners: Member[] = [];
  rule.patterns.forEach((pattern, p) => {
    draftPattern(pattern).forEach((molecule, i) => {
      const sites = molecule.sites.map((site) => ({ ...site, bond: scoped(site.bond, p) }));
      const list = i < pattern.agents.length ? matched : partners;
      list.push({ ...molecule, sites, pattern: p, isGone: false });
    });
  });
  const created = rule.created.map(({ type, states }): Member => {
    const sites = text.classes(type).map((siteClass, i): DraftSite => {
      const state = states[i] ?? -1;
      return { siteClass, state: state < 0 ? null : state, bond: null };
    });
    return { type, sites, label: null, pattern: -1, isGone: false };
  });
  return [...matched, ...created, ...partners];
}

function scoped(bond: string | null, pattern: number): string | null {
  return bond === null || isOpen(bond) ? bond : `${pattern}:${bond}`;
}

function isOpen(bond: string): boolean {
  return bond === "+" || bond === "?";
}

function applied(rule: StructuredRule, start: readonly Member[]): readonly Member[] {
  let agents = start;
  const change = ({ agent, site }: SiteReference, to: Partial<DraftSite>): void => {
    agents = agents.map((one, i) =>
      i === agent
        ? { ...one, sites: one.sites.map((other, k) => (k === site ? { ...other, ...to } : other)) }
        : one,
    );
  };
  const open = (bonds: ReadonlySet<string>): void => {
    agents = agents.map((one) => ({
      ...one,
      sites: one.sites.map((site) =>
        site.bond !== null && bonds.has(site.bond) ? { ...site, bond: null } : site,
      ),
    }));
  };
  rule.actions.forEach((action, i) => {
    switch (action.kind) {
      case "state":
        return change(action.at, { state: action.to });
      case "unbind": {
        const bond = agents[action.at.agent]?.sites[action.at.site]?.bond ?? null;
        if (bond === null) return;
        if (isOpen(bond)) throw new NotInBngl("Opening a bond whose other end is not named");
        return open(new Set([bond]));
      }
      case "bind":
        change(action.a, { bond: `new:${i}` });
        return change(action.b, { bond: `new:${i}` });
      case "delete":
      case "deleteComplex": {
        const ends = (agents[action.agent]?.sites ?? []).flatMap(({ bond }) =>
          bond === null || isOpen(bond) ? [] : [bond],
        );
        open(new Set(ends));
        agents = agents.map((one, k) => (k === action.agent ? { ...one, isGone: true } : one));
        return;
      }
      case "move":
      case "moveComplex":
        throw new NotInBngl("Moving a molecule into another compartment");
    }
  });
  return agents;
}

function typesThatRepeat(agents: readonly Member[]): ReadonlySet<number> {
  const types = agents.map(({ type }) => type);
  return new Set(types.filter((type, i) => types.indexOf(type) !== i));
}

type Products = readonly (readonly AgentIndex[])[];

/** The products as sets of agents, in as many ways as BNGL must be told. */
function productsOf(
  { products, patterns, created }: StructuredRule,
  start: readonly Member[],
  after: readonly Member[],
): readonly Products[] {
  const numbers = [...after.keys()].filter((agent) => after[agent]?.isGone === false);
  const named = patterns.reduce((sum, { agents }) => sum + agents.length, created.length);
  const linked = linkedGroups(numbers, after);
  // What the right side joins is one; else what was one complex and nothing parted.
  const demanded =
    products ??
    patterns.map((_, p) => numbers.filter((agent) => start[agent]?.pattern === p && agent < named));
  const sets = merged(linked, demanded);
  const wasJoined = (p: number): boolean =>
    linkedGroups(
      numbers.filter((agent) => start[agent]?.pattern === p),
      start,
    ).length === 1;
  // Complexes that an opened bond may have parted, where nothing is demanded of them.
  const loose = patterns.flatMap((_, p) => {
    const own = numbers.filter((agent) => start[agent]?.pattern === p);
    const pieces = linkedGroups(own, after);
    const isFree = products === null || pieces.some((piece) => piece.every((agent) => agent >= named));
    return pieces.length > 1 && isFree && wasJoined(p) ? [{ own, pieces: pieces.length }] : [];
  });
  const [one, ...others] = loose;
  if (one === undefined) return [sets];
  if (others.length > 0 || one.pieces > 2)
    throw new NotInBngl("An edit that may part a complex into more than two pieces");
  const apart = products === null ? linked : sets;
  return [merged(sets, [one.own]), apart];
}

/** Groups that one of the sets touches become one. */
function merged(groups: Products, sets: Products): Products {
  let result = groups;
  for (const set of sets) {
    const touches = (group: readonly AgentIndex[]): boolean => group.some((agent) => set.includes(agent));
    const joined = result.filter(touches).flat();
    if (joined.length === 0) continue;
    result = [...result.filter((group) => !touches(group)), joined.sort((a, b) => a - b)];
  }
  return [...result].sort(([a = 0], [b = 0]) => a - b);
}

/** Agents that named bonds connect. */
function linkedGroups(numbers: readonly AgentIndex[], agents: readonly Member[]): Products {
  const bondsOf = (agent: AgentIndex): readonly string[] =>
    (agents[agent]?.sites ?? []).flatMap(({ bond }) => (bond === null || isOpen(bond) ? [] : [bond]));
  const rest = new Set(numbers);
  const groups: AgentIndex[][] = [];
  for (const first of numbers) {
    if (!rest.delete(first)) continue;
    const group = [first];
    for (const member of group) {
      const bonds = new Set(bondsOf(member));
      for (const other of rest) {
        if (!bondsOf(other).some((bond) => bonds.has(bond))) continue;
        rest.delete(other);
        group.push(other);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}

/** Bonds as 1, 2, … by their first appearance. */
function renumbered(list: readonly Member[]): readonly DraftMolecule[] {
  const numbers = new Map<string, string>();
  return list.map(({ type, sites, label }) => ({
    type,
    label,
    sites: sites.map((site) => {
      if (site.bond === null || isOpen(site.bond)) return site;
      const number = numbers.get(site.bond) ?? String(numbers.size + 1);
      numbers.set(site.bond, number);
      return { ...site, bond: number };
    }),
  }));
}
