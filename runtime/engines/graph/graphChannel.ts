/**
 * One rule in the selection: how large its hazard is, and where it happens.
 *
 * A place is drawn in proportion to its weight, from all that the lists hold. One where two agents would be the same
 * node, or the two complexes are one although the rule wants two, is refused: a null event, which leaves everything
 * as it is, so that every other place happens at its exact rate (Yang et al. 2008, doi:10.1103/PhysRevE.78.031910).
 */
import type { GraphRule } from "../../graphModel.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import type { GraphClock } from "./graphClock.ts";
import type { GraphMixture, GraphRewriter } from "./graphMixture.ts";
import { areSurelyApart } from "./knownGraph.ts";
import { NearPoints } from "./neighbours/nearPoints.ts";
import type { StepWindow } from "./stepWindow.ts";
import type { PlaceList } from "./placeList.ts";
import { countedFragments } from "./ruleTraits.ts";
import { FixedWeights, VaryingWeights } from "./ruleWeights.ts";

/** Draws for a rule with a total velocity, after which all its places are looked through. */
const blindDraws = 50;

export class GraphChannel {
  readonly rule: GraphRule;
  readonly rewriter: GraphRewriter;
  /** Where it can be; null for a rule without patterns, and for two fragments that meet anywhere. */
  readonly places: PlaceList | null;
  /** Null when all weights are 1. */
  readonly weights: FixedWeights | VaryingWeights | null;
  readonly #coefficients: Float64Array;
  readonly #mixture: GraphMixture;
  readonly #index: number;
  readonly #clock: GraphClock;
  readonly #shift = new Float64Array(3);
  readonly #first: number;
  readonly #second: number;
  readonly #firstSize: number;
  readonly #needsTest: boolean;
  readonly #mustBeApart: boolean;
  /** Else another rule is, for all of its class. */
  readonly #isCounted: boolean;

  constructor(
    index: number,
    mixture: GraphMixture,
    clock: GraphClock,
    places: PlaceList | null,
    weights: FixedWeights | VaryingWeights | null,
    coefficients: Float64Array,
  ) {
    this.#coefficients = coefficients;
    this.rule = mixture.model.rules[index];
    this.rewriter = mixture.rewriters[index];
    this.places = places;
    this.weights = weights;
    this.#mixture = mixture;
    this.#index = index;
    this.#clock = clock;
    const counted = countedFragments(index, mixture.model);
    this.#isCounted = counted !== null;
    const [first = -1, second = -1] = counted ?? this.rule.fragments;
    this.#first = first;
    this.#second = second;
    this.#firstSize = first < 0 ? 0 : mixture.matchers[first].size;
    this.#mustBeApart = this.rule.apart && !areSurelyApart(this.rule, mixture.model);
    this.#needsTest = this.rule.mayCollide || second >= 0;
  }

  /** Number of agents that are matched; those after them are made. */
  get matched(): number {
    return this.rewriter.n.length - this.rule.created.length;
  }

  /** scale / divisor; of a total velocity the velocity itself. */
  get coefficient(): number {
    return this.#coefficients[this.#index];
  }

  /**
   * The fragment of which one match is drawn, each as likely; -1: nothing is drawn; -2: it is drawn in another way; -3:
   * so is a pair that is not listed, by one number.
   */
  get drawnFragment(): number {
    if (this.#first < 0) return -1;
    if (this.places instanceof NearPoints) return -3;
    return this.#second < 0 && this.weights === null && !this.rule.isTotal ? this.#first : -2;
  }

  readCoefficient(t: number): void {
    this.#coefficients[this.#index] = this.coefficientAt(t);
  }

  coefficientAt(t: number): number {
    const scale = this.#mixture.model.scale(this.#index, t, this.#clock.y, this.#clock.c);
    return this.rule.isTotal ? scale : scale / this.rule.divisor;
  }

  /** Sum of the weights of all places, refused ones included; of fixed and equal weights only. */
  ways(): number {
    const { weights } = this;
    if (weights !== null) return weights instanceof FixedWeights ? weights.total : weights.startTotal;
    if (!this.#isCounted) return 0;
    if (this.#first < 0) return 1;
    const { sizes } = this.#mixture.lists;
    if (this.#second < 0) return sizes[this.#first];
    return this.places === null ? sizes[this.#first] * sizes[this.#second] : this.places.count;
  }

  /** The hazard for so much total weight and such a coefficient, in 1/s. */
  hazard(ways: number, coefficient: number): number {
    if (!(ways > 0)) return 0;
    const { reactants, isTotal } = this.rule;
    const { y } = this.#clock;
    for (let i = 0; i < reactants.length; i++) {
      if (y[reactants[i].state] < reactants[i].multiplicity) return 0;
    }
    return isTotal ? coefficient : coefficient * ways;
  }

  /** Draws a place at the fraction s of a step; false for a null event. */
  draw(random: RandomStream, s: number): boolean {
    const attempts = this.rule.isTotal ? blindDraws : 1;
    for (let attempt = 0; attempt < attempts; attempt++) {
      if (this.#drawOnce(random, s) && this.#isAllowed()) return true;
    }
    return this.rule.isTotal && this.#needsTest && this.#search(random, s);
  }

  /** Applies the rule at the place drawn last. */
  apply(random: RandomStream, window: StepWindow, s: number): void {
    this.rewriter.apply(this.#clock, this.#shift, random, window, s);
  }

  /** The shift of the second fragment's nodes at the place drawn last. */
  get shift(): Float64Array {
    return this.#shift;
  }

  #drawOnce(random: RandomStream, s: number): boolean {
    const { weights, places } = this;
    const { n } = this.rewriter;
    if (weights !== null && places !== null) {
      const place =
        weights instanceof FixedWeights
          ? weights.pick(random.uniform() * weights.total)
          : weights.pick(random.uniform(), s);
      // Rounding errors pretended that something could happen.
      if (place < 0 || place >= places.count) return false;
      places.load(place, n, this.#shift);
      return true;
    }
    if (this.#first < 0) return true;
    const { lists, matchers } = this.#mixture;
    if (this.#second < 0) {
      const anchor = lists.anchors[this.#first][random.below(lists.sizes[this.#first])];
      return matchers[this.#first].match(anchor, n, 0);
    }
    if (places !== null) {
      places.load(random.below(places.count), n, this.#shift);
      return true;
    }
    const a = lists.anchors[this.#first][random.below(lists.sizes[this.#first])];
    const b = lists.anchors[this.#second][random.below(lists.sizes[this.#second])];
    return matchers[this.#first].match(a, n, 0) && matchers[this.#second].match(b, n, this.#firstSize);
  }

  #isAllowed(): boolean {
    if (!this.#needsTest) return true;
    if (!this.rewriter.isFree()) return false;
    if (!this.#mustBeApart) return true;
    const { n } = this.rewriter;
    return !this.#mixture.connectivity.areConnected(n[0], n[this.#firstSize]);
  }

  /** Looks through all places for those that are allowed, and draws one of them in proportion to its weight. */
  #search(random: RandomStream, s: number): boolean {
    let total = 0;
    this.#somePlace(s, (weight) => {
      if (weight > 0 && this.#isAllowed()) total += weight;
      return false;
    });
    let rest = random.uniform() * total;
    return this.#somePlace(s, (weight) => {
      if (!(weight > 0) || !this.#isAllowed()) return false;
      rest -= weight;
      return rest < 0;
    });
  }

  /** Draws places one after another, until one is taken. */
  #somePlace(s: number, take: (weight: number) => boolean): boolean {
    const { n } = this.rewriter;
    const { lists, matchers } = this.#mixture;
    const { places, weights } = this;
    if (places !== null) {
      for (let place = 0; place < places.count; place++) {
        places.load(place, n, this.#shift);
        if (take(weights === null ? 1 : weights.weightOf(place, s))) return true;
      }
      return false;
    }
    if (this.#second < 0) return false;
    for (let i = 0; i < lists.sizes[this.#first]; i++) {
      for (let k = 0; k < lists.sizes[this.#second]; k++) {
        matchers[this.#first].match(lists.anchors[this.#first][i], n, 0);
        matchers[this.#second].match(lists.anchors[this.#second][k], n, this.#firstSize);
        if (take(1)) return true;
      }
    }
    return false;
  }
}
