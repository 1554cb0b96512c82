/**
 * Which complex each agent belongs to, and for groups of fragments that must be placed in one complex the number
 * of ways in each complex. Joining renames the smaller complex; a cut bond is followed from both ends at once, so
 * that the smaller part is found and renamed. Kept only for models with rules that ask for it.
 */
import { type AgentStore, grownInt32 } from "./agentStore.ts";
import type { Connectivity } from "./connectivity.ts";
import { GrowingSumTree } from "./growingSumTree.ts";
import type { MatchList } from "./matchList.ts";

export interface SavedComplexes {
  readonly label: number[];
  readonly member: number[];
  readonly free: number[];
}

export class ComplexIndex {
  /** By agent. */
  label = new Int32Array(16);
  /** By complex: one of its agents. */
  member = new Int32Array(16);
  /** Weights may have changed since this was last set to false: joining complexes changes them by itself. */
  hasChanged = false;
  #size = new Int32Array(16);
  #used = 0;
  #free: number[] = [];
  readonly #store: AgentStore;
  readonly #connectivity: Connectivity;
  readonly #lists: readonly MatchList[];
  /** Fragments that are counted for each complex. */
  readonly #tracked: readonly number[];
  /** By type the indices into `#tracked`. */
  readonly #trackedOfType: readonly (readonly number[])[];
  /** By tracked fragment and complex. */
  readonly #counts: Int32Array[];
  /** Groups as indices into `#tracked`. */
  readonly #groups: readonly (readonly number[])[];
  readonly #weights: readonly GrowingSumTree[];
  #dirty: number[] = [];
  #isDirty = new Uint8Array(16);

  /** `groups`: fragments that are placed in one complex. */
  constructor(
    store: AgentStore,
    connectivity: Connectivity,
    lists: readonly MatchList[],
    groups: readonly (readonly number[])[],
  ) {
    this.#store = store;
    this.#connectivity = connectivity;
    this.#lists = lists;
    this.#tracked = [...new Set(groups.flat())];
    this.#trackedOfType = Array.from(store.siteCount, (_, type) =>
      this.#tracked.flatMap((fragment, t) => (lists[fragment].anchorType === type ? [t] : [])),
    );
    this.#counts = this.#tracked.map(() => new Int32Array(16));
    this.#groups = groups.map((fragments) => fragments.map((fragment) => this.#tracked.indexOf(fragment)));
    this.#weights = groups.map(() => new GrowingSumTree());
  }

  /** Ways to place a group, over all complexes, overlaps included. */
  weight(group: number): number {
    return this.#weights[group].total;
  }

  pick(group: number, target: number): number {
    return this.#weights[group].pick(target);
  }

  sizeOf(complex: number): number {
    return this.#size[complex];
  }

  /** Embeddings of a fragment of a group in one complex. */
  countIn(group: number, place: number, complex: number): number {
    return this.#counts[this.#groups[group][place]][complex];
  }

  /** The fragment's matches at an agent have changed by so many. */
  changeCount(fragment: number, agent: number, difference: number): void {
    const t = this.#tracked.indexOf(fragment);
    if (t < 0) return;
    const complex = this.label[agent];
    this.#counts[t][complex] += difference;
    this.#touch(complex);
  }

  addAgent(agent: number): void {
    if (agent >= this.label.length) this.label = grownInt32(this.label, this.#store.type.length, 0);
    const complex = this.#open(agent);
    this.label[agent] = complex;
    this.#size[complex] = 1;
  }

  /** The agent has no bonds and no matches any more. */
  removeAgent(agent: number): void {
    this.#close(this.label[agent]);
  }

  /** All agents of a complex, without matches by now, are removed. */
  removeComplex(complex: number): void {
    this.#close(complex);
  }

  /** Call before the bond is made. */
  bind(a: number, b: number): void {
    const [la, lb] = [this.label[a], this.label[b]];
    if (la === lb) return;
    const isLeftSmaller = this.#size[la] < this.#size[lb];
    this.#connectivity.complexOf(isLeftSmaller ? a : b);
    this.#rename(isLeftSmaller ? la : lb, isLeftSmaller ? lb : la);
    this.#close(isLeftSmaller ? la : lb);
  }

  /** Call after the bond is cut. */
  unbind(a: number, b: number): void {
    if (this.#connectivity.areConnected(a, b)) return;
    const from = this.label[a];
    const start = this.#connectivity.found[0];
    this.member[from] = start === a ? b : a;
    this.#rename(from, this.#open(start));
  }

  /** Brings the weights up to date. */
  settle(): void {
    const dirty = this.#dirty;
    if (dirty.length === 0) return;
    for (let i = 0; i < dirty.length; i++) {
      const complex = dirty[i];
      this.#isDirty[complex] = 0;
      for (let g = 0; g < this.#groups.length; g++) {
        const group = this.#groups[g];
        let ways = 1;
        for (let k = 0; k < group.length; k++) ways *= this.#counts[group[k]][complex];
        this.#weights[g].set(complex, ways);
      }
    }
    this.hasChanged = true;
    dirty.length = 0;
  }

  /** Labels everything afresh and counts all matches. */
  rebuild(): void {
    this.#clear();
    const { type, used } = this.#store;
    this.label = new Int32Array(type.length).fill(-1);
    for (let agent = 0; agent < used; agent++) {
      if (type[agent] < 0 || this.label[agent] >= 0) continue;
      this.#connectivity.complexOf(agent);
      const { found, foundCount } = this.#connectivity;
      const complex = this.#open(agent);
      for (let i = 0; i < foundCount; i++) this.label[found[i]] = complex;
    }
    this.#countAll();
  }

  save(): SavedComplexes {
    return {
      label: Array.from(this.label.subarray(0, this.#store.used)),
      member: Array.from(this.member.subarray(0, this.#used)),
      free: [...this.#free],
    };
  }

  restore(saved: SavedComplexes): void {
    this.#clear();
    this.label = new Int32Array(this.#store.type.length);
    this.label.set(saved.label);
    for (const member of saved.member) this.#open(member);
    this.#free = [...saved.free];
    this.#countAll();
  }

  #countAll(): void {
    const { type, used } = this.#store;
    for (let agent = 0; agent < used; agent++) {
      if (type[agent] < 0) continue;
      const complex = this.label[agent];
      this.#size[complex]++;
      for (const t of this.#trackedOfType[type[agent]]) {
        this.#counts[t][complex] += this.#lists[this.#tracked[t]].countOf(agent);
      }
      this.#touch(complex);
    }
    this.settle();
  }

  #clear(): void {
    this.#used = 0;
    this.#free = [];
    this.#size.fill(0);
    for (const counts of this.#counts) counts.fill(0);
    for (const tree of this.#weights) tree.clear();
    this.#dirty = [];
    this.#isDirty.fill(0);
  }

  /** Moves what the last search found to another complex. */
  #rename(from: number, to: number): void {
    const { found, foundCount } = this.#connectivity;
    const { type } = this.#store;
    const { label } = this;
    for (let i = 0; i < foundCount; i++) label[found[i]] = to;
    this.#size[from] -= foundCount;
    this.#size[to] += foundCount;
    if (this.#tracked.length === 0) return;
    for (let i = 0; i < foundCount; i++) {
      const agent = found[i];
      const own = this.#trackedOfType[type[agent]];
      for (let k = 0; k < own.length; k++) {
        const count = this.#lists[this.#tracked[own[k]]].countOf(agent);
        if (count === 0) continue;
        const counts = this.#counts[own[k]];
        counts[from] -= count;
        counts[to] += count;
      }
    }
    this.#touch(from);
    this.#touch(to);
  }

  #open(member: number): number {
    const complex = this.#free.pop() ?? this.#used++;
    if (complex >= this.member.length) {
      const length = 2 * this.member.length;
      this.member = grownInt32(this.member, length, 0);
      this.#size = grownInt32(this.#size, length, 0);
      this.#counts.forEach((counts, t) => {
        this.#counts[t] = grownInt32(counts, length, 0);
      });
      const isDirty = new Uint8Array(length);
      isDirty.set(this.#isDirty);
      this.#isDirty = isDirty;
    }
    this.member[complex] = member;
    return complex;
  }

  #close(complex: number): void {
    this.#size[complex] = 0;
    this.#touch(complex);
    this.#free.push(complex);
  }

  #touch(complex: number): void {
    if (this.#tracked.length === 0) return;
    if (this.#isDirty[complex] === 1) return;
    this.#isDirty[complex] = 1;
    this.#dirty.push(complex);
  }
}
