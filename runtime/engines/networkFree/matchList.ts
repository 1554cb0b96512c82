/**
 * The matches of one fragment: the anchor agents that have any, in a list from which one is taken by swapping in
 * the last, and how many each has. The order of the list decides what a random number chooses, so it is saved.
 */
import { type AgentStore, grownInt32 } from "./agentStore.ts";

export interface SavedMatches {
  readonly anchors: number[];
  readonly most: number;
}

export class MatchList {
  readonly anchorType: number;
  /** Embeddings at all anchors. */
  total = 0;
  /** Anchors with at least one embedding are anchors[0] .. anchors[size - 1]. */
  anchors = new Int32Array(16);
  size = 0;
  /** No anchor has ever had more embeddings. */
  most = 1;
  readonly #store: AgentStore;
  /** By row of the anchor's type: place in `anchors`, -1 for none. */
  #position = new Int32Array(0);
  /** By row; empty when there is at most one. */
  #counts = new Int32Array(0);
  readonly #isSimple: boolean;

  constructor(store: AgentStore, anchorType: number, isSimple: boolean) {
    this.#store = store;
    this.anchorType = anchorType;
    this.#isSimple = isSimple;
  }

  countOf(anchor: number): number {
    const row = this.#store.row[anchor];
    if (row >= this.#position.length || this.#position[row] < 0) return 0;
    return this.#isSimple ? 1 : this.#counts[row];
  }

  /** Sets an anchor's number of embeddings; gives the difference. */
  set(anchor: number, count: number): number {
    const row = this.#store.row[anchor];
    if (row >= this.#position.length) {
      if (count === 0) return 0;
      this.#grow();
    }
    const position = this.#position[row];
    if (position < 0) {
      if (count === 0) return 0;
      if (this.size === this.anchors.length) this.anchors = grownInt32(this.anchors, 2 * this.size, 0);
      this.#position[row] = this.size;
      this.anchors[this.size++] = anchor;
      if (!this.#isSimple) {
        this.#counts[row] = count;
        if (count > this.most) this.most = count;
      }
      this.total += count;
      return count;
    }
    const before = this.#isSimple ? 1 : this.#counts[row];
    if (count === before) return 0;
    this.total += count - before;
    if (count > 0) {
      this.#counts[row] = count;
      if (count > this.most) this.most = count;
      return count - before;
    }
    const last = this.anchors[--this.size];
    this.anchors[position] = last;
    this.#position[this.#store.row[last]] = position;
    this.#position[row] = -1;
    return -before;
  }

  clear(): void {
    this.#position.fill(-1);
    this.total = 0;
    this.size = 0;
    this.most = 1;
  }

  save(): SavedMatches {
    return { anchors: Array.from(this.anchors.subarray(0, this.size)), most: this.most };
  }

  #grow(): void {
    let rows = Math.max(16, this.#position.length);
    // As many as there are molecules of the type, so that it rarely grows again.
    while (rows < this.#store.rowsUsed[this.anchorType]) rows *= 2;
    this.#position = grownInt32(this.#position, rows, -1);
    if (!this.#isSimple) this.#counts = grownInt32(this.#counts, rows, 0);
  }
}
