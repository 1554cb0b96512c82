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
import { grownInt32 } from "../../networkFree/agentStore.ts";
import type { GraphMixture } from "../graphMixture.ts";
import type { MatchFollower } from "../anchorLists.ts";
import type { PlaceFollower, PlaceList } from "../placeList.ts";
import { CellGrid } from "./cellGrid.ts";
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
  /** First pair of each anchor, -1 for none. */
  head = new Int32Array(64).fill(-1);
  /** Where the match stood when it was last looked at. */
  centres = new Float64Array(3 * 64);
  halves = new Float64Array(64);
  mostHalf = 0;
  /** By pair. */
  anchor = new Int32Array(64);
  next = new Int32Array(64);
  previous = new Int32Array(64);

  constructor(fragment: number, shape: SideShape) {
    this.fragment = fragment;
    this.shape = shape;
  }

  growNodes(needed: number): void {
    let length = this.head.length;
    if (needed <= length) return;
    while (length < needed) length *= 2;
    this.head = grownInt32(this.head, length, -1);
    const centres = new Float64Array(3 * length);
    centres.set(this.centres);
    this.centres = centres;
    const halves = new Float64Array(length);
    halves.set(this.halves);
    this.halves = halves;
  }

  growPairs(length: number): void {
    this.anchor = grownInt32(this.anchor, length, 0);
    this.next = grownInt32(this.next, length, 0);
    this.previous = grownInt32(this.previous, length, 0);
  }

  link(pair: number, anchor: number): void {
    const head = this.head[anchor];
    this.anchor[pair] = anchor;
    this.next[pair] = head;
    this.previous[pair] = -1;
    if (head >= 0) this.previous[head] = pair;
    this.head[anchor] = pair;
  }

  unlink(pair: number): void {
    const next = this.next[pair];
    const previous = this.previous[pair];
    if (previous >= 0) this.next[previous] = next;
    else this.head[this.anchor[pair]] = next;
    if (next >= 0) this.previous[next] = previous;
  }

  /** Gives a pair the number of another, which must be unlinked. */
  rename(pair: number, to: number): void {
    const next = this.next[pair];
    const previous = this.previous[pair];
    this.anchor[to] = this.anchor[pair];
    this.next[to] = next;
    this.previous[to] = previous;
    if (previous >= 0) this.next[previous] = to;
    else this.head[this.anchor[pair]] = to;
    if (next >= 0) this.previous[next] = to;
  }
}

export class PairList implements PlaceList {
  count = 0;
  /** In um. */
  reach = 0;
  #box: PeriodicBox | null = null;
  readonly #mixture: GraphMixture;
  readonly #sides: readonly [PairSide, PairSide];
  readonly #firstSize: number;
  readonly #isNear: boolean;
  readonly #dimension: number;
  #leastSkin = 0;
  #skin = 0;
  readonly #followers: PlaceFollower[] = [];
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
    if (box !== null && !(2 * (reach + skin) <= Math.min(...box.lengths))) {
      throw new SimulationError(
        "badInput",
        `A distance of ${reach} um is more than half of the periodic box, so that images can not be told apart.`,
      );
    }
    this.reach = reach;
    this.#leastSkin = skin;
    this.#skin = skin;
    this.#box = box;
    this.#makeGrids();
  }

  /** Cells as large as a query, so that it looks at few of them. */
  #makeGrids(): void {
    if (!this.#isNear) return;
    const side = Math.max(this.reach + this.#skin, 1e-9);
    for (const each of this.#sides) each.grid = new CellGrid(this.#dimension, side, this.#box);
  }

  follow(follower: PlaceFollower): void {
    this.#followers.push(follower);
  }

  load(place: number, n: Int32Array, shift: Float64Array): void {
    const { matchers, store } = this.#mixture;
    const [a, b] = this.#sides;
    matchers[a.fragment].match(a.anchor[place], n, 0);
    matchers[b.fragment].match(b.anchor[place], n, this.#firstSize);
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
    return this.#sides[0].anchor[pair];
  }

  second(pair: number): number {
    return this.#sides[1].anchor[pair];
  }

  /** The first pair with a match of one side (0 or 1) at an anchor, and the one after a pair; -1: none. */
  firstPairOf(side: number, anchor: number): number {
    const { head } = this.#sides[side];
    return anchor < head.length ? head[anchor] : -1;
  }

  nextPairOf(side: number, pair: number): number {
    return this.#sides[side].next[pair];
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
    return distance <= this.reach * this.reach;
  }

  /** Finds all pairs anew at places x; those who follow must be refreshed afterwards. */
  rebuild(x: Float64Array): void {
    const { lists } = this.#mixture;
    this.count = 0;
    for (const side of this.#sides) {
      side.grid?.clear();
      side.head.fill(-1);
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
    const [a, b] = this.#sides;
    const used = this.#mixture.store.used;
    return {
      first: Array.from(a.anchor.subarray(0, this.count)),
      second: Array.from(b.anchor.subarray(0, this.count)),
      skin: this.#skin,
      centres: this.#sides.map(({ centres }) => Array.from(centres.subarray(0, 3 * used))),
      halves: this.#sides.map(({ halves }) => Array.from(halves.subarray(0, used))),
    };
  }

  restore(saved: SavedPairs): void {
    const { lists, store } = this.#mixture;
    this.count = 0;
    this.#skin = saved.skin;
    this.#makeGrids();
    this.#sides.forEach((side, i) => {
      side.growNodes(store.capacity);
      side.centres.set(saved.centres[i]);
      side.halves.set(saved.halves[i]);
      side.head.fill(-1);
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
      this.#removePairs(own, anchor);
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
    side.growNodes(this.#mixture.store.capacity);
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
    for (let i = 0; i < found; i++) {
      const candidate = this.#candidates[i];
      // A match that is changing in this event is paired when it comes up itself.
      if (!matchers[other.fragment].match(candidate, this.#other, 0)) continue;
      if (this.#sharesNode(matchers[side.fragment].size, matchers[other.fragment].size)) continue;
      if (
        sideIndex === 0 ? !this.#isCandidate(anchor, candidate, x) : !this.#isCandidate(candidate, anchor, x)
      )
        continue;
      if (lists.placeOf(other.fragment, candidate) < 0) continue;
      if (sideIndex === 0) this.#add(anchor, candidate, isQuiet);
      else this.#add(candidate, anchor, isQuiet);
    }
  }

  /** Fills `#candidates`, in ascending order. */
  #findCandidates(side: PairSide, other: PairSide, anchor: number): number {
    const { lists } = this.#mixture;
    if (other.grid === null) {
      const size = lists.sizes[other.fragment];
      if (size > this.#candidates.length) this.#candidates = new Int32Array(2 * size);
      this.#candidates.set(lists.anchors[other.fragment].subarray(0, size));
      return size;
    }
    const radius = this.reach + this.#skin + side.halves[anchor] + other.mostHalf;
    for (;;) {
      const found = other.grid.query(side.centres, 3 * anchor, radius, this.#candidates);
      if (found <= this.#candidates.length) {
        this.#candidates.subarray(0, found).sort();
        return found;
      }
      this.#candidates = new Int32Array(2 * found);
    }
  }

  #sharesNode(own: number, others: number): boolean {
    for (let i = 0; i < own; i++)
      for (let k = 0; k < others; k++) if (this.#n[i] === this.#other[k]) return true;
    return false;
  }

  /** By the places that were noted; exactly when there is no skin. */
  #isCandidate(first: number, second: number, x: Float64Array): boolean {
    if (!this.#isNear) return true;
    const [a, b] = this.#sides;
    let square = 0;
    for (let k = 0; k < this.#dimension; k++) {
      let difference = b.centres[3 * second + k] - a.centres[3 * first + k];
      if (this.#box !== null) difference += this.#box.nearest(difference, k);
      square += difference * difference;
    }
    const most = this.reach + this.#skin + a.halves[first] + b.halves[second];
    if (square > most * most) return false;
    if (this.#skin > 0) return true;
    const { matchers } = this.#mixture;
    matchers[a.fragment].match(first, this.#both, 0);
    matchers[b.fragment].match(second, this.#both, this.#firstSize);
    this.nearestShift(this.#both, x, this.#shift);
    return this.isWithin(this.#both, x, this.#shift);
  }

  #add(first: number, second: number, isQuiet: boolean): void {
    const [a, b] = this.#sides;
    const pair = this.count++;
    if (pair === a.anchor.length) for (const side of this.#sides) side.growPairs(2 * pair);
    a.link(pair, first);
    b.link(pair, second);
    if (!isQuiet) for (let i = 0; i < this.#followers.length; i++) this.#followers[i].entered(pair);
  }

  #removePairs(side: PairSide, anchor: number): void {
    if (anchor >= side.head.length) return;
    // The highest first: the order must not depend on how the pairs are linked.
    for (;;) {
      let pair = -1;
      for (let own = side.head[anchor]; own >= 0; own = side.next[own]) if (own > pair) pair = own;
      if (pair < 0) return;
      const last = this.count - 1;
      for (let i = 0; i < this.#followers.length; i++) this.#followers[i].leaving(pair, last);
      for (const each of this.#sides) {
        each.unlink(pair);
        if (pair !== last) each.rename(last, pair);
      }
      this.count = last;
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
