/**
 * What reads what: for every condition of every fragment, and every attribute that something keeps up to date, the
 * way from the node that meets the condition along the fragment's links to the anchor. A change of a node thus leads
 * to all matches that it can make or break, however deep the patterns are.
 */
import type { GraphBond, GraphFragment } from "../../graphModel.ts";

/** Numbers of a step towards the anchor: the site to leave by, the type to arrive at, the site to arrive at. */
export const readerStepWidth = 3;

export interface GraphReader {
  readonly fragment: number;
  /** Steps to the anchor; empty for the anchor itself. */
  readonly path: Int32Array;
}

export interface StateReader extends GraphReader {
  /** The state that is wanted. */
  readonly state: number;
}

export interface BondReader extends GraphReader {
  readonly wants: "free" | "bound" | "end";
  /** Of an "end": the type and site at the other end. */
  readonly type: number;
  readonly site: number;
  /** The node at the other end is part of the match. */
  readonly isLink: boolean;
}

/** An attribute of an agent of a fragment that something reads: a weight, a sum, a place in a grid. */
export interface AttributeRead {
  readonly fragment: number;
  readonly agent: number;
  readonly slot: number;
}

export class GraphReaders {
  /** By type and site. */
  readonly states: readonly (readonly (readonly StateReader[])[])[];
  readonly bonds: readonly (readonly (readonly BondReader[])[])[];
  /** By type, by slot. */
  readonly attributes: readonly ReadonlyMap<number, readonly GraphReader[]>[];

  constructor(
    types: readonly { readonly sites: readonly unknown[] }[],
    fragments: readonly GraphFragment[],
    reads: readonly AttributeRead[],
    unlisted: readonly number[],
  ) {
    const states: StateReader[][][] = types.map(({ sites }) => sites.map(() => []));
    const bonds: BondReader[][][] = types.map(({ sites }) => sites.map(() => []));
    const paths = fragments.map(pathsToAnchor);
    fragments.forEach(({ agents }, fragment) => {
      if (unlisted.includes(fragment)) return;
      agents.forEach(({ type, sites }, agent) => {
        const path = paths[fragment][agent];
        for (const { site, state, bond } of sites) {
          if (state >= 0) states[type][site].push({ fragment, path, state });
          const wanted = wantedBond(bond, agents);
          if (wanted !== null) bonds[type][site].push({ fragment, path, ...wanted });
        }
      });
    });
    const attributes = types.map(() => new Map<number, GraphReader[]>());
    for (const { fragment, agent, slot } of reads) {
      const path = paths[fragment][agent];
      const bySlot = attributes[fragments[fragment].agents[agent].type];
      const list = bySlot.get(slot) ?? [];
      bySlot.set(slot, list);
      const isKnown = list.some((other) => other.fragment === fragment && other.path.join() === path.join());
      if (!isKnown) list.push({ fragment, path });
    }
    this.states = states;
    this.bonds = bonds;
    this.attributes = attributes;
  }
}

function wantedBond(
  bond: GraphBond,
  agents: GraphFragment["agents"],
): Omit<BondReader, "fragment" | "path"> | null {
  switch (bond.kind) {
    case "any":
      return null;
    case "free":
    case "bound":
      return { wants: bond.kind, type: -1, site: -1, isLink: false };
    case "link":
      return { wants: "end", type: agents[bond.agent].type, site: bond.site, isLink: true };
    case "partner":
      return { wants: "end", type: bond.type, site: bond.site, isLink: false };
  }
}

/** By agent of a fragment: the steps to its anchor, as few as possible. */
export function pathsToAnchor({ agents }: GraphFragment): readonly Int32Array[] {
  const paths: (readonly number[] | null)[] = agents.map((_, i) => (i === 0 ? [] : null));
  const queue = [0];
  for (const agent of queue) {
    for (const { site, bond } of agents[agent].sites) {
      if (bond.kind !== "link" || paths[bond.agent] !== null) continue;
      paths[bond.agent] = [bond.site, agents[agent].type, site, ...(paths[agent] ?? [])];
      queue.push(bond.agent);
    }
  }
  return paths.map((path) => Int32Array.from(path ?? []));
}
