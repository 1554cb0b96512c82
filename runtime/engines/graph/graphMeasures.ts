/**
 * Measures of the graph: numbers of matches and of complexes, sums and means over matches. Those that rates, flows or
 * triggers read are right all the time, all others when they are looked at.
 */
import { isKeptSum } from "./followedFragments.ts";
import type { GraphClock } from "./graphClock.ts";
import type { GraphMixture } from "./graphMixture.ts";
import type { PlaceFollower } from "./placeList.ts";
import { WeightTree } from "./weightTree.ts";

export class GraphMeasures {
  readonly #mixture: GraphMixture;
  readonly #clock: GraphClock;
  readonly #n: Int32Array;
  /** Of sums and means that are kept: the summands. */
  readonly #sums: readonly (LiveSum | null)[];
  #mark = new Int32Array(0);
  #epoch = 0;

  constructor(mixture: GraphMixture, clock: GraphClock) {
    this.#mixture = mixture;
    this.#clock = clock;
    const { measures, fragments } = mixture.model;
    this.#n = new Int32Array(Math.max(1, ...fragments.map(({ agents }) => agents.length)));
    this.#sums = measures.map((measure, i) =>
      isKeptSum(measure) ? new LiveSum(mixture, clock, measure.fragment, i) : null,
    );
  }

  /** Puts all measures into the state, computing every one from the graph. */
  refresh(): void {
    const { measures } = this.#mixture.model;
    for (let i = 0; i < measures.length; i++) {
      this.#sums[i]?.refresh();
      this.#clock.y[measures[i].state] = this.value(i);
    }
  }

  /** The value of a measure, for attributes x if it is not kept. */
  value(index: number, x: Float64Array = this.#mixture.store.x): number {
    const { lists, model } = this.#mixture;
    const { fragment, measure, divisor } = model.measures[index];
    const matches = lists.sizes[fragment];
    switch (measure) {
      case "count":
        return matches / divisor;
      case "complexes":
        return this.#countComplexes(fragment);
      case "sum":
        return this.#sum(index, x) / divisor;
      case "mean":
        return matches === 0 ? 0 : this.#sum(index, x) / matches;
    }
  }

  #sum(index: number, x: Float64Array): number {
    const kept = this.#sums[index];
    if (kept !== null) return kept.total;
    const { lists, matchers, model } = this.#mixture;
    const { fragment } = model.measures[index];
    const { t, y, c } = this.#clock;
    const n = this.#n;
    const anchors = lists.anchors[fragment];
    let sum = 0;
    for (let i = 0; i < lists.sizes[fragment]; i++) {
      matchers[fragment].match(anchors[i], n, 0);
      sum += model.measure(index, n, x, t, y, c);
    }
    return sum;
  }

  /** Complexes that hold a match. */
  #countComplexes(fragment: number): number {
    const { lists, connectivity, store } = this.#mixture;
    if (this.#mark.length < store.capacity) this.#mark = new Int32Array(store.capacity);
    const epoch = ++this.#epoch;
    const anchors = lists.anchors[fragment];
    let complexes = 0;
    for (let i = 0; i < lists.sizes[fragment]; i++) {
      if (this.#mark[anchors[i]] === epoch) continue;
      connectivity.complexOf(anchors[i]);
      const { found, foundCount } = connectivity;
      for (let k = 0; k < foundCount; k++) this.#mark[found[k]] = epoch;
      complexes++;
    }
    return complexes;
  }
}

/** The summands of all matches with their sum. */
class LiveSum implements PlaceFollower {
  readonly #mixture: GraphMixture;
  readonly #clock: GraphClock;
  readonly #fragment: number;
  readonly #measure: number;
  readonly #n: Int32Array;
  readonly #tree = new WeightTree();

  constructor(mixture: GraphMixture, clock: GraphClock, fragment: number, measure: number) {
    this.#mixture = mixture;
    this.#clock = clock;
    this.#fragment = fragment;
    this.#measure = measure;
    this.#n = new Int32Array(mixture.matchers[fragment].size);
    mixture.lists.followers[fragment].push(this);
  }

  get total(): number {
    return this.#tree.total;
  }

  refresh(): void {
    const leaves = this.#tree.leaves(this.#mixture.lists.sizes[this.#fragment]);
    for (let place = 0; place < leaves.length; place++) leaves[place] = this.#summand(place);
    this.#tree.rebuild();
  }

  entered(place: number): void {
    this.#tree.set(place, this.#summand(place));
  }

  altered(place: number): void {
    this.#tree.set(place, this.#summand(place));
  }

  leaving(place: number, last: number): void {
    this.#tree.swapOut(place, last);
  }

  #summand(place: number): number {
    const { lists, matchers, model, store } = this.#mixture;
    const { t, y, c } = this.#clock;
    matchers[this.#fragment].match(lists.anchors[this.#fragment][place], this.#n, 0);
    return model.measure(this.#measure, this.#n, store.x, t, y, c);
  }
}
