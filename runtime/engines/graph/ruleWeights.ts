/**
 * The weights of a rule's places, with their sum and a draw in proportion.
 *
 * Fixed weights change by events only: a tree of partial sums follows the list of places. Varying weights change in
 * time as well; within a step they run linearly from their value at its start to that at its end, and both ends
 * have a tree.
 */
import type { GraphClock, StepEnds } from "./graphClock.ts";
import type { GraphModel } from "../../graphModel.ts";
import { badRate } from "../badRate.ts";
import type { GraphMixture } from "./graphMixture.ts";
import type { PlaceFollower, PlaceList } from "./placeList.ts";
import { WeightTree } from "./weightTree.ts";

/** Computes the weight of a place. */
class PlaceWeigher {
  readonly places: PlaceList;
  readonly n: Int32Array;
  readonly shift = new Float64Array(3);
  readonly #model: GraphModel;
  readonly #rule: number;
  readonly #clock: GraphClock;
  readonly #isUniform: boolean;

  constructor(mixture: GraphMixture, rule: number, places: PlaceList, clock: GraphClock) {
    this.#isUniform = mixture.model.rules[rule].weights === "uniform";
    this.#model = mixture.model;
    this.#rule = rule;
    this.#clock = clock;
    this.places = places;
    this.n = new Int32Array(mixture.rewriters[rule].n.length);
  }

  weigh(place: number, x: Float64Array, t: number): number {
    const { places } = this;
    places.load(place, this.n, this.shift);
    if (places.isWithin?.(this.n, x, this.shift) === false) return 0;
    if (this.#isUniform) return 1;
    const weight = this.#model.weight(this.#rule, this.n, x, this.shift, t, this.#clock.y, this.#clock.c);
    if (weight >= 0 && weight < Number.POSITIVE_INFINITY) return weight;
    throw badRate(`the rule ${this.#model.rules[this.#rule].name}`, weight, t);
  }
}

/** Weights that change by events only. */
export class FixedWeights implements PlaceFollower {
  readonly #weigher: PlaceWeigher;
  readonly #tree = new WeightTree();
  readonly #mixture: GraphMixture;
  readonly #clock: GraphClock;

  constructor(mixture: GraphMixture, rule: number, places: PlaceList, clock: GraphClock) {
    this.#weigher = new PlaceWeigher(mixture, rule, places, clock);
    this.#mixture = mixture;
    this.#clock = clock;
    places.follow(this);
  }

  get total(): number {
    return this.#tree.total;
  }

  /** The place at `target` of the sum of weights. */
  pick(target: number): number {
    return this.#tree.pick(target);
  }

  weightOf(place: number): number {
    return this.#tree.get(place);
  }

  /** Computes all weights. */
  refresh(): void {
    const { places } = this.#weigher;
    const leaves = this.#tree.leaves(places.count);
    for (let place = 0; place < leaves.length; place++) leaves[place] = this.#weigh(place);
    this.#tree.rebuild();
  }

  entered(place: number): void {
    this.#tree.set(place, this.#weigh(place));
  }

  altered(place: number): void {
    this.#tree.set(place, this.#weigh(place));
  }

  leaving(place: number, last: number): void {
    this.#tree.swapOut(place, last);
  }

  #weigh(place: number): number {
    return this.#weigher.weigh(place, this.#mixture.store.x, this.#clock.t);
  }
}

export interface SavedWeights {
  readonly start: number[];
  readonly end: number[];
}

export class VaryingWeights implements PlaceFollower {
  readonly #weigher: PlaceWeigher;
  readonly #start = new WeightTree();
  readonly #end = new WeightTree();
  readonly #ends: StepEnds;

  constructor(mixture: GraphMixture, rule: number, places: PlaceList, clock: GraphClock, ends: StepEnds) {
    this.#weigher = new PlaceWeigher(mixture, rule, places, clock);
    this.#ends = ends;
    places.follow(this);
  }

  /** The number of places. */
  get count(): number {
    return this.#weigher.places.count;
  }

  /** The sum of weights at the start and at the end of the step. */
  get startTotal(): number {
    return this.#start.total;
  }

  get endTotal(): number {
    return this.#end.total;
  }

  /** The sum of all weights at attributes and a time of one's choice; keeps none. */
  sum(x: Float64Array, t: number): number {
    const { places } = this.#weigher;
    let total = 0;
    for (let place = 0; place < places.count; place++) total += this.#weigher.weigh(place, x, t);
    return total;
  }

  /** Computes all weights at the start of the step. */
  refreshStart(): void {
    this.#refresh(this.#start, this.#ends.startX(), this.#ends.startTime);
  }

  refreshEnd(): void {
    this.#refresh(this.#end, this.#ends.endX(), this.#ends.endTime);
  }

  /** A place in proportion to its weight at the fraction s of the step; -1 when none has any. */
  pick(uniform: number, s: number): number {
    const start = (1 - s) * this.#start.total;
    const end = s * this.#end.total;
    const target = uniform * (start + end);
    // The linear mixture of both ends is drawn by drawing the end first.
    if (target < start) return this.#start.total > 0 ? this.#start.pick(target / (1 - s)) : -1;
    return this.#end.total > 0 ? this.#end.pick((target - start) / s) : -1;
  }

  weightOf(place: number, s: number): number {
    return (1 - s) * this.#start.get(place) + s * this.#end.get(place);
  }

  entered(place: number): void {
    this.#weigh(place);
  }

  altered(place: number): void {
    this.#weigh(place);
  }

  leaving(place: number, last: number): void {
    this.#start.swapOut(place, last);
    this.#end.swapOut(place, last);
  }

  save(): SavedWeights {
    const { count } = this.#weigher.places;
    return { start: this.#start.save(count), end: this.#end.save(count) };
  }

  restore(saved: SavedWeights): void {
    this.#start.restore(saved.start);
    this.#end.restore(saved.end);
  }

  #weigh(place: number): void {
    const ends = this.#ends;
    this.#start.set(place, this.#weigher.weigh(place, ends.startX(), ends.startTime));
    this.#end.set(place, this.#weigher.weigh(place, ends.endX(), ends.endTime));
  }

  #refresh(tree: WeightTree, x: Float64Array, t: number): void {
    const { places } = this.#weigher;
    const leaves = tree.leaves(places.count);
    for (let place = 0; place < leaves.length; place++) leaves[place] = this.#weigher.weigh(place, x, t);
    tree.rebuild();
  }
}
