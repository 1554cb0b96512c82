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
  /**
   * By node and place of its fragment: place[node * stride + offset[fragment]] is where the match stands in the list,
   * -1 when there is none.
   */
  place: Int32Array<ArrayBuffer>;
  readonly #offset: Int32Array;
  readonly #stride: number;

  /** `unlisted`: see GraphTables. */
  constructor(fragments: readonly GraphFragment[], types: number, unlisted: readonly number[]) {
    this.anchors = fragments.map(() => new Int32Array(16));
    this.sizes = new Int32Array(fragments.length);
    this.followers = fragments.map(() => []);
    const { anchored, offset, stride } = anchorPlaces(fragments, types, unlisted);
    this.anchored = anchored.map((list) => Int32Array.from(list));
    this.#offset = Int32Array.from(offset);
    this.#stride = stride;
    this.place = new Int32Array(0);
  }

  /** Makes room for so many nodes. */
  fit(nodes: number): void {
    this.place = grownInt32(this.place, nodes * this.#stride, -1);
  }

  /** Makes room for so many matches more of every fragment. */
  reserve(matches: number): void {
    for (let fragment = 0; fragment < this.anchors.length; fragment++) {
      const needed = this.sizes[fragment] + matches;
      const list = this.anchors[fragment];
      if (needed > list.length)
        this.anchors[fragment] = grownInt32(list, Math.max(needed, 2 * list.length), 0);
    }
  }

  /** The place of an anchor in a fragment's list, -1 when it has no match. */
  placeOf(fragment: number, anchor: number): number {
    return this.place[anchor * this.#stride + this.#offset[fragment]];
  }

  /** There is a match at the anchor. */
  put(fragment: number, anchor: number): void {
    const at = anchor * this.#stride + this.#offset[fragment];
    const followers = this.isQuiet ? noFollowers : this.followers[fragment];
    const before = this.place[at];
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
    this.place[at] = place;
    for (let i = 0; i < followers.length; i++) followers[i].entered(place, anchor);
  }

  /** There is no match at the anchor. */
  drop(fragment: number, anchor: number): void {
    const stride = this.#stride;
    const offset = this.#offset[fragment];
    const at = anchor * stride + offset;
    const place = this.place[at];
    if (place < 0) return;
    const last = this.sizes[fragment] - 1;
    const followers = this.followers[fragment];
    for (let i = 0; i < followers.length; i++) followers[i].leaving(place, last);
    const list = this.anchors[fragment];
    const moved = list[last];
    list[place] = moved;
    this.place[moved * stride + offset] = place;
    this.place[at] = -1;
    this.sizes[fragment] = last;
  }

  /**
   * The match at one anchor, if there is one, goes, and one at another arises, which takes over its place. Only of a
   * fragment without followers.
   */
  move(fragment: number, from: number, to: number): void {
    const stride = this.#stride;
    const offset = this.#offset[fragment];
    const at = from * stride + offset;
    const target = to * stride + offset;
    const place = this.place[at];
    if (place < 0) this.put(fragment, to);
    else if (this.place[target] >= 0) this.drop(fragment, from);
    else {
      this.place[at] = -1;
      this.place[target] = place;
      this.anchors[fragment][place] = to;
    }
  }

  /** Empties all lists without telling the followers. */
  clear(): void {
    this.sizes.fill(0);
    this.place.fill(-1);
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
}

/** Where the places of a node's matches stand: fragments by the type of their anchor, one after another. */
export function anchorPlaces(
  fragments: readonly GraphFragment[],
  types: number,
  unlisted: readonly number[],
): {
  /** By type: fragments with an anchor of the type. */
  readonly anchored: readonly (readonly number[])[];
  readonly offset: readonly number[];
  /** Places a node has room for. */
  readonly stride: number;
} {
  const anchored: number[][] = Array.from({ length: types }, () => []);
  const offset = fragments.map(({ agents }, fragment) =>
    unlisted.includes(fragment) ? -1 : anchored[agents[0].type].push(fragment) - 1,
  );
  return { anchored, offset, stride: Math.max(1, ...anchored.map(({ length }) => length)) };
}
