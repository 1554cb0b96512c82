/**
 * The segments between bonded nodes of one type, and its single nodes, in the order of the first coordinate of their
 * middles: the nearest to a point is looked for from there outwards, until the first coordinate alone is farther off.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { MovingNodes } from "./movingGraph.ts";

export class SegmentOrder {
  readonly type: number;
  /** Nodes of the type have moved, come or gone. */
  isStale = true;
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  /** Ends in the order of middles, `2 * dimension` numbers each. */
  #ends: number[] = [];
  #middles: number[] = [];
  /** Along the first coordinate. */
  #mostHalf = 0;

  constructor(model: GraphModel, store: MovingNodes, type: number) {
    this.#model = model;
    this.#store = store;
    this.type = type;
  }

  /** From the point whose coordinates begin at `from`, in um; infinite when there is nothing of the type. */
  distance(x: Float64Array, from: number): number {
    if (this.isStale) this.#collect();
    const middles = this.#middles;
    let above = 0;
    for (let end = middles.length; above < end; ) {
      const middle = (above + end) >> 1;
      if (middles[middle] < x[from]) above = middle + 1;
      else end = middle;
    }
    let below = above - 1;
    let nearest = Number.POSITIVE_INFINITY;
    while (below >= 0 || above < middles.length) {
      const down = below >= 0 ? x[from] - middles[below] : Number.POSITIVE_INFINITY;
      const up = above < middles.length ? middles[above] - x[from] : Number.POSITIVE_INFINITY;
      const gap = Math.min(down, up) - this.#mostHalf;
      if (gap > 0 && gap * gap > nearest) break;
      nearest = Math.min(nearest, this.#square(down < up ? below-- : above++, x, from));
    }
    return Math.sqrt(nearest);
  }

  #collect(): void {
    const store = this.#store;
    const { dimension, attributeStride, types } = this.#model;
    const { x } = store;
    const { position } = types[this.type];
    const place = (node: number): number => node * attributeStride + position;
    const pairs: [number, number][] = [];
    for (let node = 0; node < store.used; node++) {
      if (store.type[node] !== this.type) continue;
      const first = node << store.shift;
      let isAlone = true;
      for (let site = first; site < first + store.siteCount[this.type]; site++) {
        if (store.record[site] < 0) continue;
        const other = store.record[site] >> store.shift;
        if (store.type[other] !== this.type) continue;
        isAlone = false;
        if (other > node || (other === node && store.record[site] > site)) pairs.push([node, other]);
      }
      if (isAlone) pairs.push([node, node]);
    }
    const middleOf = ([a, b]: readonly [number, number]): number => 0.5 * (x[place(a)] + x[place(b)]);
    pairs.sort((a, b) => middleOf(a) - middleOf(b));
    this.#middles = pairs.map(middleOf);
    this.#ends = pairs.flatMap((nodes) =>
      nodes.flatMap((node) => Array.from({ length: dimension }, (_, i) => x[place(node) + i])),
    );
    this.#mostHalf = 0;
    for (const [a, b] of pairs)
      this.#mostHalf = Math.max(this.#mostHalf, 0.5 * Math.abs(x[place(a)] - x[place(b)]));
    this.isStale = false;
  }

  /** The square of the distance from one segment. */
  #square(segment: number, x: Float64Array, from: number): number {
    const { dimension } = this.#model;
    const ends = this.#ends;
    const at = segment * 2 * dimension;
    let length = 0;
    let along = 0;
    for (let i = 0; i < dimension; i++) {
      const edge = ends[at + dimension + i] - ends[at + i];
      length += edge * edge;
      along += edge * (x[from + i] - ends[at + i]);
    }
    const share = length > 0 ? Math.min(1, Math.max(0, along / length)) : 0;
    let square = 0;
    for (let i = 0; i < dimension; i++) {
      const gap = x[from + i] - ends[at + i] - share * (ends[at + dimension + i] - ends[at + i]);
      square += gap * gap;
    }
    return square;
  }
}
