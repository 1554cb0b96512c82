/**
 * What a rule says of its molecules before and after it, as far as its text tells: states, bonds and
 * compartments. From it follows, without looking at a molecule, where many fragments can not match any more, or
 * certainly do (static read and write sets of rules, as in Danos et al. 2007, doi:10.1007/978-3-540-76637-7_10).
 */
import type { AgentChannel, AgentFragment, AgentTables, FragmentBond } from "../../../runtime/agentModel.ts";

export type KnownBond =
  | { readonly kind: "any" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  | { readonly kind: "partner"; readonly type: number; readonly siteClass: number }
  /** To a site of another agent of the rule. */
  | { readonly kind: "linked"; readonly agent: number; readonly siteClass: number };

interface KnownSite {
  /** -1: unknown, or none. */
  readonly state: number;
  readonly bond: KnownBond;
}

export interface KnownAgent {
  readonly type: number;
  /** -1: unknown. */
  readonly compartment: number;
  /** By site class; nothing is said of a class with identical sites, nor of sites that the rule does not mention. */
  readonly sites: ReadonlyMap<number, KnownSite>;
  /** It does not exist. */
  readonly isAbsent: boolean;
}

export type Verdict = "never" | "always" | "unknown";

const unknownSite: KnownSite = { state: -1, bond: { kind: "any" } };

/** The rule's agents before it. */
export function knownBefore(channel: AgentChannel, tables: AgentTables): readonly KnownAgent[] {
  const ruleAgent = (place: number, agent: number): number =>
    channel.matched.findIndex((other) => other.place === place && other.agent === agent);
  const matched = channel.matched.map(({ place, agent }): KnownAgent => {
    const fragment = tables.fragments[channel.places[place]];
    const { type, compartment, sites } = fragment.agents[agent];
    const known = sites.flatMap(({ siteClass, state, bond }): [number, KnownSite][] =>
      isSingle(tables, type, siteClass)
        ? [[siteClass, { state, bond: knownBond(bond, fragment, (other) => ruleAgent(place, other)) }]]
        : [],
    );
    return { type, compartment, sites: new Map(known), isAbsent: false };
  });
  const created = channel.created.map(
    ({ type }): KnownAgent => ({ type, compartment: -1, sites: new Map(), isAbsent: true }),
  );
  return [...matched, ...created];
}

/** The rule's agents after it; null when its actions reach molecules that it does not name. */
export function knownAfter(
  channel: AgentChannel,
  tables: AgentTables,
  before: readonly KnownAgent[],
): readonly KnownAgent[] | null {
  const { matched, created } = channel;
  const agents = before.map((agent) => ({ ...agent, sites: new Map(agent.sites) }));
  created.forEach(({ type, compartment, states }, i) => {
    let site = 0;
    const sites = new Map<number, KnownSite>();
    tables.types[type].sites.forEach(({ multiplicity }, siteClass) => {
      if (multiplicity === 1) sites.set(siteClass, { state: states[site], bond: { kind: "free" } });
      site += multiplicity;
    });
    agents[matched.length + i] = { type, compartment, sites, isAbsent: false };
  });
  const change = (agent: number, siteClass: number, to: Partial<KnownSite>): void => {
    if (!isSingle(tables, agents[agent].type, siteClass)) return;
    const known = agents[agent].sites.get(siteClass) ?? unknownSite;
    agents[agent].sites.set(siteClass, { ...known, ...to });
  };
  for (const action of channel.actions) {
    switch (action.kind) {
      case "state":
        change(action.at.agent, classAt(channel, tables, action.at), { state: action.to });
        break;
      case "bind": {
        const [a, b] = [classAt(channel, tables, action.a), classAt(channel, tables, action.b)];
        change(action.a.agent, a, { bond: { kind: "linked", agent: action.b.agent, siteClass: b } });
        change(action.b.agent, b, { bond: { kind: "linked", agent: action.a.agent, siteClass: a } });
        break;
      }
      case "unbind": {
        const other = linkedTo(channel, tables, action.at);
        if (other === null) return null;
        change(action.at.agent, classAt(channel, tables, action.at), { bond: { kind: "free" } });
        change(other.agent, classAt(channel, tables, other), { bond: { kind: "free" } });
        break;
      }
      case "move":
        agents[action.agent] = { ...agents[action.agent], compartment: action.compartment };
        break;
      case "delete":
      case "deleteComplex":
      case "moveComplex":
        return null;
    }
  }
  return agents;
}

/** Whether a fragment matches with one of the rule's agents as its anchor. */
export function verdictAt(
  fragment: AgentFragment,
  anchor: number,
  known: readonly KnownAgent[],
  tables: AgentTables,
): Verdict {
  const image = fragment.agents.map(() => -1);
  image[0] = anchor;
  const order = [0];
  let isCertain = true;
  for (const index of order) {
    const { type, compartment, sites } = fragment.agents[index];
    const agent = known[image[index]];
    if (agent.isAbsent || agent.type !== type) return "never";
    if (compartment >= 0 && agent.compartment !== compartment) {
      if (agent.compartment >= 0) return "never";
      isCertain = false;
    }
    for (const { siteClass, state, bond } of sites) {
      const site = agent.sites.get(siteClass) ?? unknownSite;
      if (!isSingle(tables, type, siteClass)) isCertain = false;
      if (state >= 0 && site.state !== state) {
        if (site.state >= 0) return "never";
        isCertain = false;
      }
      const verdict = bondVerdict(site.bond, bond, known, fragment);
      if (verdict === "never") return "never";
      if (verdict === "unknown") isCertain = false;
      if (bond.kind !== "link" || site.bond.kind !== "linked") continue;
      const far = site.bond.agent;
      if (image[bond.agent] < 0) {
        if (image.includes(far)) return "never";
        image[bond.agent] = far;
        order.push(bond.agent);
      } else if (image[bond.agent] !== far) return "never";
    }
  }
  return isCertain ? "always" : "unknown";
}

function bondVerdict(
  own: KnownBond,
  wanted: FragmentBond,
  known: readonly KnownAgent[],
  fragment: AgentFragment,
): Verdict {
  if (wanted.kind === "any") return "always";
  if (own.kind === "any") return "unknown";
  if (wanted.kind === "free") return own.kind === "free" ? "always" : "never";
  if (own.kind === "free") return "never";
  if (wanted.kind === "bound") return "always";
  if (own.kind === "bound") return "unknown";
  const [type, siteClass] =
    wanted.kind === "partner"
      ? [wanted.type, wanted.siteClass]
      : [fragment.agents[wanted.agent].type, fragment.agents[wanted.agent].sites[wanted.site].siteClass];
  const ownType = own.kind === "partner" ? own.type : known[own.agent].type;
  if (ownType !== type || own.siteClass !== siteClass) return "never";
  return wanted.kind === "link" && own.kind === "partner" ? "unknown" : "always";
}

/** The class of a site of a rule's agent. */
export function classAt(
  { matched, places, created }: AgentChannel,
  { fragments, types }: AgentTables,
  { agent, site }: { readonly agent: number; readonly site: number },
): number {
  if (agent < matched.length) {
    const { place, agent: own } = matched[agent];
    return fragments[places[place]].agents[own].sites[site].siteClass;
  }
  let end = 0;
  return types[created[agent - matched.length].type].sites.findIndex(({ multiplicity }) => {
    end += multiplicity;
    return site < end;
  });
}

/** The other end of a bond that the left side states; null when it states none. */
export function linkedTo(
  { matched, places }: AgentChannel,
  { fragments }: AgentTables,
  { agent, site }: { readonly agent: number; readonly site: number },
): { readonly agent: number; readonly site: number } | null {
  if (agent >= matched.length) return null;
  const { place, agent: own } = matched[agent];
  const { bond } = fragments[places[place]].agents[own].sites[site];
  if (bond.kind !== "link") return null;
  const other = matched.findIndex((candidate) => candidate.place === place && candidate.agent === bond.agent);
  return { agent: other, site: bond.site };
}

function knownBond(
  bond: FragmentBond,
  { agents }: AgentFragment,
  ruleAgent: (agent: number) => number,
): KnownBond {
  if (bond.kind !== "link") return bond;
  const { siteClass } = agents[bond.agent].sites[bond.site];
  return { kind: "linked", agent: ruleAgent(bond.agent), siteClass };
}

export function isSingle({ types }: AgentTables, type: number, siteClass: number): boolean {
  return types[type].sites[siteClass].multiplicity === 1;
}
