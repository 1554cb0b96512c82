/**
 * Pairs of points within reach of each other, for rules whose places are all alike and do not move between events. Of
 * the pairs only numbers are kept: how many partners each point of the first side has. One pair is drawn by its number
 * in their sum, and only then are the partners of its first point looked for. So a match that comes or goes changes a
 * count for each of its partners, however many pairs there are, where a list of pairs (pairList.ts) would link them.
 *
 * A point counts where it stood when it came into its list, or was last put there again, so that what is added is
 * taken away again; who moves it puts it there again (placeReaders.ts). Both orders of two matches of one fragment are pairs; a match and itself are none.
 */
import type { GraphProximity } from "../../../graphModel.ts";
import type { MatchFollower } from "../anchorLists.ts";
import type { GraphMixture } from "../graphMixture.ts";
import type { PlaceList } from "../placeList.ts";
import { CellGrid } from "./cellGrid.ts";
import { CountTree } from "./countTree.ts";
import { sortStart, tooFarForBox } from "./pairList.ts";
import type { PeriodicBox } from "./periodicBox.ts";

export class NearPoints implements PlaceList {
  /** Anchors of the pair that was chosen last. */
  first = -1;
  second = -1;
  readonly #mixture: GraphMixture;
  readonly #sides: readonly [PointSide, PointSide];
  readonly #firstSize: number;
  readonly #isClosed: boolean;
  /** A match of the one may be one of the other. */
  readonly #isOfOneType: boolean;
  readonly #dimension: number;
  readonly #partners = new CountTree();
  #reach = 0;
  /** Least upper bound of the squares of distances within reach, itself one of them. */
  #mostSquare = 0;
  #box: PeriodicBox | null = null;
  #candidates = new Int32Array(64);

  /** Fragments that can not share a node, unless it is the anchor of both; a proximity of two points. */
  constructor(mixture: GraphMixture, fragments: readonly number[], { a, b, isClosed }: GraphProximity) {
    this.#mixture = mixture;
    this.#isClosed = isClosed;
    this.#dimension = mixture.model.dimension;
    const [size, otherSize] = fragments.map((fragment) => mixture.matchers[fragment].size);
    this.#firstSize = size;
    const side = (index: number, agents: number, agent: number): PointSide =>
      new PointSide(mixture, fragments[index], agents, agent, this.#dimension);
    this.#sides = [side(0, size, Math.min(a, b)), side(1, otherSize, Math.max(a, b) - size)];
    const [type, otherType] = fragments.map((fragment) => mixture.matchers[fragment].anchorType);
    this.#isOfOneType = type === otherType;
    this.#sides.forEach((own, i) => {
      mixture.lists.followers[own.fragment].push(this.#followSide(own, i === 0));
    });
  }

  /** `reach` in um. `rebuild` must follow. */
  configure(reach: number, box: PeriodicBox | null): void {
    if (box !== null && !(2 * reach <= Math.min(...box.lengths))) throw tooFarForBox(reach);
    this.#reach = reach;
    this.#mostSquare = this.#isClosed ? reach * reach : numberBelow(reach * reach);
    this.#box = box;
    // Cells as large as a query, so that it looks at few of them.
    for (const each of this.#sides) each.grid = new CellGrid(this.#dimension, Math.max(2 * reach, 1e-9), box);
  }

  /** Counts all partners anew. */
  rebuild(): void {
    const { lists } = this.#mixture;
    this.#partners.clear();
    for (const side of this.#sides) side.grid.clear();
    const [a, b] = this.#sides;
    for (let i = 0; i < lists.sizes[b.fragment]; i++) b.place(lists.anchors[b.fragment][i]);
    for (let i = 0; i < lists.sizes[a.fragment]; i++) this.#enterFirst(lists.anchors[a.fragment][i]);
  }

  get count(): number {
    return this.#partners.total;
  }

  /** Places are chosen by their number, of which nobody keeps anything. */
  follow(): never {
    throw new Error("pairs that are only counted can not be followed");
  }

  load(place: number, n: Int32Array, shift: Float64Array): void {
    this.choose(place);
    const { matchers, store } = this.#mixture;
    const [a, b] = this.#sides;
    matchers[a.fragment].match(this.first, n, 0);
    matchers[b.fragment].match(this.second, n, this.#firstSize);
    if (this.#box === null) return;
    // Where they stand now: which image is near depends on it, whereas how near it is does not.
    const first = a.placeOf(this.first);
    const second = b.placeOf(this.second);
    for (let k = 0; k < this.#dimension; k++)
      shift[k] = this.#box.nearest(store.x[second + k] - store.x[first + k], k);
  }

  /** Sets `first` and `second` to those of pair 0, 1, …, count - 1. */
  choose(pair: number): void {
    const [a, b] = this.#sides;
    const first = this.#partners.find(pair);
    const found = this.#findNear(a, b, first);
    // The order must not depend on what came and went before.
    sortStart(this.#candidates, found);
    this.first = first;
    this.second = this.#candidates[this.#partners.rest];
  }

  #enterFirst(anchor: number): void {
    const [a, b] = this.#sides;
    a.place(anchor);
    this.#partners.fit(this.#mixture.store.capacity);
    this.#partners.add(anchor, this.#findNear(a, b, anchor));
  }

  #leaveFirst(anchor: number): void {
    this.#partners.add(anchor, -this.#partners.get(anchor));
    this.#sides[0].grid.remove(anchor);
  }

  #enterSecond(anchor: number): void {
    this.#sides[1].place(anchor);
    this.#addToPartners(anchor, 1);
  }

  #leaveSecond(anchor: number): void {
    this.#addToPartners(anchor, -1);
    this.#sides[1].grid.remove(anchor);
  }

  #addToPartners(second: number, change: number): void {
    const [a, b] = this.#sides;
    const found = this.#findNear(b, a, second);
    for (let i = 0; i < found; i++) this.#partners.add(this.#candidates[i], change);
  }

  /** Fills `#candidates` with the matches of the other side within reach of one, itself left out; their number. */
  #findNear(side: PointSide, other: PointSide, anchor: number): number {
    const { places } = side.grid;
    const radius = this.#reach * (1 + 1e-12);
    let found = other.grid.query(places, 8 * anchor, radius, this.#mostSquare, this.#candidates);
    if (found > this.#candidates.length) {
      this.#candidates = new Int32Array(2 * found);
      found = other.grid.query(places, 8 * anchor, radius, this.#mostSquare, this.#candidates);
    }
    return this.#box === null && !this.#isOfOneType ? found : this.#keepNear(side, other, anchor, found);
  }

  /** Of `#candidates` those that are other matches, in a box with an image within reach. */
  #keepNear(side: PointSide, other: PointSide, anchor: number, found: number): number {
    const candidates = this.#candidates;
    const box = this.#box;
    let kept = 0;
    for (let i = 0; i < found; i++) {
      const candidate = candidates[i];
      let square = 0;
      for (let k = 0; box !== null && k < this.#dimension; k++) {
        const difference = other.grid.places[8 * candidate + k] - side.grid.places[8 * anchor + k];
        square += (difference + box.nearest(difference, k)) ** 2;
      }
      if (square <= this.#mostSquare && candidate !== anchor) candidates[kept++] = candidate;
    }
    return kept;
  }

  #followSide(side: PointSide, isFirst: boolean): MatchFollower {
    const enter = (anchor: number): void => {
      if (isFirst) this.#enterFirst(anchor);
      else this.#enterSecond(anchor);
    };
    const leave = (anchor: number): void => {
      if (isFirst) this.#leaveFirst(anchor);
      else this.#leaveSecond(anchor);
    };
    return {
      entered: (_, anchor) => enter(anchor),
      altered: (_, anchor) => {
        leave(anchor);
        enter(anchor);
      },
      leaving: (place) => leave(this.#mixture.lists.anchors[side.fragment][place]),
    };
  }
}

/** The matches of one side, by anchor node. */
class PointSide {
  readonly fragment: number;
  grid: CellGrid;
  readonly #mixture: GraphMixture;
  /** Of a match: its nodes, and the one that stands for it. */
  readonly #n: Int32Array;
  readonly #agent: number;

  constructor(mixture: GraphMixture, fragment: number, size: number, agent: number, dimension: number) {
    this.fragment = fragment;
    this.grid = new CellGrid(dimension, 1, null);
    this.#mixture = mixture;
    this.#n = new Int32Array(size);
    this.#agent = agent;
  }

  /** Notes where a match stands, and puts it into the grid. */
  place(anchor: number): void {
    this.grid.insert(anchor, this.#mixture.store.x, this.placeOf(anchor));
  }

  /** Where the place of a match stands among the attributes. */
  placeOf(anchor: number): number {
    const { store, model, matchers } = this.#mixture;
    let node = anchor;
    if (this.#agent > 0) {
      matchers[this.fragment].match(anchor, this.#n, 0);
      node = this.#n[this.#agent];
    }
    return node * store.attributeStride + model.types[store.type[node]].position;
  }
}

/** The next number below a positive one; below that of a square otherwise. */
function numberBelow(value: number): number {
  return value > 0 ? value * (1 - 2 ** -53) : -1;
}
