/** Patterns, rules and types of molecules as the numbers that the kernel of network generation reads (kernels/). */
import type { MoleculePattern, PatternBond, RuleAction, StructuredRule } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import { searchSteps, siteStarts } from "./embedding.ts";

const bondKinds = { any: 0, free: 1, bound: 2, partner: 3, link: 4 } as const;
const actionKinds = {
  state: 0,
  unbind: 1,
  bind: 2,
  move: 3,
  moveComplex: 4,
  delete: 5,
  deleteComplex: 6,
} as const;

/** See kernels/patterns.ts. */
export function patternTable(pattern: MoleculePattern, layouts: readonly TypeLayout[]): Int32Array {
  const steps = searchSteps(pattern, layouts);
  const bondNumbers = (bond: PatternBond): readonly number[] =>
    bond.kind === "partner"
      ? [bond.type, bond.siteClass]
      : bond.kind === "link"
        ? [bond.agent, bond.site]
        : [0, 0];
  return Int32Array.from([
    pattern.agents.length,
    siteStarts(pattern).at(-1) ?? 0,
    steps.length,
    ...steps.flatMap(({ agent, type, compartment, from, sites }) => [
      agent,
      type,
      compartment,
      from,
      sites.length,
      ...sites.flatMap(({ index, first, last, state, bond, far }) => [
        index,
        first,
        last,
        state,
        bondKinds[bond.kind],
        ...bondNumbers(bond),
        far,
      ]),
    ]),
  ]);
}

/** See kernels/network.ts. */
export function ruleTable({ patterns, created, actions, products }: StructuredRule): Int32Array {
  const matched = patterns.flatMap(({ agents }) => agents);
  const starts = [0];
  for (const count of [
    ...matched.map(({ sites }) => sites.length),
    ...created.map(({ states }) => states.length),
  ])
    starts.push((starts.at(-1) ?? 0) + count);
  const site = (at: { readonly agent: number; readonly site: number }): number => starts[at.agent] + at.site;
  const actionNumbers = (action: RuleAction): readonly [number, number] => {
    switch (action.kind) {
      case "state":
        return [site(action.at), action.to];
      case "unbind":
        return [site(action.at), 0];
      case "bind":
        return [site(action.a), site(action.b)];
      case "move":
      case "moveComplex":
        return [action.agent, action.compartment];
      case "delete":
      case "deleteComplex":
        return [action.agent, 0];
    }
  };
  return Int32Array.from([
    matched.length,
    starts[matched.length],
    ...patterns.flatMap((pattern) => [pattern.agents.length, siteStarts(pattern).at(-1) ?? 0]),
    created.length,
    ...created.flatMap(({ type, compartment, states }) => [type, compartment, states.length, ...states]),
    actions.length,
    ...actions.flatMap((action) => [actionKinds[action.kind], ...actionNumbers(action)]),
    ...(products === null
      ? [-1]
      : [products.length, ...products.flatMap((members) => [members.length, ...members])]),
  ]);
}

/** Patterns, molecules or sites of a rule, whichever are most. */
export function ruleSize({ patterns, created }: StructuredRule): number {
  const agents = patterns.flatMap((pattern) => pattern.agents);
  const sites = agents.reduce((sum, agent) => sum + agent.sites.length, 0);
  const own = created.reduce((sum, { states }) => sum + states.length, 0);
  return Math.max(1, patterns.length, agents.length + created.length, sites + own);
}

/** See kernels/complexes.ts. */
export function complexTable(complex: ComplexGraph): Int32Array {
  const { agentType, agentCompartment, siteStart, siteAgent, siteState, sitePartner } = complex;
  const result = new Int32Array(3 + 3 * agentType.length + 3 * siteAgent.length);
  result[0] = agentType.length;
  result[1] = siteAgent.length;
  let at = 2;
  for (const part of [agentType, agentCompartment, siteStart, siteAgent, siteState, sitePartner]) {
    result.set(part, at);
    at += part.length;
  }
  return result;
}

/** The complex that such a table describes, from an index on. */
export function complexFrom(words: Int32Array, start: number): ComplexGraph {
  const agents = words[start];
  const sites = words[start + 1];
  let at = start + 2;
  const part = (length: number): Int32Array => words.slice(at, (at += length));
  return {
    agentType: part(agents),
    agentCompartment: part(agents),
    siteStart: part(agents + 1),
    siteAgent: part(sites),
    siteState: part(sites),
    sitePartner: part(sites),
  };
}
