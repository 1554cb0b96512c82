/**
 * Pairs of matches of two fragments that are near each other, kept while matches come, go and move.
 *
 * A match stands at a point, or along the segment between two of its nodes. Pairs whose places were within reach and
 * a skin when they were last looked at are in the list, so that it stays complete while nothing has moved far
 * (Verlet 1967, doi:10.1103/PhysRev.159.98); of points that do not move the skin is zero and the list exact. Both
 * orders of two matches of one fragment are in the list; pairs that share a node are not.
 */
import type { GraphProximity } from "../../../graphModel.ts";
import { SimulationError } from "../../../simulationError.ts";
import type { GraphMixture } from "../graphMixture.ts";
import type { MatchFollower } from "../anchorLists.ts";
import { grownInt32 } from "../../networkFree/agentStore.ts";
import type { PlaceFollower, PlaceList } from "../placeList.ts";
import { CellGrid } from "./cellGrid.ts";
import { PairLinks } from "./pairLinks.ts";
import type { PeriodicBox } from "./periodicBox.ts";

export interface SavedPairs {
  readonly first: number[];
  readonly second: number[];
  readonly skin: number;
  /** By side: centres and half lengths when they were last looked at. */
  readonly centres: number[][];
  readonly halves: number[][];
}

/** Where the matches of one side stand: at an agent of the fragment, or along the segment to another. */
interface SideShape {
  readonly agent: number;
  /** -1: a point. */
  readonly end: number;
}

/** What is kept of the matches of one side, by anchor node. */
class PairSide {
  readonly fragment: number;
  readonly shape: SideShape;
  /** Null: every match is near. */
  grid: CellGrid | null = null;
  /** Where the match stood when it was last looked at. */
  centres = new Float64Array(3 * 64);
  halves = new Float64Array(64);
  mostHalf = 0;

  constructor(fragment: number, shape: SideShape) {
    this.fragment = fragment;
    this.shape = shape;
  }

  growNodes(needed: number): void {
    let { length } = this.halves;
    if (needed <= length) return;
    while (length < needed) length *= 2;
    const centres = new Float64Array(3 * length);
    centres.set(this.centres);
    this.centres = centres;
    const halves = new Float64Array(length);
    halves.set(this.halves);
    this.halves = halves;
  }
}

export class PairList implements PlaceList {
  /** In um. */
  reach = 0;
  readonly #links = new PairLinks();
  #box: PeriodicBox | null = null;
  readonly #mixture: GraphMixture;
  readonly #sides: readonly [PairSide, PairSide];
  readonly #firstSize: number;
  readonly #isNear: boolean;
  readonly #isClosed: boolean;
  readonly #dimension: number;
  #leastSkin = 0;
  #skin = 0;
  readonly #followers: PlaceFollower[] = [];
  /** Pairs of one anchor. */
  #own = new Int32Array(64);
  #candidates = new Int32Array(64);
  readonly #n: Int32Array;
  readonly #other: Int32Array;
  readonly #both: Int32Array;
  readonly #shift = new Float64Array(3);
  /** Centre of a match, and half the length of its segment. */
  readonly #centre = new Float64Array(4);

  /** `proximity` null: all pairs. */
  constructor(mixture: GraphMixture, fragments: readonly number[], proximity: GraphProximity | null) {
    this.#mixture = mixture;
    this.#isNear = proximity !== null;
    this.#isClosed = proximity?.isClosed === true;
    this.#dimension = mixture.model.dimension;
    const sizes = fragments.map((fragment) => mixture.matchers[fragment].size);
    this.#firstSize = sizes[0];
    const shapes = proximity === null ? [atAnchor, atAnchor] : shapesOf(proximity, this.#firstSize);
    this.#sides = [new PairSide(fragments[0], shapes[0]), new PairSide(fragments[1], shapes[1])];
    this.#n = new Int32Array(Math.max(...sizes));
    this.#other = new Int32Array(Math.max(...sizes));
    this.#both = new Int32Array(sizes[0] + sizes[1]);
    this.#sides.forEach((side, i) => {
      mixture.lists.followers[side.fragment].push(this.#followSide(i));
    });
  }

  /** `reach` and `skin` in um; the skin is 0 when nothing moves between events. `rebuild` must follow. */
  configure(reach: number, skin: number, box: PeriodicBox | null): void {
    if (box !== null && !(2 * (reach + skin) <= Math.min(...box.lengths))) throw tooFarForBox(reach);
    this.reach = reach;
    this.#leastSkin = skin;
    this.#skin = skin;
    this.#box = box;
    this.#makeGrids();
  }

  /** Cells as large as a query, so that it looks at few of them. */
  #makeGrids(): void {
    if (!this.#isNear) return;
    const side = Math.max(2 * (this.reach + this.#skin), 1e-9);
    for (const each of this.#sides) each.grid = new CellGrid(this.#dimension, side, this.#box);
  }

  get count(): number {
    return this.#links.count;
  }

  follow(follower: PlaceFollower): void {
    this.#followers.push(follower);
  }

  load(place: number, n: Int32Array, shift: Float64Array): void {
    const { matchers, store } = this.#mixture;
    const [a, b] = this.#sides;
    matchers[a.fragment].match(this.#links.anchor(place, 0), n, 0);
    matchers[b.fragment].match(this.#links.anchor(place, 1), n, this.#firstSize);
    this.nearestShift(n, store.x, shift);
  }

  /** What to add to the places of the second match so that it is near the first. */
  nearestShift(n: Int32Array, x: Float64Array, shift: Float64Array): void {
    if (this.#box === null) return;
    const [a, b] = this.#sides;
    const first = this.#slotOf(n[a.shape.agent]);
    const second = this.#slotOf(n[this.#firstSize + b.shape.agent]);
    for (let k = 0; k < this.#dimension; k++) {
      shift[k] = this.#box.nearest(x[second + k] - x[first + k], k);
    }
  }

  /** Anchor of the first match of a pair. */
  first(pair: number): number {
    return this.#links.anchor(pair, 0);
  }

  second(pair: number): number {
    return this.#links.anchor(pair, 1);
  }

  /** The first pair with a match of one side (0 or 1) at an anchor, and the one after a pair; -1: none. */
  firstPairOf(side: number, anchor: number): number {
    return this.#links.first(side, anchor);
  }

  nextPairOf(side: number, pair: number): number {
    return this.#links.next(side, pair);
  }

  /** Writes what to add to the places of the second match of a pair. */
  shift(pair: number, out: Float64Array): void {
    out.fill(0);
    if (this.#box !== null) this.load(pair, this.#both, out);
  }

  /** Whether the places of a loaded pair are within reach. */
  isWithin(n: Int32Array, x: Float64Array, shift: Float64Array): boolean {
    if (!this.#isNear) return true;
    const [a, b] = this.#sides;
    const isFirstSegment = a.shape.end >= 0;
    const point = isFirstSegment ? n[this.#firstSize + b.shape.agent] : n[a.shape.agent];
    const start = isFirstSegment ? n[a.shape.agent] : n[this.#firstSize + b.shape.agent];
    const end = isFirstSegment ? n[a.shape.end] : b.shape.end < 0 ? -1 : n[this.#firstSize + b.shape.end];
    // The shift holds for the second match; the segment may be the first.
    const sign = isFirstSegment ? -1 : 1;
    const from = this.#slotOf(point);
    const to = this.#slotOf(start);
    const far = end < 0 ? to : this.#slotOf(end);
    let dot = 0;
    let square = 0;
    for (let k = 0; k < this.#dimension; k++) {
      const edge = x[far + k] - x[to + k];
      dot += edge * (x[from + k] - x[to + k] - sign * shift[k]);
      square += edge * edge;
    }
    const along = square > 0 ? Math.min(1, Math.max(0, dot / square)) : 0;
    let distance = 0;
    for (let k = 0; k < this.#dimension; k++) {
      const near = x[to + k] + along * (x[far + k] - x[to + k]) + sign * shift[k];
      distance += (x[from + k] - near) ** 2;
    }
    return this.#isInReach(distance);
  }

  #isInReach(square: number): boolean {
    const most = this.reach * this.reach;
    return this.#isClosed ? square <= most : square < most;
  }

  /** Finds all pairs anew at places x; those who follow must be refreshed afterwards. */
  rebuild(x: Float64Array): void {
    const { lists } = this.#mixture;
    this.#links.clear();
    for (const side of this.#sides) {
      side.grid?.clear();
      side.mostHalf = 0;
    }
    const [a, b] = this.#sides;
    for (let i = 0; i < lists.sizes[b.fragment]; i++) this.#place(b, lists.anchors[b.fragment][i], x);
    for (let i = 0; i < lists.sizes[a.fragment]; i++) {
      const anchor = lists.anchors[a.fragment][i];
      this.#place(a, anchor, x);
      this.#pair(0, anchor, x, true);
    }
  }

  /**
   * Makes sure that the list is complete at both of two sets of places; true when all pairs were found anew, so that
   * those who follow must be refreshed.
   */
  update(x0: Float64Array, x1: Float64Array): boolean {
    if (!this.#isNear) return false;
    const most = Math.max(this.#mostMoved(x0), this.#mostMoved(x1));
    if (2 * most <= this.#skin) return false;
    for (const side of this.#sides) this.#note(side, x1);
    this.#skin = Math.max(this.#leastSkin, 2.2 * this.#mostMoved(x0));
    if (!Number.isFinite(this.#skin))
      throw new SimulationError("notFinite", "A place is not a finite number.");
    this.#makeGrids();
    this.rebuild(x1);
    return true;
  }

  save(): SavedPairs {
    const used = this.#mixture.store.used;
    return {
      first: Array.from({ length: this.count }, (_, pair) => this.first(pair)),
      second: Array.from({ length: this.count }, (_, pair) => this.second(pair)),
      skin: this.#skin,
      centres: this.#sides.map(({ centres }) => Array.from(centres.subarray(0, 3 * used))),
      halves: this.#sides.map(({ halves }) => Array.from(halves.subarray(0, used))),
    };
  }

  restore(saved: SavedPairs): void {
    const { lists, store } = this.#mixture;
    this.#links.clear();
    this.#links.fit(store.capacity);
    this.#skin = saved.skin;
    this.#makeGrids();
    this.#sides.forEach((side, i) => {
      side.growNodes(store.capacity);
      side.centres.set(saved.centres[i]);
      side.halves.set(saved.halves[i]);
      side.mostHalf = 0;
      for (let k = 0; k < lists.sizes[side.fragment]; k++) {
        const anchor = lists.anchors[side.fragment][k];
        side.grid?.insert(anchor, side.centres, 3 * anchor);
        side.mostHalf = Math.max(side.mostHalf, side.halves[anchor]);
      }
    });
    saved.first.forEach((anchor, pair) => this.#add(anchor, saved.second[pair], true));
  }

  #followSide(side: number): MatchFollower {
    const own = this.#sides[side];
    const enter = (anchor: number): void => {
      const { x } = this.#mixture.store;
      this.#place(own, anchor, x);
      this.#pair(side, anchor, x, false);
    };
    const leave = (anchor: number): void => {
      this.#removePairs(side, anchor);
      own.grid?.remove(anchor);
    };
    return {
      entered: (_, anchor) => enter(anchor),
      altered: (_, anchor) => {
        leave(anchor);
        enter(anchor);
      },
      leaving: (place) => leave(this.#mixture.lists.anchors[own.fragment][place]),
    };
  }

  /** Notes where a match stands, and puts it into the grid. */
  #place(side: PairSide, anchor: number, x: Float64Array): void {
    const { capacity } = this.#mixture.store;
    this.#links.fit(capacity);
    side.growNodes(capacity);
    if (side.grid === null) return;
    this.#locate(side, anchor, x);
    for (let k = 0; k < 3; k++) side.centres[3 * anchor + k] = this.#centre[k];
    side.halves[anchor] = this.#centre[3];
    side.mostHalf = Math.max(side.mostHalf, this.#centre[3]);
    side.grid.insert(anchor, side.centres, 3 * anchor);
  }

  /** Pairs a match with all near ones of the other side. */
  #pair(sideIndex: number, anchor: number, x: Float64Array, isQuiet: boolean): void {
    const { lists, matchers } = this.#mixture;
    const side = this.#sides[sideIndex];
    const other = this.#sides[1 - sideIndex];
    const n = this.#n;
    if (!matchers[side.fragment].match(anchor, n, 0)) return;
    const found = this.#findCandidates(side, other, anchor);
    const candidates = this.#candidates;
    // Points that do not move were measured when they were found.
    const isMeasured = this.#isNear && this.#skin === 0 && (side.shape.end >= 0 || other.shape.end >= 0);
    for (let i = 0; i < found; i++) {
      const candidate = candidates[i];
      if (lists.placeOf(other.fragment, candidate) < 0) continue;
      // A match that is changing in this event is paired when it comes up itself.
      if (!matchers[other.fragment].match(candidate, this.#other, 0)) continue;
      if (this.#sharesNode(matchers[side.fragment].size, matchers[other.fragment].size)) continue;
      const first = sideIndex === 0 ? anchor : candidate;
      const second = sideIndex === 0 ? candidate : anchor;
      if (isMeasured && !this.#isNow(first, second, x)) continue;
      this.#add(first, second, isQuiet);
    }
  }

  /** Fills `#candidates` with those that were near when they were noted, in ascending order. */
  #findCandidates(side: PairSide, other: PairSide, anchor: number): number {
    const { lists } = this.#mixture;
    if (other.grid === null) {
      const size = lists.sizes[other.fragment];
      if (size > this.#candidates.length) this.#candidates = new Int32Array(2 * size);
      this.#candidates.set(lists.anchors[other.fragment].subarray(0, size));
      return size;
    }
    const most = this.reach + this.#skin + side.halves[anchor];
    for (;;) {
      const radius = (most + other.mostHalf) * (1 + 1e-12);
      const found = other.grid.query(side.centres, 3 * anchor, radius, radius * radius, this.#candidates);
      if (found <= this.#candidates.length) return this.#keepNear(side, other, anchor, most, found);
      this.#candidates = new Int32Array(2 * found);
    }
  }

  /** Of `#candidates` those within their distance of a match, sorted; `most` is for candidates that are points. */
  #keepNear(side: PairSide, other: PairSide, anchor: number, most: number, found: number): number {
    const candidates = this.#candidates;
    const { centres, halves } = other;
    const box = this.#box;
    const isExact = this.#skin === 0 && side.shape.end < 0 && other.shape.end < 0;
    let kept = 0;
    for (let i = 0; i < found; i++) {
      const candidate = candidates[i];
      let square = 0;
      for (let k = 0; k < this.#dimension; k++) {
        let difference = centres[3 * candidate + k] - side.centres[3 * anchor + k];
        if (box !== null) difference += box.nearest(difference, k);
        square += difference * difference;
      }
      const distance = most + halves[candidate];
      if (square > distance * distance || (isExact && !this.#isInReach(square))) continue;
      candidates[kept++] = candidate;
    }
    sortStart(candidates, kept);
    return kept;
  }

  #sharesNode(own: number, others: number): boolean {
    if (own === 1 && others === 1) return this.#n[0] === this.#other[0];
    for (let i = 0; i < own; i++)
      for (let k = 0; k < others; k++) if (this.#n[i] === this.#other[k]) return true;
    return false;
  }

  /** Whether a pair is within reach at places x. */
  #isNow(first: number, second: number, x: Float64Array): boolean {
    const { matchers } = this.#mixture;
    const [a, b] = this.#sides;
    matchers[a.fragment].match(first, this.#both, 0);
    matchers[b.fragment].match(second, this.#both, this.#firstSize);
    this.nearestShift(this.#both, x, this.#shift);
    return this.isWithin(this.#both, x, this.#shift);
  }

  #add(first: number, second: number, isQuiet: boolean): void {
    const pair = this.#links.count;
    this.#links.add(first, second);
    if (!isQuiet) for (let i = 0; i < this.#followers.length; i++) this.#followers[i].entered(pair);
  }

  #removePairs(side: number, anchor: number): void {
    const links = this.#links;
    let own = this.#own;
    let count = 0;
    for (let pair = links.first(side, anchor); pair >= 0; pair = links.next(side, pair)) {
      if (count === own.length) {
        own = grownInt32(own, 2 * count, 0);
        this.#own = own;
      }
      let at = count++;
      for (; at > 0 && own[at - 1] < pair; at--) own[at] = own[at - 1];
      own[at] = pair;
    }
    // The highest first: the order must not depend on how the pairs are linked, and none of these is renumbered.
    for (let k = 0; k < count; k++) {
      const pair = own[k];
      const last = links.count - 1;
      for (let i = 0; i < this.#followers.length; i++) this.#followers[i].leaving(pair, last);
      links.remove(pair);
    }
  }

  /** Centre and half length of a match. */
  #locate({ fragment, shape }: PairSide, anchor: number, x: Float64Array): void {
    const centre = this.#centre;
    const n = this.#n;
    this.#mixture.matchers[fragment].match(anchor, n, 0);
    const start = this.#slotOf(n[shape.agent]);
    const end = shape.end < 0 ? start : this.#slotOf(n[shape.end]);
    let square = 0;
    centre[2] = 0;
    for (let k = 0; k < this.#dimension; k++) {
      centre[k] = 0.5 * (x[start + k] + x[end + k]);
      square += (x[end + k] - x[start + k]) ** 2;
    }
    centre[3] = 0.5 * Math.sqrt(square);
  }

  /** How far any match has moved since it was noted. */
  #mostMoved(x: Float64Array): number {
    const { lists } = this.#mixture;
    let most = 0;
    for (const side of this.#sides) {
      for (let i = 0; i < lists.sizes[side.fragment]; i++) {
        const anchor = lists.anchors[side.fragment][i];
        this.#locate(side, anchor, x);
        let square = 0;
        for (let k = 0; k < this.#dimension; k++)
          square += (this.#centre[k] - side.centres[3 * anchor + k]) ** 2;
        // Half of what the length has grown stands for the ends that moved against each other.
        const moved = Math.sqrt(square) + Math.max(0, this.#centre[3] - side.halves[anchor]);
        if (moved > most) most = moved;
      }
    }
    return most;
  }

  /** Notes places without pairing. */
  #note(side: PairSide, x: Float64Array): void {
    const { lists } = this.#mixture;
    for (let i = 0; i < lists.sizes[side.fragment]; i++) {
      const anchor = lists.anchors[side.fragment][i];
      this.#locate(side, anchor, x);
      for (let k = 0; k < 3; k++) side.centres[3 * anchor + k] = this.#centre[k];
      side.halves[anchor] = this.#centre[3];
    }
  }

  #slotOf(node: number): number {
    const { store, model } = this.#mixture;
    return node * store.attributeStride + model.types[store.type[node]].position;
  }
}

const atAnchor: SideShape = { agent: 0, end: -1 };

function shapesOf({ a, b, end }: GraphProximity, firstSize: number): readonly [SideShape, SideShape] {
  const local = (agent: number): number => (agent < firstSize ? agent : agent - firstSize);
  const point: SideShape = { agent: local(a), end: -1 };
  const segment: SideShape = { agent: local(b), end: end < 0 ? -1 : local(end) };
  return a < firstSize ? [point, segment] : [segment, point];
}

/** Most numbers that are sorted by insertion. */
const fewNumbers = 32;

/** Sorts the first numbers of a list. */
export function sortStart(list: Int32Array, count: number): void {
  if (count > fewNumbers) {
    list.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const number = list[i];
    let at = i;
    for (; at > 0 && list[at - 1] > number; at--) list[at] = list[at - 1];
    list[at] = number;
  }
}

/** What to say of a reach in um. */
export function tooFarForBox(reach: number): SimulationError {
  return new SimulationError(
    "badInput",
    `A distance of ${reach} um is more than half of the periodic box, so that images can not be told apart.`,
  );
}
