/**
 * One direction of a Kappa rule in one form, whichever notation it is written in: agents with what is tested of
 * their sites and what becomes of them.
 */
import type { Span } from "../../diagnostics/source.ts";
import type { KappaAgent, KappaLink, KappaPattern, KappaSite, NewLink } from "./syntax.ts";

export interface GraphSite {
  readonly name: string;
  /** Null: any, or none. */
  readonly state: string | null;
  readonly link: KappaLink;
  /** Null: as before. Labels of new bonds are apart from those of bonds before the rule. */
  readonly newState: string | null;
  readonly newLink: NewLink | null;
  readonly span: Span;
}

export interface GraphAgent {
  readonly type: string;
  readonly change: KappaAgent["change"];
  readonly sites: readonly GraphSite[];
  readonly span: Span;
}

export interface RuleProblem {
  readonly reason: string;
  readonly span: Span;
}

export type RuleGraph = readonly GraphAgent[];

/** `A(s{u/p}[1/.])`: the edit notation says itself what changes. */
export function fromEdit({ agents }: KappaPattern): RuleGraph {
  return agents.flatMap((agent) => {
    if (agent === null) return [];
    const sites = agent.sites.map((site) => (agent.change === "create" ? created(site) : edited(site)));
    return [{ type: agent.name.text, change: agent.change, sites, span: agent.span }];
  });
}

/** The k-th agents of the two sides are one agent, and `.` stands for one that is not there. */
export function fromSides(left: KappaPattern, right: KappaPattern): RuleGraph | RuleProblem {
  const [l, r] = [left.agents, right.agents];
  // Sides of nothing but ghosts may have any number of them.
  const isEmpty = (agents: KappaPattern["agents"]): boolean => agents.every((agent) => agent === null);
  const pairs: (readonly [KappaAgent | null, KappaAgent | null])[] = isEmpty(l)
    ? r.map((agent) => [null, agent] as const)
    : isEmpty(r)
      ? l.map((agent) => [agent, null] as const)
      : l.map((agent, i) => [agent, r[i] ?? null] as const);
  if (!isEmpty(l) && !isEmpty(r) && l.length !== r.length) {
    const reason = "the two sides have not equally many agents (write `.` for one that is made or deleted)";
    return { reason, span: (r.length < l.length ? left : right).span };
  }
  const leftBonds = bondEnds(l);
  const rightBonds = bondEnds(r);
  const graph: GraphAgent[] = [];
  for (const [i, [before, after]] of pairs.entries()) {
    const modified = [before, after].find((agent) => agent !== null && agent.change !== "keep");
    if (modified != null) return { reason: "`+` and `-` stand beside an arrow", span: modified.span };
    if (before === null && after === null) continue;
    if (before === null && after !== null) {
      const sites = after.sites.map((site) => created(site));
      graph.push({ type: after.name.text, change: "create", sites, span: after.span });
    } else if (before !== null && after === null) {
      const sites = before.sites.map((site) => edited(site));
      graph.push({ type: before.name.text, change: "delete", sites, span: before.span });
    } else if (before !== null && after !== null) {
      if (before.name.text !== after.name.text) {
        const reason = `the ${before.name.text} of the left side stands where the right side has ${after.name.text}`;
        return { reason, span: after.span };
      }
      const sites: GraphSite[] = [];
      for (const { name, span } of after.sites) {
        if (before.sites.some((site) => site.name.text === name.text)) continue;
        return { reason: `the site ${name.text} stands on the right side only`, span };
      }
      for (const site of before.sites) {
        const next = after.sites.find(({ name }) => name.text === site.name.text);
        if (next === undefined)
          return { reason: `the site ${site.name.text} stands on the left side only`, span: site.span };
        const isSameBond =
          site.links[0]?.kind === "label" &&
          partner(leftBonds, i, site) === partner(rightBonds, i, next) &&
          next.links[0]?.kind === "label";
        const found = compared(site, next, isSameBond);
        if ("reason" in found) return found;
        sites.push(found);
      }
      graph.push({ type: before.name.text, change: "keep", sites, span: before.span });
    }
  }
  return graph;
}

function edited({ name, states, links, newState, newLink, span }: KappaSite): GraphSite {
  const link = links[0] ?? { kind: "any" };
  return { name: name.text, state: state(states), link, newState: newState?.text ?? null, newLink, span };
}

function created({ name, states, links, span }: KappaSite): GraphSite {
  const [link] = links;
  const newLink = link?.kind === "label" ? link : ({ kind: "free" } as const);
  return { name: name.text, state: null, link: { kind: "any" }, newState: state(states), newLink, span };
}

function compared(left: KappaSite, right: KappaSite, isSameBond: boolean): GraphSite | RuleProblem {
  const before = edited(left);
  const [after] = right.states;
  const name = left.name.text;
  if (left.newState !== null || left.newLink !== null || right.newState !== null || right.newLink !== null)
    return { reason: "a change with `/` stands beside an arrow", span: left.span };
  if ((left.states.length === 0) !== (right.states.length === 0))
    return { reason: `the state of ${name} is said on one side only (\`{#}\` is any)`, span: right.span };
  if (after?.text === "#" && left.states[0]?.text !== "#")
    return { reason: `the new state of ${name} is not said`, span: right.span };
  const newState = after === undefined || after.text === left.states[0]?.text ? null : after.text;
  const [link = { kind: "any" } as const] = right.links;
  if (link.kind === "free") {
    const newLink = before.link.kind === "free" ? null : link;
    if (newLink !== null && left.links.length === 0)
      return {
        reason: `the bond of ${name} is said on the right side only (\`[#]\` is any)`,
        span: right.span,
      };
    return { ...before, newState, newLink };
  }
  if (link.kind === "label") return { ...before, newState, newLink: isSameBond ? null : link };
  const isSame =
    link.kind === before.link.kind &&
    (link.kind !== "partner" ||
      (before.link.kind === "partner" &&
        link.site.text === before.link.site.text &&
        link.agent.text === before.link.agent.text));
  if (isSame) return { ...before, newState, newLink: null };
  return { reason: `the new bond of ${name} is not fully said`, span: right.span };
}

function state(states: KappaSite["states"]): string | null {
  const [first] = states;
  return first === undefined || first.text === "#" ? null : first.text;
}

/** For every bond label of a side the places `agent.site` of its ends. */
function bondEnds(agents: KappaPattern["agents"]): ReadonlyMap<number, readonly string[]> {
  const ends = new Map<number, string[]>();
  for (const [i, agent] of agents.entries()) {
    for (const { name, links } of agent?.sites ?? []) {
      const [link] = links;
      if (link?.kind === "label")
        ends.set(link.label, [...(ends.get(link.label) ?? []), `${i}.${name.text}`]);
    }
  }
  return ends;
}

function partner(
  ends: ReadonlyMap<number, readonly string[]>,
  agent: number,
  { name, links }: KappaSite,
): string {
  const [link] = links;
  const own = `${agent}.${name.text}`;
  return (link?.kind === "label" ? ends.get(link.label)?.find((end) => end !== own) : undefined) ?? "";
}
