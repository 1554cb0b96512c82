/**
 * The matches of every fragment: the list of its anchor nodes, from which one is taken by swapping in the last, and
 * for every node its place in the lists of the fragments anchored at its type. The order of a list decides what a
 * random number chooses, so it is saved.
 */
import type { GraphTables } from "../../graphModel.ts";
import { grownInt32 } from "../networkFree/agentStore.ts";
import { anchorPlaces, type NodeLayout } from "./nodeLayout.ts";

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
  /** Records of the nodes, with the place of a match in its list, -1 where there is none (nodeLayout.ts). */
  #records = new Int32Array(0);
  readonly #placeAt: Int32Array;
  readonly #layout: NodeLayout;

  constructor(
    { fragments, types, unlisted }: Pick<GraphTables, "fragments" | "types" | "unlisted">,
    layout: NodeLayout,
  ) {
    this.anchors = fragments.map(() => new Int32Array(16));
    this.sizes = new Int32Array(fragments.length);
    this.followers = fragments.map(() => []);
    const { anchored } = anchorPlaces(fragments, types.length, unlisted);
    this.anchored = anchored.map((list) => Int32Array.from(list));
    this.#placeAt = Int32Array.from(layout.placeAt);
    this.#layout = layout;
  }

  /** Takes the records of the nodes, which may have become others as they grew. */
  fit(records: Int32Array<ArrayBuffer>): void {
    this.#records = records;
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
    return this.#records[(anchor << this.#layout.shift) + this.#placeAt[fragment]];
  }

  /** There is a match at the anchor. */
  put(fragment: number, anchor: number): void {
    const records = this.#records;
    const at = (anchor << this.#layout.shift) + this.#placeAt[fragment];
    const followers = this.isQuiet ? noFollowers : this.followers[fragment];
    const before = records[at];
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
    records[at] = place;
    for (let i = 0; i < followers.length; i++) followers[i].entered(place, anchor);
  }

  /** There is no match at the anchor. */
  drop(fragment: number, anchor: number): void {
    const records = this.#records;
    const { shift } = this.#layout;
    const at = (anchor << shift) + this.#placeAt[fragment];
    const place = records[at];
    if (place < 0) return;
    const last = this.sizes[fragment] - 1;
    const followers = this.followers[fragment];
    for (let i = 0; i < followers.length; i++) followers[i].leaving(place, last);
    const list = this.anchors[fragment];
    const moved = list[last];
    list[place] = moved;
    records[(moved << shift) + this.#placeAt[fragment]] = place;
    records[at] = -1;
    this.sizes[fragment] = last;
  }

  /**
   * The match at one anchor, if there is one, goes, and one at another arises, which takes over its place. Only of a
   * fragment without followers.
   */
  move(fragment: number, from: number, to: number): void {
    const records = this.#records;
    const { shift } = this.#layout;
    const at = (from << shift) + this.#placeAt[fragment];
    const target = (to << shift) + this.#placeAt[fragment];
    const place = records[at];
    if (place < 0) this.put(fragment, to);
    else if (records[target] >= 0) this.drop(fragment, from);
    else {
      records[at] = -1;
      records[target] = place;
      this.anchors[fragment][place] = to;
    }
  }

  /** Empties all lists without telling the followers. */
  clear(): void {
    this.sizes.fill(0);
    const { shift, firstPlace, end } = this.#layout;
    for (let record = 0; record < this.#records.length; record += 1 << shift) {
      this.#records.fill(-1, record + firstPlace, record + end);
    }
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
