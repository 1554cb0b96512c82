/**
 * The matches of one fragment: the anchor agents that have any, in a list from which one is taken by swapping in
 * the last, and how many each has. The order of the list decides what a random number chooses, so it is saved.
 */
import type { RandomDraws } from "../../agentModel.ts";
import { type AgentStore, grownInt32 } from "./agentStore.ts";

export interface SavedMatches {
  readonly anchors: number[];
  readonly most: number;
}

/** Where each molecule of a type stands in the lists of the fragments anchored there: side by side in memory. */
export class AnchorPlaces {
  readonly type: number;
  /** Number of fragments; complete before the first molecule. */
  stride = 0;
  /** By row * stride + fragment: place in the list, -1 for none. */
  place = new Int32Array(0);

  constructor(type: number) {
    this.type = type;
  }

  /** Makes room for so many rows. */
  grow(needed: number): void {
    let rows = Math.max(16, this.place.length / this.stride);
    while (rows < needed) rows *= 2;
    this.place = grownInt32(this.place, rows * this.stride, -1);
  }
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
  readonly #places: AnchorPlaces;
  readonly #offset: number;
  /** By row; empty when there is at most one. */
  #counts = new Int32Array(0);
  readonly #isSimple: boolean;

  constructor(store: AgentStore, places: AnchorPlaces, isSimple: boolean) {
    this.#store = store;
    this.anchorType = places.type;
    this.#places = places;
    this.#offset = places.stride++;
    this.#isSimple = isSimple;
  }

  countOf(anchor: number): number {
    const row = this.#store.row[anchor];
    const { place, stride } = this.#places;
    const at = row * stride + this.#offset;
    if (at >= place.length || place[at] < 0) return 0;
    return this.#isSimple ? 1 : this.#counts[row];
  }

  /** One of the anchors, each as often; there must be one. */
  draw(random: RandomDraws): number {
    return this.anchors[random.below(this.size)];
  }

  /** One embedding at an anchor, if there was none; only for fragments with at most one. */
  put(anchor: number): void {
    const places = this.#places;
    const at = this.#store.row[anchor] * places.stride + this.#offset;
    if (at >= places.place.length) places.grow(this.#store.rowsUsed[this.anchorType]);
    if (places.place[at] >= 0) return;
    if (this.size === this.anchors.length) this.anchors = grownInt32(this.anchors, 2 * this.size, 0);
    places.place[at] = this.size;
    this.anchors[this.size++] = anchor;
    this.total++;
  }

  /** No embedding at an anchor. */
  drop(anchor: number): void {
    if (this.#isSimple) {
      const { place, stride } = this.#places;
      const { row } = this.#store;
      const at = row[anchor] * stride + this.#offset;
      if (at >= place.length) return;
      const position = place[at];
      if (position < 0) return;
      const last = this.anchors[--this.size];
      this.anchors[position] = last;
      place[row[last] * stride + this.#offset] = position;
      place[at] = -1;
      this.total--;
    } else this.set(anchor, 0);
  }

  /** Sets an anchor's number of embeddings; gives the difference. */
  set(anchor: number, count: number): number {
    const row = this.#store.row[anchor];
    const { stride } = this.#places;
    const at = row * stride + this.#offset;
    if (at >= this.#places.place.length) {
      if (count === 0) return 0;
      this.#places.grow(this.#store.rowsUsed[this.anchorType]);
    }
    const { place } = this.#places;
    const position = place[at];
    if (position < 0) {
      if (count === 0) return 0;
      if (this.size === this.anchors.length) this.anchors = grownInt32(this.anchors, 2 * this.size, 0);
      place[at] = this.size;
      this.anchors[this.size++] = anchor;
      if (!this.#isSimple) {
        if (row >= this.#counts.length) this.#counts = grownInt32(this.#counts, place.length / stride, 0);
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
    place[this.#store.row[last] * stride + this.#offset] = position;
    place[at] = -1;
    return -before;
  }

  /** Empties the list, with the places of all lists of its type: clear these too. */
  clear(): void {
    this.#places.place.fill(-1);
    this.total = 0;
    this.size = 0;
    this.most = 1;
  }

  save(): SavedMatches {
    return { anchors: Array.from(this.anchors.subarray(0, this.size)), most: this.most };
  }
}
