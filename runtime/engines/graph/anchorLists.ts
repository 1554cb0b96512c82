/**
 * The matches of every fragment: the list of its anchor nodes, from which one is taken by swapping in the last, and
 * for every node its place in the lists of the fragments anchored at its type. The order of a list decides what a
 * random number chooses, so it is saved.
 */
import type { GraphFragment } from "../../graphModel.ts";
import { grownInt32 } from "../networkFree/agentStore.ts";

/** Keeps something for every match of a fragment, by its place in the list. */
export interface MatchFollower {
  /** A match came to the end of the list. */
  entered(place: number, anchor: number): void;
  /** A match that was there has other nodes or attributes. */
  altered(place: number, anchor: number): void;
  /** The match at a place goes; the last one, at `last`, is moved there. Called before the list changes. */
  leaving(place: number, last: number): void;
}

const noFollowers: readonly MatchFollower[] = [];

export class AnchorLists {
  /** By fragment: anchors; the first sizes[fragment] count. */
  readonly anchors: Int32Array<ArrayBuffer>[];
  readonly sizes: Int32Array;
  /** By fragment. */
  readonly followers: MatchFollower[][];
  /** By type: fragments with an anchor of the type. */
  readonly anchored: readonly Int32Array[];
  /** Followers are not told; they must be refreshed afterwards. */
  isQuiet = false;
  readonly #offset: Int32Array;
  readonly #stride: number;
  #place: Int32Array<ArrayBuffer>;

  constructor(fragments: readonly GraphFragment[], types: number) {
    this.anchors = fragments.map(() => new Int32Array(16));
    this.sizes = new Int32Array(fragments.length);
    this.followers = fragments.map(() => []);
    const anchored: number[][] = Array.from({ length: types }, () => []);
    this.#offset = Int32Array.from(fragments, ({ agents }, fragment) => {
      return anchored[agents[0].type].push(fragment) - 1;
    });
    this.anchored = anchored.map((list) => Int32Array.from(list));
    this.#stride = Math.max(1, ...anchored.map(({ length }) => length));
    this.#place = new Int32Array(64 * this.#stride).fill(-1);
  }

  /** The place of an anchor in a fragment's list, -1 when it has no match. */
  placeOf(fragment: number, anchor: number): number {
    const at = anchor * this.#stride + this.#offset[fragment];
    return at < this.#place.length ? this.#place[at] : -1;
  }

  /** There is a match at the anchor. */
  put(fragment: number, anchor: number): void {
    const at = anchor * this.#stride + this.#offset[fragment];
    if (at >= this.#place.length) this.#grow(at + 1);
    const followers = this.isQuiet ? noFollowers : this.followers[fragment];
    const before = this.#place[at];
    if (before >= 0) {
      for (let i = 0; i < followers.length; i++) followers[i].altered(before, anchor);
      return;
    }
    const place = this.sizes[fragment]++;
    let list = this.anchors[fragment];
    if (place === list.length) {
      list = grownInt32(list, 2 * place, 0);
      this.anchors[fragment] = list;
    }
    list[place] = anchor;
    this.#place[at] = place;
    for (let i = 0; i < followers.length; i++) followers[i].entered(place, anchor);
  }

  /** There is no match at the anchor. */
  drop(fragment: number, anchor: number): void {
    const stride = this.#stride;
    const offset = this.#offset[fragment];
    const at = anchor * stride + offset;
    if (at >= this.#place.length) return;
    const place = this.#place[at];
    if (place < 0) return;
    const last = this.sizes[fragment] - 1;
    const followers = this.followers[fragment];
    for (let i = 0; i < followers.length; i++) followers[i].leaving(place, last);
    const list = this.anchors[fragment];
    const moved = list[last];
    list[place] = moved;
    this.#place[moved * stride + offset] = place;
    this.#place[at] = -1;
    this.sizes[fragment] = last;
  }

  /** Empties all lists without telling the followers. */
  clear(): void {
    this.sizes.fill(0);
    this.#place.fill(-1);
  }

  save(): number[][] {
    return this.anchors.map((list, fragment) => Array.from(list.subarray(0, this.sizes[fragment])));
  }

  /** Fills empty lists in the saved order, without telling the followers. */
  restore(saved: readonly (readonly number[])[]): void {
    this.isQuiet = true;
    saved.forEach((list, fragment) => {
      for (const anchor of list) this.put(fragment, anchor);
    });
    this.isQuiet = false;
  }

  #grow(needed: number): void {
    let length = this.#place.length;
    while (length < needed) length *= 2;
    this.#place = grownInt32(this.#place, length, -1);
  }
}
