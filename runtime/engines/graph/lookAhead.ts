/**
 * Hides the time that memory takes in graphs larger than the processor's caches. Which matches the next events of the
 * direct method will draw can be told from the generator, as long as hazards change little; their nodes are read in
 * advance, many at once, where events read them one after another. A guess that is wrong costs time only: nothing but
 * the caches is changed (compare Chen, Ailamaki, Gibbons and Mowry 2007, doi:10.1145/1272743.1272747, on joins).
 */
import type { GraphMixture } from "./graphMixture.ts";

/** Matches in the lists that are drawn from; below, the nodes that events need stay in the caches by themselves. */
const manyMatches = 10_000;
/** Longer lists are drawn from by two words. */
const longestList = 2 ** 21;

/** What is read of a graph. */
export interface SeenGraph {
  readonly store: Pick<GraphMixture["store"], "type" | "record" | "shift" | "x" | "attributeStride">;
  readonly lists: Pick<GraphMixture["lists"], "sizes" | "anchors">;
}

export class LookAhead {
  readonly #mixture: SeenGraph;
  /**
   * By channel: the fragment that one word chooses from; -1: nothing is drawn; -2: it happens in another way; -3: one
   * word chooses from what is not listed.
   */
  readonly #drawn: Int32Array;
  readonly #lists: Int32Array;
  readonly #sites: Int32Array;
  #nodes = new Int32Array(0);
  #fragments = new Int32Array(0);
  /** Takes what was read, or the compiler would leave the reading out. */
  sum = 0;
  places = 0;

  /** `sites`: those of the nodes that are ever bound. */
  constructor(mixture: SeenGraph, drawn: Int32Array, sites: Int32Array) {
    this.#mixture = mixture;
    this.#drawn = drawn;
    this.#sites = sites;
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
    let s0 = words[0];
    let s1 = words[1];
    let s2 = words[2];
    let s3 = words[3];
    let count = 0;
    let fragment = -1;
    // Of xoshiro128** (runtime/random/xoshiro128.ts) an event takes two words for the rule, one for the match if it has
    // one, two for the waiting time. Few of the events may have a match, so that all are counted.
    for (let event = 0; event < events; event++) {
      for (let word = 0; word < 5; word++) {
        if (word === 0 || word === 2) {
          if (word === 2 && fragment === -1) continue;
          const five = Math.imul(s1, 5);
          const share = (Math.imul((five << 7) | (five >>> 25), 9) >>> 0) * 2.3283064365386963e-10;
          if (word === 0) {
            let rest = share * total;
            let channel = 0;
            while (channel < last && rest >= hazards[channel]) rest -= hazards[channel++];
            fragment = drawn[channel];
            if (fragment === -2 || (fragment >= 0 && sizes[fragment] > longestList)) return count;
          } else if (fragment >= 0) {
            fragments[count] = fragment;
            places[count++] = share * sizes[fragment];
          }
        }
        const shifted = s1 << 9;
        s2 ^= s0;
        s3 ^= s1;
        s1 ^= s2;
        s0 ^= s3;
        s2 ^= shifted;
        s3 = (s3 << 11) | (s3 >>> 21);
      }
    }
    return count;
  }

  /** The more of these loops' rounds the processor has under way, the less it waits: each reads one thing of a node. */
  #readAnchors(count: number): void {
    const { type, record, shift, x, attributeStride } = this.#mixture.store;
    const { anchors } = this.#mixture.lists;
    const nodes = this.#nodes;
    const fragments = this.#fragments;
    let sum = 0;
    for (let i = 0; i < count; i++) nodes[i] = anchors[fragments[i]][nodes[i]];
    for (let i = 0; i < count; i++) sum ^= record[nodes[i] << shift];
    for (let i = 0; i < count; i++) sum ^= type[nodes[i]];
    this.sum = sum;
    let places = 0;
    if (attributeStride > 0) for (let i = 0; i < count; i++) places += x[nodes[i] * attributeStride];
    this.places = places;
  }

  #readNeighbours(count: number): void {
    const { record, shift, x, attributeStride } = this.#mixture.store;
    const nodes = this.#nodes;
    let sum = 0;
    let places = 0;
    for (let k = 0; k < this.#sites.length; k++) {
      const site = this.#sites[k];
      for (let i = 0; i < count; i++) {
        // Of a free site the first node of all is read, which saves a branch that can not be foreseen.
        const other = record[(nodes[i] << shift) + site];
        sum ^= record[other & ~(other >> 31)];
      }
      if (attributeStride === 0) continue;
      for (let i = 0; i < count; i++) {
        const other = record[(nodes[i] << shift) + site];
        places += x[((other & ~(other >> 31)) >> shift) * attributeStride];
      }
    }
    this.sum ^= sum;
    this.places += places;
  }
}
