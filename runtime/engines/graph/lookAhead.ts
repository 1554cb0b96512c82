/**
 * Hides the time that memory takes in graphs larger than the processor's caches. Which matches the next events of the
 * direct method will draw can be told from the generator, as long as hazards change little; their nodes are read in
 * advance, many at once, where events read them one after another. A guess that is wrong costs time only: nothing but
 * the caches is changed (compare Chen, Ailamaki, Gibbons and Mowry 2007, doi:10.1145/1272743.1272747, on joins).
 */
import { nextUint32 } from "../../random/xoshiro128.ts";
import type { GraphMixture } from "./graphMixture.ts";

/** Matches in the lists that are drawn from; below, the nodes that events need stay in the caches by themselves. */
const manyMatches = 3000;
/** Longer lists are drawn from by two words. */
const longestList = 2 ** 21;

export class LookAhead {
  readonly #mixture: GraphMixture;
  /** By channel: the fragment that one word chooses from; -1: nothing is drawn; -2: it happens in another way. */
  readonly #drawn: Int32Array;
  readonly #lists: Int32Array;
  #nodes = new Int32Array(0);
  #fragments = new Int32Array(0);
  readonly #ahead = new Int32Array(4);
  /** Takes what was read, or the compiler would leave the reading out. */
  #sum = 0;

  constructor(mixture: GraphMixture, drawn: Int32Array) {
    this.#mixture = mixture;
    this.#drawn = drawn;
    this.#lists = Int32Array.from(new Set(drawn.filter((fragment) => fragment >= 0)));
  }

  /** Reads what so many events will most likely need; `words` are those of the generator, and stay as they are. */
  read(words: Int32Array, hazards: Float64Array, events: number): void {
    const { sizes } = this.#mixture.lists;
    let matches = 0;
    for (let i = 0; i < this.#lists.length; i++) matches += sizes[this.#lists[i]];
    if (matches < manyMatches) return;
    if (this.#nodes.length < events) {
      this.#nodes = new Int32Array(events);
      this.#fragments = new Int32Array(events);
    }
    // What waits for memory stands in loops so short that the processor goes on to the next nodes meanwhile.
    const count = this.#guess(words, hazards, events);
    this.#readAnchors(count);
    this.#readNeighbours(count);
  }

  /** Fragments of the next events that draw a match, and the places in their lists, which go to `#nodes`. */
  #guess(words: Int32Array, hazards: Float64Array, events: number): number {
    const { sizes } = this.#mixture.lists;
    const places = this.#nodes;
    const fragments = this.#fragments;
    const drawn = this.#drawn;
    const last = drawn.length - 1;
    let total = 0;
    for (let channel = 0; channel <= last; channel++) total += hazards[channel];
    const ahead = this.#ahead;
    ahead.set(words);
    let count = 0;
    while (count < events) {
      // Two words for the rule, one for the match, two for the waiting time.
      let rest = nextUint32(ahead) * 2.3283064365386963e-10 * total;
      nextUint32(ahead);
      let channel = 0;
      while (channel < last && rest >= hazards[channel]) rest -= hazards[channel++];
      const fragment = drawn[channel];
      if (fragment === -2) break;
      if (fragment >= 0) {
        if (sizes[fragment] > longestList) break;
        fragments[count] = fragment;
        places[count++] = nextUint32(ahead) * 2.3283064365386963e-10 * sizes[fragment];
      }
      nextUint32(ahead);
      nextUint32(ahead);
    }
    return count;
  }

  #readAnchors(count: number): void {
    const { store, lists } = this.#mixture;
    const { anchors } = lists;
    const { partner, shift, x, attributeStride } = store;
    const nodes = this.#nodes;
    const fragments = this.#fragments;
    let sum = 0;
    for (let i = 0; i < count; i++) nodes[i] = anchors[fragments[i]][nodes[i]];
    for (let i = 0; i < count; i++) sum ^= partner[nodes[i] << shift];
    for (let i = 0; i < count; i++) sum ^= lists.placeOf(fragments[i], nodes[i]);
    if (attributeStride > 0) for (let i = 0; i < count; i++) sum += x[nodes[i] * attributeStride];
    this.#sum = sum;
  }

  #readNeighbours(count: number): void {
    const { partner, shift, siteCount, type, x, attributeStride } = this.#mixture.store;
    const nodes = this.#nodes;
    let sum = this.#sum;
    for (let i = 0; i < count; i++) {
      const first = nodes[i] << shift;
      const end = first + siteCount[type[nodes[i]]];
      for (let site = first; site < end; site++) {
        // Of a free site the first node of all is read, which saves a branch that can not be foreseen.
        const other = (partner[site] & ~(partner[site] >> 31)) >> shift;
        sum ^= partner[other << shift];
        if (attributeStride > 0) sum += x[other * attributeStride];
      }
    }
    this.#sum = sum;
  }
}
