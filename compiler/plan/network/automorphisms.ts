/**
 * Relabellings: maps of the agents and sites of patterns onto those of others that keep every condition.
 *
 * `patternAutomorphisms` counts those of one pattern onto itself (the divisor of `count P`); `ruleAutomorphisms`
 * those of a whole left side, patterns exchanged too, that leave what the rule does unchanged (the divisor of its
 * propensity). Two rules are the same up to names and order if there is one between them.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import type {
  LocalMeasure,
  MoleculePattern,
  PatternAgent,
  PatternBond,
  RuleAction,
  SiteReference,
  StructuredRule,
} from "../../model/structured.ts";
import type { PatternCentre } from "./reactionCentre.ts";

/** A relabelling: image of each agent, and of each site within its image. */
interface Relabelling {
  readonly agents: readonly number[];
  readonly sites: readonly (readonly number[])[];
}

export function patternAutomorphisms(pattern: MoleculePattern): number {
  let count = 0;
  forEachRelabelling([pattern], [pattern], () => count++);
  return count;
}

/** `centre`: of a `distinct` rule, whose relabellings that move nothing of it are no more than one. */
export function ruleAutomorphisms(
  rule: StructuredRule,
  graph: ExpressionGraph,
  centre: readonly PatternCentre[] | null = null,
): number {
  const all = isomorphismCount(rule, rule, (relabelling) => keepsRates(rule, rule, relabelling, graph));
  if (centre === null) return all;
  const unmoving = isomorphismCount(
    rule,
    rule,
    (relabelling) => keepsRates(rule, rule, relabelling, graph) && keepsCentre(rule, centre, relabelling),
  );
  return all / unmoving;
}

/** Whether every pattern stays where it is, with all that the rule changes in it. */
function keepsCentre(
  { patterns }: StructuredRule,
  centre: readonly PatternCentre[],
  { agents, sites }: Relabelling,
): boolean {
  let start = 0;
  return patterns.every((pattern, p) => {
    const first = start;
    start += pattern.agents.length;
    const isHere = agents[first] >= first && agents[first] < start;
    return (
      isHere &&
      centre[p].agents.every((agent) => agents[first + agent] === first + agent) &&
      centre[p].sites.every(
        ({ agent, site }) => agents[first + agent] === first + agent && sites[first + agent][site] === site,
      )
    );
  });
}

/** Relabellings that leave what the rule does unchanged and that `isKept` accepts, given the image of each agent. */
export function ruleAutomorphismsThat(
  rule: StructuredRule,
  isKept: (images: readonly number[]) => boolean,
): number {
  return isomorphismCount(rule, rule, ({ agents }) => isKept(agents));
}

/** Whether two rules are one with its molecules named in another order, rates included. */
export function isSameRule(one: StructuredRule, other: StructuredRule, graph: ExpressionGraph): boolean {
  return hasSameChange(one, other, (relabelling) => keepsRates(one, other, relabelling, graph));
}

/** The same for rules whose rates `isKept` compares, given the image of each agent. */
export function isSameRuleThat(
  one: StructuredRule,
  other: StructuredRule,
  isKept: (images: readonly number[]) => boolean,
): boolean {
  return hasSameChange(one, other, ({ agents }) => isKept(agents));
}

/** Whether two rules match and change the same, whatever their rates. */
export function isSameChange(one: StructuredRule, other: StructuredRule): boolean {
  return hasSameChange(one, other, () => true);
}

function hasSameChange(
  one: StructuredRule,
  other: StructuredRule,
  isKept: (relabelling: Relabelling) => boolean,
): boolean {
  const isAlike =
    one.isDistinct === other.isDistinct &&
    one.patterns.length === other.patterns.length &&
    one.created.length === other.created.length &&
    one.actions.length === other.actions.length &&
    (one.products === null) === (other.products === null) &&
    poolText(one) === poolText(other);
  return isAlike && isomorphismCount(one, other, isKept) > 0;
}

function poolText({ consumed, produced }: StructuredRule): string {
  return [consumed, produced]
    .map((pools) =>
      pools
        .map(({ species, count }) => `${count}*${species}`)
        .sort()
        .join("+"),
    )
    .join(">");
}

function isomorphismCount(
  from: StructuredRule,
  to: StructuredRule,
  isKept: (relabelling: Relabelling) => boolean,
): number {
  let count = 0;
  const matched = from.patterns.reduce((sum, { agents }) => sum + agents.length, 0);
  const target = new Set(describeRule(to, null));
  forEachRelabelling(from.patterns, to.patterns, (relabelling) => {
    if (!isKept(relabelling)) return;
    // Created molecules of one kind may be exchanged as well.
    for (const created of createdMaps(from, to, matched)) {
      const image = describeRule(from, {
        agents: [...relabelling.agents, ...created],
        sites: relabelling.sites,
      });
      if (image.length === target.size && image.every((text) => target.has(text))) {
        count++;
        break;
      }
    }
  });
  return count;
}

/**
 * Whether the rates of two rules are the same when values of single matches are those of the image. Rates are compared
 * as expressions, whose sums and products have no order.
 */
function keepsRates(
  { locals, rate }: StructuredRule,
  to: StructuredRule,
  { agents }: Relabelling,
  graph: ExpressionGraph,
): boolean {
  if (rate.kind === "total" || to.rate.kind === "total")
    return rate.kind === "total" && to.rate.kind === "total" && rate.velocity === to.rate.velocity;
  const keyOf = ({ measure, having, pattern }: LocalMeasure, agent: number): string =>
    `${measure} ${agent} ${JSON.stringify({ pattern, having })}`;
  const symbols = new Map(to.locals.map((local) => [keyOf(local, local.agent), local.symbol]));
  const images = new Map<SymbolId, ExpressionId>();
  for (const local of locals) {
    const image = symbols.get(keyOf(local, agents[local.agent]));
    if (image === undefined) return false;
    images.set(local.symbol, graph.symbol(image));
  }
  const isKept = (id: ExpressionId, image: ExpressionId): boolean =>
    id === image && images.size === 0 ? true : substitute(graph, id, images) === image;
  if (!isKept(rate.constant, to.rate.constant) || rate.anywhere !== to.rate.anywhere) return false;
  if (rate.within === null || to.rate.within === null) return rate.within === to.rate.within;
  return isKept(rate.within, to.rate.within);
}

/** What a rule does, under a relabelling, as texts that do not depend on an order. */
function describeRule(rule: StructuredRule, relabelling: Relabelling | null): string[] {
  const agentOf = (agent: number): number => relabelling?.agents[agent] ?? agent;
  const siteOf = ({ agent, site }: SiteReference): string =>
    `${agentOf(agent)}/${relabelling?.sites[agent]?.[site] ?? site}`;
  const actionText = (action: RuleAction): string => {
    switch (action.kind) {
      case "state":
        return `state ${siteOf(action.at)} ${action.to}`;
      case "bind":
        return `bind ${[siteOf(action.a), siteOf(action.b)].sort().join(" ")}`;
      case "unbind": {
        const other = linkedTo(rule, action.at);
        // A bond is broken once, whichever of its ends the action names.
        return `unbind ${(other === null ? [siteOf(action.at)] : [siteOf(action.at), siteOf(other)]).sort().join(" ")}`;
      }
      case "delete":
      case "deleteComplex":
        return `${action.kind} ${agentOf(action.agent)}`;
      case "move":
      case "moveComplex":
        return `${action.kind} ${agentOf(action.agent)} ${action.compartment}`;
    }
  };
  const products = (rule.products ?? []).map(
    (members) =>
      `product ${members
        .map(agentOf)
        .sort((a, b) => a - b)
        .join(",")}`,
  );
  const conditions = rule.conditions.map(
    ({ kind, side, agent, pattern }) => `${kind} ${side} ${agentOf(agent)} ${JSON.stringify(pattern)}`,
  );
  return [...rule.actions.map(actionText), ...products, ...conditions];
}

/** The other end of a bond that the left side states; null when it states none there. */
function linkedTo(rule: StructuredRule, { agent, site }: SiteReference): SiteReference | null {
  let start = 0;
  for (const { agents } of rule.patterns) {
    const bond = agents[agent - start]?.sites[site]?.bond;
    if (bond?.kind === "link") return { agent: start + bond.agent, site: bond.site };
    start += agents.length;
    if (agent < start) return null;
  }
  return null;
}

function* createdMaps(from: StructuredRule, to: StructuredRule, matched: number): Generator<number[]> {
  const kinds = from.created.map((created) => JSON.stringify(created));
  const targets = to.created.map((created) => JSON.stringify(created));
  const image: number[] = [];
  function* extend(): Generator<number[]> {
    if (image.length === kinds.length) {
      yield image.map((i) => matched + i);
      return;
    }
    for (const candidate of targets.keys()) {
      if (image.includes(candidate) || targets[candidate] !== kinds[image.length]) continue;
      image.push(candidate);
      yield* extend();
      image.pop();
    }
  }
  yield* extend();
}

interface PlacedAgent {
  readonly agent: PatternAgent;
  readonly pattern: number;
}

function placedAgents(patterns: readonly MoleculePattern[]): readonly PlacedAgent[] {
  return patterns.flatMap(({ agents }, pattern) => agents.map((agent) => ({ agent, pattern })));
}

/** Number of the first agent of each pattern. */
function patternStarts(patterns: readonly MoleculePattern[]): readonly number[] {
  let start = 0;
  return patterns.map(({ agents }) => {
    start += agents.length;
    return start - agents.length;
  });
}

/** Calls `visit` for every relabelling of several patterns that maps patterns onto whole patterns. */
function forEachRelabelling(
  patterns: readonly MoleculePattern[],
  images: readonly MoleculePattern[],
  visit: (relabelling: Relabelling) => void,
): void {
  const flat = placedAgents(patterns);
  const targets = placedAgents(images);
  if (flat.length !== targets.length) return;
  const starts = patternStarts(patterns);
  const targetStarts = patternStarts(images);
  const agents: number[] = flat.map(() => -1);
  const sites: number[][] = flat.map(({ agent }) => agent.sites.map(() => -1));

  const matchAgent = (index: number): void => {
    if (index === flat.length) {
      visit({ agents: [...agents], sites: sites.map((list) => [...list]) });
      return;
    }
    for (let image = 0; image < targets.length; image++) {
      if (agents.includes(image)) continue;
      const from = flat[index];
      const to = targets[image];
      if (from.agent.type !== to.agent.type || from.agent.compartment !== to.agent.compartment) continue;
      if (from.agent.sites.length !== to.agent.sites.length) continue;
      // Agents of one pattern stay together.
      const sibling = flat.findIndex(({ pattern }, i) => i < index && pattern === from.pattern);
      if (sibling >= 0 && targets[agents[sibling]].pattern !== to.pattern) continue;
      const stranger = flat.findIndex(
        ({ pattern }, i) =>
          i < index && pattern !== from.pattern && targets[agents[i]].pattern === to.pattern,
      );
      if (stranger >= 0 || patterns[from.pattern].agents.length !== images[to.pattern].agents.length)
        continue;
      agents[index] = image;
      matchSite(index, image, 0);
      agents[index] = -1;
    }
  };

  const matchSite = (index: number, image: number, site: number): void => {
    const from = flat[index].agent.sites;
    if (site === from.length) {
      matchAgent(index + 1);
      return;
    }
    const to = targets[image].agent.sites;
    for (let candidate = 0; candidate < to.length; candidate++) {
      if (sites[index].includes(candidate)) continue;
      const a = from[site];
      const b = to[candidate];
      if (a.siteClass !== b.siteClass || a.state !== b.state || !sameBondKind(a.bond, b.bond)) continue;
      sites[index][site] = candidate;
      if (keepsBond(index, site)) matchSite(index, image, site + 1);
      sites[index][site] = -1;
    }
  };

  /** Asked as soon as both ends of a bond are placed: else the ways to place a chain's molecules all are tried. */
  const keepsBond = (index: number, site: number): boolean => {
    const { agent, pattern } = flat[index];
    const { bond } = agent.sites[site];
    if (bond.kind !== "link") return true;
    const other = starts[pattern] + bond.agent;
    const image = targets[agents[index]];
    const imageBond = image.agent.sites[sites[index][site]].bond;
    if (imageBond.kind !== "link") return false;
    const partner = agents[other];
    if (partner < 0 || sites[other][bond.site] < 0) return true;
    return (
      targetStarts[image.pattern] + imageBond.agent === partner && imageBond.site === sites[other][bond.site]
    );
  };

  matchAgent(0);
}

function sameBondKind(a: PatternBond, b: PatternBond): boolean {
  if (a.kind !== b.kind) return false;
  return a.kind !== "partner" || b.kind !== "partner" || (a.type === b.type && a.siteClass === b.siteClass);
}
