/**
 * The graph with all matches of all fragments, and the application of a rule to it. What an event can touch is known
 * before (rewritePlan.ts), except around partners that a rule frees without naming them, which are looked up.
 */
import type { GraphClock } from "./graphClock.ts";
import type { GraphModel, GraphRule } from "../../graphModel.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import { Connectivity } from "../networkFree/connectivity.ts";
import { AnchorLists } from "./anchorLists.ts";
import { GraphMatcher } from "./graphMatcher.ts";
import { type AttributeRead, GraphReaders, readerStepWidth } from "./graphReaders.ts";
import { GraphStore, type SavedGraph } from "./graphStore.ts";
import { nodeLayout } from "./nodeLayout.ts";
import type { StepWindow } from "./stepWindow.ts";
import { type PlannedTouch, planRewrite, type RewritePlan } from "./rewritePlan.ts";

export interface SavedGraphMixture {
  readonly graph: SavedGraph;
  readonly lists: readonly (readonly number[])[];
}

export class GraphMixture {
  readonly model: GraphModel;
  readonly store: GraphStore;
  readonly lists: AnchorLists;
  readonly matchers: readonly GraphMatcher[];
  readonly connectivity: Connectivity;
  readonly rewriters: readonly GraphRewriter[];
  readonly readers: GraphReaders;
  readonly #scratch: Int32Array;
  /** Nodes that an event can make, and matches of one fragment. */
  readonly #mostNodes: number;
  readonly #mostMatches: number;

  constructor(model: GraphModel, reads: readonly AttributeRead[]) {
    this.model = model;
    const { types, fragments, rules, unlisted } = model;
    const layout = nodeLayout(model);
    const lists = new AnchorLists(model, layout);
    this.lists = lists;
    this.store = new GraphStore(model, layout, (records) => {
      lists.fit(records);
    });
    this.connectivity = new Connectivity(this.store);
    this.matchers = fragments.map(
      (fragment, i) => new GraphMatcher(fragment, this.store, model.code?.match[i] ?? null),
    );
    this.readers = new GraphReaders(types, fragments, reads, unlisted);
    this.#scratch = new Int32Array(Math.max(1, ...this.matchers.map(({ size }) => size)));
    const plans = rules.map((rule) => planRewrite(rule, model, this.readers));
    this.rewriters = rules.map((rule, i) => new GraphRewriter(rule, plans[i], this));
    this.#mostNodes = Math.max(0, ...rules.map(({ created }) => created.length));
    this.#mostMatches = Math.max(
      0,
      ...plans.map(({ moves, turns, puts, checks }) =>
        [moves, turns, puts, checks].reduce((sum, { length }) => sum + length, 0),
      ),
    );
  }

  /** Makes room for what so many events can add. */
  reserve(events: number): void {
    this.store.reserve(events * this.#mostNodes);
    this.lists.reserve(events * this.#mostMatches);
  }

  /** Whether the fragment matches at the anchor now goes into its list. */
  check(fragment: number, anchor: number): void {
    if (this.matchers[fragment].match(anchor, this.#scratch, 0)) this.lists.put(fragment, anchor);
    else this.lists.drop(fragment, anchor);
  }

  /** The match at one anchor breaks, and one at another may arise, which takes over its place. */
  turn(fragment: number, from: number, to: number): void {
    if (this.store.type[to] >= 0 && this.matchers[fragment].match(to, this.#scratch, 0)) {
      this.lists.move(fragment, from, to);
    } else {
      this.lists.drop(fragment, from);
      this.lists.drop(fragment, to);
    }
  }

  /** Finds all matches anew, in the order of the nodes; followers must be refreshed afterwards. */
  matchAll(): void {
    const { store, lists } = this;
    lists.clear();
    lists.isQuiet = true;
    const scratch = this.#scratch;
    for (let node = 0; node < store.used; node++) {
      if (store.type[node] < 0) continue;
      for (const fragment of lists.anchored[store.type[node]]) {
        if (this.matchers[fragment].match(node, scratch, 0)) lists.put(fragment, node);
      }
    }
    lists.isQuiet = false;
  }

  /** The node to which a path leads; -1 when it does not exist. */
  walk(from: number, path: Int32Array): number {
    const { record, shift, type } = this.store;
    const mask = (1 << shift) - 1;
    let node = from;
    for (let i = 0; i < path.length; i += readerStepWidth) {
      const other = record[(node << shift) + path[i]];
      if (other < 0 || (other & mask) !== path[i + 2]) return -1;
      node = other >> shift;
      if (type[node] !== path[i + 1]) return -1;
    }
    return node;
  }

  /** Takes a node with all its matches away; its sites must be free. */
  removeNode(node: number): void {
    const { store, lists } = this;
    const anchored = lists.anchored[store.type[node]];
    for (let i = 0; i < anchored.length; i++) lists.drop(anchored[i], node);
    store.remove(node);
  }

  /** Takes a node away that may be bound. */
  removeBound(node: number): void {
    const { store, lists } = this;
    const first = node << store.shift;
    const freed: number[] = [];
    for (let site = first; site < first + store.siteCount[store.type[node]]; site++) {
      const other = store.record[site];
      if (other < 0) continue;
      const neighbour = other >> store.shift;
      const at = other - (neighbour << store.shift);
      for (const { path, fragment } of this.readers.bonds[store.type[neighbour]][at]) {
        const anchor = this.walk(neighbour, path);
        if (anchor >= 0) lists.drop(fragment, anchor);
      }
      freed.push(other);
    }
    for (const site of freed) store.unbind(site);
    this.removeNode(node);
    for (const site of freed) {
      const neighbour = site >> store.shift;
      if (store.type[neighbour] < 0) continue;
      const at = site - (neighbour << store.shift);
      for (const { path, fragment } of this.readers.bonds[store.type[neighbour]][at]) {
        const anchor = this.walk(neighbour, path);
        if (anchor >= 0) this.check(fragment, anchor);
      }
    }
  }

  save(): SavedGraphMixture {
    return { graph: this.store.save(), lists: this.lists.save() };
  }

  restore(saved: SavedGraphMixture): void {
    this.store.restore(saved.graph);
    this.lists.clear();
    this.lists.restore(saved.lists);
  }
}

const touchesAgent = 0;
const touchesAfterWay = 1;

const doesState = 0;
const doesUnbind = 1;
const doesBind = 2;
const doesDelete = 3;
const doesDeleteComplex = 4;
const graphActionWidth = 5;

/** One rule as it is applied. */
export class GraphRewriter {
  /** Nodes of the matched agents, fragment after fragment, then of the created ones. */
  readonly n: Int32Array;
  /** Fragments whose matches may change. */
  readonly touched: readonly number[];
  readonly #mixture: GraphMixture;
  readonly #rule: GraphRule;
  readonly #matched: number;
  readonly #drops: Touches;
  readonly #moves: RewritePlan["moves"];
  readonly #turns: RewritePlan["turns"];
  readonly #puts: Touches;
  readonly #checks: Touches;
  readonly #released: RewritePlan["released"];
  readonly #steps: Int32Array;
  readonly #created: Int32Array;
  readonly #assigns: boolean;
  readonly #index: number;
  /** Reader and node pairs to look at after the change, for partners that were freed. */
  readonly #freed: number[] = [];

  constructor(rule: GraphRule, plan: RewritePlan, mixture: GraphMixture) {
    const { model } = mixture;
    this.#rule = rule;
    this.#mixture = mixture;
    this.#index = model.rules.indexOf(rule);
    this.#matched = rule.fragments.reduce((sum, f) => sum + model.fragments[f].agents.length, 0);
    this.n = new Int32Array(this.#matched + rule.created.length);
    this.touched = plan.touched;
    this.#drops = new Touches(plan.drops);
    this.#moves = plan.moves;
    this.#turns = plan.turns;
    this.#puts = new Touches(plan.puts);
    this.#checks = new Touches(plan.checks);
    this.#released = plan.released;
    this.#steps = rewriteSteps(rule);
    this.#created = Int32Array.from(rule.created, ({ type }) => type);
    this.#assigns = rule.writes.length > 0;
  }

  /** Whether the sites that the rule binds are free by then, and no node stands for two agents. */
  isFree(): boolean {
    const { n } = this;
    for (let i = 1; i < this.#matched; i++) {
      for (let k = 0; k < i; k++) if (n[i] === n[k]) return false;
    }
    if (!this.#rule.mayCollide) return true;
    const { record, shift } = this.#mixture.store;
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at += graphActionWidth) {
      if (steps[at] !== doesBind) continue;
      if (!this.#becomesFree(record, shift, at, steps[at + 1], steps[at + 2])) return false;
      if (!this.#becomesFree(record, shift, at, steps[at + 3], steps[at + 4])) return false;
    }
    return true;
  }

  /** Changes the graph; `n` holds the matched nodes. */
  apply(clock: GraphClock, shift: Float64Array, random: RandomStream, window: StepWindow, s: number): void {
    const { n } = this;
    const mixture = this.#mixture;
    const { store, lists, model } = mixture;
    const drops = this.#drops;
    for (let i = 0; i < drops.count; i++) {
      const node =
        drops.kind[i] === touchesAgent ? n[drops.agent[i]] : mixture.walk(n[drops.agent[i]], drops.paths[i]);
      if (node >= 0) lists.drop(drops.fragment[i], node);
    }
    if (this.#released.length > 0) this.#noteReleased();
    const created = this.#created;
    for (let i = 0; i < created.length; i++) {
      const node = store.add(created[i]);
      n[this.#matched + i] = node;
      const { states } = this.#rule.created[i];
      for (let k = 0; k < states.length; k++) store.setState(node, k, states[k]);
    }
    if (this.#assigns) {
      if (window.isOpen) window.enter(n, this.#matched, s);
      model.assign(this.#index, n, store.x, shift, clock.t, clock.y, clock.c, random);
      if (window.isOpen) window.leave(n, this.#matched);
    } else if (window.isOpen) {
      for (let i = this.#matched; i < n.length; i++) window.hold(n[i]);
    }
    this.#act();
    const moves = this.#moves;
    for (let i = 0; i < moves.length; i++) lists.move(moves[i].fragment, n[moves[i].from], n[moves[i].to]);
    const turns = this.#turns;
    for (let i = 0; i < turns.length; i++) {
      mixture.turn(turns[i].fragment, n[turns[i].from], n[turns[i].to]);
    }
    const puts = this.#puts;
    for (let i = 0; i < puts.count; i++) lists.put(puts.fragment[i], n[puts.agent[i]]);
    const checks = this.#checks;
    for (let i = 0; i < checks.count; i++) {
      const start = n[checks.agent[i]];
      if (store.type[start] < 0) continue;
      const node = checks.kind[i] === touchesAgent ? start : mixture.walk(start, checks.paths[i]);
      if (node >= 0) mixture.check(checks.fragment[i], node);
    }
    if (this.#freed.length > 0) this.#lookAtFreed();
  }

  #becomesFree(record: Int32Array, shift: number, before: number, agent: number, site: number): boolean {
    if (agent >= this.#matched) return true;
    const own = (this.n[agent] << shift) + site;
    const other = record[own];
    if (other < 0) return true;
    const steps = this.#steps;
    for (let at = 0; at < before; at += graphActionWidth) {
      const kind = steps[at];
      if (kind === doesUnbind) {
        const freed = (this.n[steps[at + 1]] << shift) + steps[at + 2];
        if (freed === own || freed === other) return true;
      } else if (kind === doesDelete && this.n[steps[at + 1]] === other >> shift) return true;
    }
    return false;
  }

  #act(): void {
    const { n } = this;
    const mixture = this.#mixture;
    const { store } = mixture;
    const { shift } = store;
    const steps = this.#steps;
    for (let at = 0; at < steps.length; at += graphActionWidth) {
      const node = n[steps[at + 1]];
      const site = (node << shift) + steps[at + 2];
      switch (steps[at]) {
        case doesState:
          store.setState(node, steps[at + 2], steps[at + 3]);
          break;
        case doesUnbind:
          store.unbind(site);
          break;
        case doesBind:
          store.bind(site, (n[steps[at + 3]] << shift) + steps[at + 4]);
          break;
        case doesDelete: {
          // Another agent's complex may have taken it.
          if (store.type[node] < 0) break;
          const end = site + store.siteCount[store.type[node]];
          for (let k = site; k < end; k++) store.unbind(k);
          // The plan has dropped its matches.
          store.remove(node);
          break;
        }
        default:
          if (store.type[node] >= 0) this.#removeComplex(node);
      }
    }
  }

  #removeComplex(start: number): void {
    const mixture = this.#mixture;
    const { store, connectivity } = mixture;
    connectivity.complexOf(start);
    const { found, foundCount } = connectivity;
    for (let i = 0; i < foundCount; i++) {
      const first = found[i] << store.shift;
      const end = first + store.siteCount[store.type[found[i]]];
      for (let site = first; site < end; site++) store.record[site] = -1;
      mixture.removeNode(found[i]);
    }
  }

  /** Drops what the freed partners' bonds hold together, and notes what may arise there. */
  #noteReleased(): void {
    const mixture = this.#mixture;
    const { record, shift, type } = mixture.store;
    for (let i = 0; i < this.#released.length; i++) {
      const { agent, site } = this.#released[i];
      const other = record[(this.n[agent] << shift) + site];
      if (other < 0) continue;
      const node = other >> shift;
      const at = other - (node << shift);
      const readers = mixture.readers.bonds[type[node]][at];
      for (let k = 0; k < readers.length; k++) {
        if (readers[k].wants === "free") this.#freed.push(node, at, k);
        else {
          const anchor = mixture.walk(node, readers[k].path);
          if (anchor >= 0) mixture.lists.drop(readers[k].fragment, anchor);
        }
      }
    }
  }

  #lookAtFreed(): void {
    const mixture = this.#mixture;
    const { type } = mixture.store;
    const freed = this.#freed;
    for (let i = 0; i < freed.length; i += 3) {
      const node = freed[i];
      if (type[node] < 0) continue;
      const { path, fragment } = mixture.readers.bonds[type[node]][freed[i + 1]][freed[i + 2]];
      const anchor = mixture.walk(node, path);
      if (anchor >= 0) mixture.check(fragment, anchor);
    }
    freed.length = 0;
  }
}

/** Touches as arrays. */
class Touches {
  readonly count: number;
  readonly kind: Uint8Array;
  readonly fragment: Int32Array;
  readonly agent: Int32Array;
  readonly paths: readonly Int32Array[];

  constructor(touches: readonly PlannedTouch[]) {
    this.count = touches.length;
    this.kind = Uint8Array.from(touches, ({ path }) => (path.length === 0 ? touchesAgent : touchesAfterWay));
    this.fragment = Int32Array.from(touches, ({ fragment }) => fragment);
    this.agent = Int32Array.from(touches, ({ agent }) => agent);
    this.paths = touches.map(({ path }) => path);
  }
}

/** Actions as numbers: kind, agent, site, then a state, or another agent and site. */
function rewriteSteps({ actions }: GraphRule): Int32Array {
  return Int32Array.from(
    actions.flatMap((action): number[] => {
      switch (action.kind) {
        case "state":
          return [doesState, action.at.agent, action.at.site, action.to, 0];
        case "unbind":
          return [doesUnbind, action.at.agent, action.at.site, 0, 0];
        case "bind":
          return [doesBind, action.a.agent, action.a.site, action.b.agent, action.b.site];
        case "delete":
          return [doesDelete, action.agent, 0, 0, 0];
        case "deleteComplex":
          return [doesDeleteComplex, action.agent, 0, 0, 0];
      }
    }),
  );
}
