/**
 * What a rule alone says about the nodes that it matches and makes, before and after: from this follows, once and
 * for all its events, which matches it breaks, which it makes for certain, and which must be looked at.
 */
import type {
  GraphBond,
  GraphFragment,
  GraphRule,
  GraphSiteReference,
  GraphTables,
} from "../../graphModel.ts";

export type KnownBond =
  | { readonly kind: "unknown" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  | { readonly kind: "link"; readonly agent: number; readonly site: number }
  /** `isOther`: it is a site of another node. */
  | {
      readonly kind: "partner";
      readonly type: number;
      readonly site: number;
      readonly isOther: boolean;
    };

export interface KnownNode {
  readonly type: number;
  exists: boolean;
  /** By site; -1: unknown. */
  readonly states: number[];
  readonly bonds: KnownBond[];
}

export type Certainty = "no" | "maybe" | "yes";

export interface KnownChange {
  readonly before: readonly KnownNode[];
  readonly after: readonly KnownNode[];
  /** Sites whose partner, not known to the rule, is freed. */
  readonly released: readonly { readonly agent: number; readonly site: number }[];
  readonly deletesComplex: boolean;
}

export function knownChange(rule: GraphRule, tables: GraphTables): KnownChange {
  const { types, fragments } = tables;
  const partners = possiblePartners(tables);
  const before: KnownNode[] = [];
  for (const fragment of rule.fragments)
    before.push(...knownFragment(fragments[fragment], types, partners, before.length));
  for (const { type } of rule.created) {
    before.push({ type, exists: false, states: [], bonds: [] });
  }
  const matched = before.length - rule.created.length;
  const after = before.map(({ type, exists, states, bonds }, i): KnownNode => {
    if (i < matched) return { type, exists, states: [...states], bonds: [...bonds] };
    return {
      type,
      exists: true,
      states: types[type].sites.map((_, site) => rule.created[i - matched].states[site] ?? -1),
      bonds: types[type].sites.map(() => ({ kind: "free" })),
    };
  });
  const released: { agent: number; site: number }[] = [];
  const release = (agent: number, site: number): void => {
    const bond = after[agent].bonds[site];
    after[agent].bonds[site] = { kind: "free" };
    if (bond.kind === "free") return;
    if (bond.kind === "link") after[bond.agent].bonds[bond.site] = { kind: "free" };
    else released.push({ agent, site });
  };
  let deletesComplex = false;
  for (const action of rule.actions) {
    switch (action.kind) {
      case "state":
        after[action.at.agent].states[action.at.site] = action.to;
        break;
      case "unbind":
        release(action.at.agent, action.at.site);
        break;
      case "bind":
        after[action.a.agent].bonds[action.a.site] = { kind: "link", ...action.b };
        after[action.b.agent].bonds[action.b.site] = { kind: "link", ...action.a };
        break;
      case "delete": {
        const node = after[action.agent];
        node.bonds.forEach((_, site) => release(action.agent, site));
        node.exists = false;
        break;
      }
      case "deleteComplex":
        deletesComplex = true;
        for (const agent of connectedWith(after, action.agent)) after[agent].exists = false;
    }
  }
  if (released.length > 0) {
    // The freed partner may be any site that the rule only knows to be bound.
    for (const { bonds } of after) {
      bonds.forEach(({ kind }, site) => {
        if (kind === "bound" || kind === "partner") bonds[site] = { kind: "unknown" };
      });
    }
  }
  return { before, after, released, deletesComplex };
}

/** Whether a fragment matches at an agent, as far as the rule tells. */
export function matchesKnown(
  fragment: GraphFragment,
  anchor: number,
  nodes: readonly KnownNode[],
): Certainty {
  const { agents } = fragment;
  const image: number[] = agents.map((_, i) => (i === 0 ? anchor : -1));
  let certainty: Certainty = "yes";
  for (let agent = 0; agent < agents.length; agent++) {
    const node = nodes[image[agent]] as KnownNode | undefined;
    // Reached only by a bond that the rule does not tell of.
    if (node === undefined) continue;
    if (!node.exists || node.type !== agents[agent].type) return "no";
    for (const { site, state, bond } of agents[agent].sites) {
      if (state >= 0 && node.states[site] !== state) {
        if (node.states[site] >= 0) return "no";
        certainty = "maybe";
      }
      const fits = fitsBond(node.bonds[site], bond, agents, nodes);
      if (fits === "no") return "no";
      if (fits === "maybe") certainty = "maybe";
      if (bond.kind !== "link") continue;
      const known = node.bonds[site];
      if (known.kind !== "link") {
        if (image[bond.agent] !== -1) certainty = "maybe";
        continue;
      }
      if (image[bond.agent] === -1) image[bond.agent] = known.agent;
      else if (image[bond.agent] !== known.agent) return "no";
    }
  }
  if (image.includes(-1)) return isAnyNeighbour(fragment, nodes[anchor]) ? certainty : "maybe";
  return new Set(image).size === image.length ? certainty : "no";
}

/** Whether all that a fragment of two agents wants of the second is to be bound to the anchor, as another node. */
function isAnyNeighbour({ agents }: GraphFragment, anchor: KnownNode): boolean {
  if (agents.length !== 2 || agents[1].sites.length !== 1) return false;
  return agents[0].sites.every(({ site, bond }) => {
    const known = anchor.bonds[site];
    return bond.kind !== "link" || (known.kind === "partner" && known.isOther);
  });
}

/** Whether a bond fulfils what a fragment wants; of a link only the type and site at its end are judged. */
export function fitsBond(
  known: KnownBond,
  wanted: GraphBond,
  agents: GraphFragment["agents"],
  nodes: readonly KnownNode[],
): Certainty {
  switch (wanted.kind) {
    case "any":
      return "yes";
    case "free":
      return known.kind === "unknown" ? "maybe" : known.kind === "free" ? "yes" : "no";
    case "bound":
      return known.kind === "unknown" ? "maybe" : known.kind === "free" ? "no" : "yes";
    case "link":
      return fitsEnd(known, agents[wanted.agent].type, wanted.site, nodes);
    case "partner":
      return fitsEnd(known, wanted.type, wanted.site, nodes);
  }
}

export function fitsEnd(
  known: KnownBond,
  type: number,
  site: number,
  nodes: readonly KnownNode[],
): Certainty {
  switch (known.kind) {
    case "unknown":
    case "bound":
      return "maybe";
    case "free":
      return "no";
    case "link":
      return nodes[known.agent].type === type && known.site === site ? "yes" : "no";
    case "partner":
      return known.type === type && known.site === site ? "yes" : "no";
  }
}

/** A site that another can be bound to. */
export interface PossiblePartner {
  readonly type: number;
  readonly site: number;
  /** It may be a site of the same node. */
  isOwn: boolean;
}

/** By type and site: what it can ever be bound to, by some rule or seed. */
export function possiblePartners({
  types,
  fragments,
  rules,
  seeds,
}: GraphTables): readonly (readonly (readonly PossiblePartner[])[])[] {
  const partners = types.map(({ sites }) => sites.map((): PossiblePartner[] => []));
  const add = (from: PossiblePartner, { type, site, isOwn }: PossiblePartner): void => {
    const list = partners[from.type][from.site];
    const known = list.find((other) => other.type === type && other.site === site);
    if (known === undefined) list.push({ type, site, isOwn });
    else if (isOwn) known.isOwn = true;
  };
  const join = (
    agents: readonly { readonly type: number }[],
    a: GraphSiteReference,
    b: GraphSiteReference,
  ) => {
    const isOwn = a.agent === b.agent;
    const [first, second] = [a, b].map(({ agent, site }) => ({ type: agents[agent].type, site, isOwn }));
    add(first, second);
    add(second, first);
  };
  for (const rule of rules) {
    const agents = [...rule.fragments.flatMap((fragment) => fragments[fragment].agents), ...rule.created];
    for (const action of rule.actions) if (action.kind === "bind") join(agents, action.a, action.b);
  }
  for (const { agents, bonds } of seeds) for (const { a, b } of bonds) join(agents, a, b);
  return partners;
}

/** Sites, by their number in a type, that are bound in some node of some type at some time. */
export function sitesEverBound(tables: GraphTables): readonly number[] {
  const partners = possiblePartners(tables);
  const most = Math.max(0, ...partners.map(({ length }) => length));
  return Array.from({ length: most }, (_, site) => site).filter((site) =>
    partners.some((sites) => site < sites.length && sites[site].length > 0),
  );
}

/** What a fragment tells of its nodes, with what the whole model tells of their sites. */
export function knownFragment(
  { agents }: GraphFragment,
  types: GraphTables["types"],
  partners: readonly (readonly (readonly PossiblePartner[])[])[],
  first: number,
): KnownNode[] {
  return agents.map(({ type, sites }): KnownNode => {
    const states = types[type].sites.map((own): number => (own.states.length === 1 ? 0 : -1));
    const bonds = partners[type].map((list): KnownBond => ({ kind: list.length === 0 ? "free" : "unknown" }));
    for (const { site, state, bond } of sites) {
      if (state >= 0) states[site] = state;
      const possible = partners[type][site];
      const isOther = !possible.some(({ isOwn }) => isOwn);
      if (bond.kind === "link") bonds[site] = { ...bond, agent: first + bond.agent };
      else if (bond.kind === "partner") bonds[site] = { ...bond, isOther };
      else if (bond.kind === "bound" && possible.length === 1)
        bonds[site] = { kind: "partner", type: possible[0].type, site: possible[0].site, isOther };
      else if (bond.kind !== "any") bonds[site] = bond;
    }
    return { type, exists: true, states, bonds };
  });
}

/** Whether the two complexes of a rule can not be one, because it tells of all bonds of the one or the other. */
export function areSurelyApart({ fragments }: GraphRule, tables: GraphTables): boolean {
  const partners = possiblePartners(tables);
  return fragments.some((fragment) =>
    knownFragment(tables.fragments[fragment], tables.types, partners, 0).every(({ bonds }) =>
      bonds.every(({ kind }) => kind === "free" || kind === "link"),
    ),
  );
}

function connectedWith(nodes: readonly KnownNode[], start: number): ReadonlySet<number> {
  const found = new Set([start]);
  for (const agent of found) {
    for (const bond of nodes[agent].bonds) if (bond.kind === "link") found.add(bond.agent);
  }
  return found;
}
