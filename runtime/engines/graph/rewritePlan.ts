/**
 * How the matches change when a rule is applied, worked out once a rule. Before the change some matches are dropped;
 * after it others are put or looked at. Each stands at an agent of the rule, or at the end of a way from one that
 * the rule itself does not tell (it is walked at every event).
 */
import type { GraphRule, GraphTables } from "../../graphModel.ts";
import { followedFragments } from "./followedFragments.ts";
import type { BondReader, GraphReader, GraphReaders } from "./graphReaders.ts";
import { readerStepWidth } from "./graphReaders.ts";
import {
  type Certainty,
  fitsEnd,
  type KnownBond,
  type KnownNode,
  knownChange,
  matchesKnown,
} from "./knownGraph.ts";

/** Matches of a fragment at an agent; of a way, at the node to which `path` leads from there. */
export interface PlannedTouch {
  readonly fragment: number;
  readonly agent: number;
  readonly path: Int32Array;
}

export interface PlannedMove {
  readonly fragment: number;
  readonly from: number;
  readonly to: number;
}

export interface RewritePlan {
  /** Matches that break, if they are there. */
  readonly drops: readonly PlannedTouch[];
  /** A match at one agent breaks, if it is there, and one at another arises, which takes over its place. */
  readonly moves: readonly PlannedMove[];
  /** A match at one agent breaks, if it is there; one at another may arise, and takes over its place. */
  readonly turns: readonly PlannedMove[];
  /** Matches that are there afterwards for certain; their nodes or attributes may be others than before. */
  readonly puts: readonly PlannedTouch[];
  /** Matches that may be there afterwards. */
  readonly checks: readonly PlannedTouch[];
  /** Sites whose partner, not known to the rule, is freed. */
  readonly released: readonly { readonly agent: number; readonly site: number }[];
  /** Fragments whose matches may change. */
  readonly touched: readonly number[];
}

export function planRewrite(rule: GraphRule, tables: GraphTables, readers: GraphReaders): RewritePlan {
  return new RewritePlanner(rule, tables, readers).plan();
}

class RewritePlanner {
  readonly #rule: GraphRule;
  readonly #tables: GraphTables;
  readonly #readers: GraphReaders;
  readonly #before: readonly KnownNode[];
  readonly #after: readonly KnownNode[];
  readonly #released: RewritePlan["released"];
  readonly #deletesComplex: boolean;
  readonly #followed: ReadonlySet<number>;
  readonly #drops = new Map<string, PlannedTouch>();
  readonly #puts = new Map<string, PlannedTouch>();
  readonly #checks = new Map<string, PlannedTouch>();

  constructor(rule: GraphRule, tables: GraphTables, readers: GraphReaders) {
    this.#rule = rule;
    this.#tables = tables;
    this.#readers = readers;
    this.#followed = followedFragments(tables);
    const { before, after, released, deletesComplex } = knownChange(rule, tables);
    this.#before = before;
    this.#after = after;
    this.#released = released;
    this.#deletesComplex = deletesComplex;
  }

  plan(): RewritePlan {
    const { fragments, unlisted } = this.#tables;
    this.#after.forEach((after, agent) => {
      const before = this.#before[agent];
      if (before.exists && after.exists) {
        after.states.forEach((state, site) => {
          if (state !== before.states[site]) this.#stateChanged(agent, site, before.states[site], state);
        });
      }
      if (after.exists) {
        after.bonds.forEach((bond, site) => {
          const old: KnownBond = before.exists ? before.bonds[site] : { kind: "free" };
          if (!isSameBond(old, bond) && bond.kind !== "unknown") this.#bondChanged(agent, site, old, bond);
        });
      }
      if (!before.exists || !after.exists) {
        fragments.forEach(({ agents }, fragment) => {
          if (agents[0].type !== after.type || unlisted.includes(fragment)) return;
          if (after.exists) this.#add({ fragment, path: noPath }, agent);
          else if (before.exists && matchesKnown(fragments[fragment], agent, this.#before) !== "no") {
            this.#drops.set(touchKey(fragment, agent, noPath), { fragment, agent, path: noPath });
          }
        });
      }
    });
    for (const { agent, slot } of this.#rule.writes) {
      if (!this.#after[agent].exists) continue;
      const found = this.#readers.attributes[this.#after[agent].type].get(slot) ?? [];
      for (const reader of found) this.#add(reader, agent);
    }
    for (const key of this.#puts.keys()) this.#checks.delete(key);
    const [drops, puts, checks] = [this.#drops, this.#puts, this.#checks].map((map) => [...map.values()]);
    const touched = this.#touched([drops, puts, checks]);
    return { ...withMoves(drops, puts, checks, this.#followed), released: this.#released, touched };
  }

  #stateChanged(agent: number, site: number, before: number, after: number): void {
    for (const reader of this.#readers.states[this.#after[agent].type][site]) {
      if (reader.state === after) this.#add(reader, agent);
      else if (before < 0 || reader.state === before) this.#break(reader, agent);
    }
  }

  #bondChanged(agent: number, site: number, before: KnownBond, after: KnownBond): void {
    for (const reader of this.#readers.bonds[this.#after[agent].type][site]) {
      const did = this.#before[agent].exists ? fitsReader(before, reader, this.#before) : "no";
      const does = fitsReader(after, reader, this.#after);
      if (did === "yes" && does === "yes" && !reader.isLink) continue;
      if (did !== "no" && (does === "no" || reader.isLink)) this.#break(reader, agent);
      if (does !== "no") this.#add(reader, agent);
    }
  }

  /** The match in which the agent is read breaks. */
  #break(reader: GraphReader, from: number): void {
    const place = follow(reader, from, this.#before);
    if (place === null) return;
    const { agent, path } = place;
    const touch = { fragment: reader.fragment, agent, path };
    if (path.length === 0) {
      const isThere = matchesKnown(this.#tables.fragments[reader.fragment], agent, this.#before);
      if (isThere === "no") return;
    }
    this.#drops.set(touchKey(reader.fragment, agent, path), touch);
  }

  /** There may be a match now in which the agent is read. */
  #add(reader: GraphReader, from: number): void {
    const place = follow(reader, from, this.#after);
    if (place === null) return;
    const { agent, path } = place;
    const touch = { fragment: reader.fragment, agent, path };
    const key = touchKey(reader.fragment, agent, path);
    let isThere: Certainty = "maybe";
    if (path.length === 0) {
      isThere = matchesKnown(this.#tables.fragments[reader.fragment], agent, this.#after);
      // An agent that the rule does not see bound to a removed complex may go with it.
      if (isThere === "yes" && this.#deletesComplex) isThere = "maybe";
    }
    if (isThere === "yes") this.#puts.set(key, touch);
    else if (isThere === "maybe") this.#checks.set(key, touch);
  }

  #touched(lists: readonly (readonly PlannedTouch[])[]): readonly number[] {
    const { fragments, unlisted } = this.#tables;
    const all = fragments.flatMap((_, fragment) => (unlisted.includes(fragment) ? [] : [fragment]));
    if (this.#released.length > 0 || this.#deletesComplex) return all;
    const own = new Set(lists.flat().map(({ fragment }) => fragment));
    return all.filter((fragment) => own.has(fragment));
  }
}

/** Pairs of a match that breaks and one that arises, or may arise, become moves and turns. */
function withMoves(
  drops: readonly PlannedTouch[],
  puts: readonly PlannedTouch[],
  checks: readonly PlannedTouch[],
  followed: ReadonlySet<number>,
): Omit<RewritePlan, "released" | "touched"> {
  const paired = new Set<PlannedTouch>();
  const isLeft = (touch: PlannedTouch): boolean => !paired.has(touch);
  const stands = (list: readonly PlannedTouch[], { fragment, agent }: PlannedTouch): boolean =>
    list.some((other) => other.fragment === fragment && other.agent === agent);
  const pairsOf = (arising: readonly PlannedTouch[]): PlannedMove[] =>
    arising.flatMap((to) => {
      if (followed.has(to.fragment) || to.path.length > 0 || stands(drops, to)) return [];
      const from = drops.find(
        (drop) =>
          drop.fragment === to.fragment && drop.path.length === 0 && isLeft(drop) && !stands(puts, drop),
      );
      if (from === undefined) return [];
      paired.add(from).add(to);
      return [{ fragment: to.fragment, from: from.agent, to: to.agent }];
    });
  const moves = pairsOf(puts);
  const turns = pairsOf(checks);
  return {
    drops: drops.filter(isLeft),
    moves,
    turns,
    puts: puts.filter(isLeft),
    checks: checks.filter(isLeft),
  };
}

const noPath = new Int32Array(0);

function touchKey(fragment: number, agent: number, path: Int32Array): string {
  return `${fragment}/${agent}/${path.join()}`;
}

function isSameBond(a: KnownBond, b: KnownBond): boolean {
  if (a.kind !== b.kind) return false;
  if (a.kind === "link" && b.kind === "link") return a.agent === b.agent && a.site === b.site;
  if (a.kind === "partner" && b.kind === "partner") return a.type === b.type && a.site === b.site;
  return true;
}

function fitsReader(known: KnownBond, reader: BondReader, nodes: readonly KnownNode[]): Certainty {
  if (reader.wants === "end") return fitsEnd(known, reader.type, reader.site, nodes);
  if (known.kind === "unknown") return "maybe";
  return (known.kind === "free") === (reader.wants === "free") ? "yes" : "no";
}

/** Goes towards the anchor as far as the rule tells; null when the way does not exist. */
function follow(
  { path }: GraphReader,
  from: number,
  nodes: readonly KnownNode[],
): { readonly agent: number; readonly path: Int32Array } | null {
  let agent = from;
  for (let at = 0; at < path.length; at += readerStepWidth) {
    const bond = nodes[agent].bonds[path[at]];
    const certainty = fitsEnd(bond, path[at + 1], path[at + 2], nodes);
    if (certainty === "no") return null;
    if (bond.kind !== "link") return { agent, path: path.subarray(at) };
    agent = bond.agent;
  }
  return { agent, path: noPath };
}
