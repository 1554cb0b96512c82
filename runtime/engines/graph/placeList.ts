/**
 * Where a rule or an energy can be placed, as a list that changes with the graph: matches of one fragment, or pairs
 * of matches of two. Places are numbered from 0; one is taken out by moving the last into its place.
 */
import type { GraphMixture } from "./graphMixture.ts";
import type { MatchFollower } from "./anchorLists.ts";

export interface PlaceList {
  readonly count: number;
  /** Writes the nodes of a place, and the shift of the second fragment's nodes to their nearest image. */
  load(place: number, n: Int32Array, shift: Float64Array): void;
  /** Whether a loaded place is near enough at places x; absent: it always is. */
  isWithin?(n: Int32Array, x: Float64Array, shift: Float64Array): boolean;
  /** Tells this one of every change from now on. */
  follow(follower: PlaceFollower): void;
}

export interface PlaceFollower {
  /** A place came to the end of the list. */
  entered(place: number): void;
  /** Nodes or attributes of a place are others than before. */
  altered(place: number): void;
  /** A place goes; the last one is moved there. Called before the list changes. */
  leaving(place: number, last: number): void;
}

/** The matches of one fragment. */
export class MatchPlaces implements PlaceList {
  readonly #mixture: GraphMixture;
  readonly #fragment: number;

  constructor(mixture: GraphMixture, fragment: number) {
    this.#mixture = mixture;
    this.#fragment = fragment;
  }

  get count(): number {
    return this.#mixture.lists.sizes[this.#fragment];
  }

  load(place: number, n: Int32Array): void {
    const { lists, matchers } = this.#mixture;
    matchers[this.#fragment].match(lists.anchors[this.#fragment][place], n, 0);
  }

  follow(follower: PlaceFollower): void {
    const followers: MatchFollower[] = this.#mixture.lists.followers[this.#fragment];
    followers.push(follower);
  }
}
