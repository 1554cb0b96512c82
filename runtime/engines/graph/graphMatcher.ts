/**
 * Finds the match of a fragment at an anchor node by a list of checks made once: states and bonds of the agents
 * placed so far, and walks along bonds to the next agent. Sites of a molecule are all different, so an anchor has
 * one match or none.
 */
import type { GraphFragment, MatchNodes } from "../../graphModel.ts";
import type { GraphStore } from "./graphStore.ts";

const checksState = 0;
const checksFree = 1;
const checksBound = 2;
/** To one site of one type: type << 8 | site. */
const checksPartner = 3;
/** Goes on to the next agent, which is of a type and is left by a site: type << 8 | site. */
const walksTo = 4;
/** Walks, and the node must not be the same as that of an earlier agent. */
const walksToAnother = 5;
/** The bond closes a ring: agent << 8 | site. */
const closesRing = 6;
const checkWidth = 4;

export class GraphMatcher {
  readonly anchorType: number;
  /** Number of agents. */
  readonly size: number;
  readonly #store: GraphStore;
  /** Kind, agent, site, and what is wanted. Walks place agents in the order of the fragment's list `#order`. */
  readonly #checks: Int32Array;
  readonly #types: Int32Array;
  readonly #shift: number;
  readonly #mask: number;
  /** The same as generated code. */
  readonly #generated: MatchNodes | null;

  constructor(fragment: GraphFragment, store: GraphStore, generated: MatchNodes | null) {
    this.#generated = generated;
    const { agents } = fragment;
    this.#store = store;
    this.#shift = store.shift;
    this.#mask = (1 << store.shift) - 1;
    this.anchorType = agents[0].type;
    this.size = agents.length;
    this.#types = Int32Array.from(agents, ({ type }) => type);
    this.#checks = Int32Array.from(checksOf(fragment).flat());
  }

  /** Writes the nodes of the match at an anchor to n from `at` on; false when there is none. */
  match(anchor: number, n: Int32Array, at: number): boolean {
    const store = this.#store;
    const { type, record } = store;
    const shift = this.#shift;
    const mask = this.#mask;
    const checks = this.#checks;
    if (type[anchor] !== this.anchorType) return false;
    if (this.#generated !== null) return this.#generated(store, anchor, n, at);
    n[at] = anchor;
    for (let i = 0; i < checks.length; i += checkWidth) {
      const site = (n[at + checks[i + 1]] << shift) + checks[i + 2];
      const wanted = checks[i + 3];
      const kind = checks[i];
      if (kind === checksState) {
        if (store.stateOf(n[at + checks[i + 1]], checks[i + 2]) !== wanted) return false;
        continue;
      }
      const other = record[site];
      if (kind === checksFree) {
        if (other >= 0) return false;
        continue;
      }
      if (other < 0) return false;
      if (kind === checksBound) continue;
      if ((other & mask) !== (wanted & 255)) return false;
      const node = other >> shift;
      if (kind === closesRing) {
        if (node !== n[at + (wanted >> 8)]) return false;
        continue;
      }
      if (kind === checksPartner) {
        if (type[node] !== wanted >> 8) return false;
        continue;
      }
      const agent = wanted >> 8;
      const wantedType = this.#types[agent];
      if (type[node] !== wantedType) return false;
      n[at + agent] = node;
      if (kind === walksToAnother) {
        for (let k = 0; k < agent; k++) if (n[at + k] === node) return false;
      }
    }
    return true;
  }
}

/** Agents are placed in their order, so that a walk compares its node with all that stand before. */
function checksOf({ agents }: GraphFragment): number[][] {
  const checks: number[][] = [];
  const isPlaced = agents.map((_, i) => i === 0);
  for (let agent = 0; agent < agents.length; agent++) {
    if (!isPlaced[agent]) throw new Error("an agent of a fragment is not reached by the agents before it");
    // Conditions of an agent itself come first: they fail most cheaply.
    for (const { site, state, bond } of agents[agent].sites) {
      if (state >= 0) checks.push([checksState, agent, site, state]);
      if (bond.kind === "free") checks.push([checksFree, agent, site, 0]);
      else if (bond.kind === "bound") checks.push([checksBound, agent, site, 0]);
      else if (bond.kind === "partner")
        checks.push([checksPartner, agent, site, (bond.type << 8) | bond.site]);
      else if (bond.kind === "link" && bond.agent < agent && !isTreeLink(agents, agent, site, bond.agent)) {
        checks.push([closesRing, agent, site, (bond.agent << 8) | bond.site]);
      } else if (bond.kind === "link" && bond.agent === agent && bond.site > site) {
        checks.push([closesRing, agent, site, (agent << 8) | bond.site]);
      }
    }
    const next = agent + 1;
    if (next === agents.length) break;
    // The first link from the agents before leads to the next agent.
    const link = firstLinkTo(agents, next);
    if (link === null) continue;
    const isRepeated = agents.slice(0, next).some(({ type }) => type === agents[next].type);
    checks.push([isRepeated ? walksToAnother : walksTo, link.from, link.site, (next << 8) | link.at]);
    isPlaced[next] = true;
  }
  return checks;
}

/** The bond by which an agent is reached. */
function firstLinkTo(
  agents: GraphFragment["agents"],
  to: number,
): { readonly from: number; readonly site: number; readonly at: number } | null {
  for (let from = 0; from < to; from++) {
    for (const { site, bond } of agents[from].sites) {
      if (bond.kind === "link" && bond.agent === to) return { from, site, at: bond.site };
    }
  }
  return null;
}

function isTreeLink(agents: GraphFragment["agents"], agent: number, site: number, before: number): boolean {
  const link = firstLinkTo(agents, agent);
  return link !== null && link.from === before && link.at === site;
}
