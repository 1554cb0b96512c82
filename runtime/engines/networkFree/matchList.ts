/**
 * The matches of one fragment: how many each anchor agent has and, where somebody asks which, the agents that have any
 * in a list from which one is taken by swapping in the last. The order of the list decides what a random number
 * chooses, so it is saved.
 */
import type { RandomDraws } from "../../agentModel.ts";
import { type AgentStore, grownInt32 } from "./agentStore.ts";

export interface SavedMatches {
  readonly anchors: number[];
  readonly most: number;
}

export class MatchList {
  readonly anchorType: number;
  /** Embeddings at all anchors. */
  total = 0;
  /** Anchors with at least one embedding are anchors[0] .. anchors[size - 1], where they are listed. */
  anchors = new Int32Array(16);
  size = 0;
  /** No anchor has ever had more embeddings. */
  most = 1;
  readonly #store: AgentStore;
  readonly #shift: number;
  /** The word of an anchor's record with its place in the list, -1 for none; its number of embeddings is the next. */
  readonly #word: number;
  readonly #isSimple: boolean;
  readonly #isListed: boolean;

  /**
   * `isSimple`: an anchor has at most one embedding, and no number. `isListed`: anchors are drawn or gone through; else
   * only their number is kept, and the word is 0 at each of them.
   */
  constructor(store: AgentStore, anchorType: number, word: number, isSimple: boolean, isListed: boolean) {
    this.#store = store;
    this.#shift = store.shift;
    this.anchorType = anchorType;
    this.#word = word;
    this.#isSimple = isSimple;
    this.#isListed = isListed;
  }

  countOf(anchor: number): number {
    const { record } = this.#store;
    const at = (anchor << this.#shift) + this.#word;
    if (record[at] < 0) return 0;
    return this.#isSimple ? 1 : record[at + 1];
  }

  /** One of the anchors, each as often; there must be one. */
  draw(random: RandomDraws): number {
    return this.anchors[random.below(this.size)];
  }

  /** One embedding at an anchor, if there was none; only for fragments with at most one. */
  put(anchor: number): void {
    const { record } = this.#store;
    const at = (anchor << this.#shift) + this.#word;
    if (record[at] >= 0) return;
    this.#append(anchor, at, record);
    this.total++;
  }

  /** No embedding at an anchor. */
  drop(anchor: number): void {
    const { record } = this.#store;
    const at = (anchor << this.#shift) + this.#word;
    if (record[at] < 0) return;
    this.total -= this.#isSimple ? 1 : record[at + 1];
    this.#take(at, record);
  }

  /** Sets an anchor's number of embeddings; gives the difference. */
  set(anchor: number, count: number): number {
    const { record } = this.#store;
    const at = (anchor << this.#shift) + this.#word;
    const before = record[at] < 0 ? 0 : this.#isSimple ? 1 : record[at + 1];
    if (count === before) return 0;
    this.total += count - before;
    if (count === 0) this.#take(at, record);
    else {
      if (before === 0) this.#append(anchor, at, record);
      if (!this.#isSimple) record[at + 1] = count;
      if (count > this.most) this.most = count;
    }
    return count - before;
  }

  /** More room, for code that changes the list itself. */
  grow(): Int32Array {
    this.anchors = grownInt32(this.anchors, 2 * this.anchors.length, 0);
    return this.anchors;
  }

  /** How many anchors there are with one match each, after code changed the list itself. */
  adopt(count: number): void {
    this.total = count;
    if (this.#isListed) this.size = count;
  }

  /** Empties the list; the words of its anchors are cleared with their records. */
  clear(): void {
    this.total = 0;
    this.size = 0;
    this.most = 1;
  }

  save(): SavedMatches {
    return { anchors: Array.from(this.anchors.subarray(0, this.size)), most: this.most };
  }

  #append(anchor: number, at: number, record: Int32Array): void {
    if (!this.#isListed) {
      record[at] = 0;
      return;
    }
    if (this.size === this.anchors.length) this.anchors = grownInt32(this.anchors, 2 * this.size, 0);
    record[at] = this.size;
    this.anchors[this.size++] = anchor;
  }

  /** The last anchor takes the place. */
  #take(at: number, record: Int32Array): void {
    const position = record[at];
    record[at] = -1;
    if (!this.#isListed) return;
    const last = this.anchors[--this.size];
    if (position === this.size) return;
    this.anchors[position] = last;
    record[(last << this.#shift) + this.#word] = position;
  }
}
