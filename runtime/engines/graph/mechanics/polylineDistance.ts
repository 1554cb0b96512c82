/**
 * Computed attributes `distanceTo`: how far a node is from the nearest segment between bonded nodes of a type (a
 * membrane, a filament), or from the nearest single node of it. Every node looks at every segment.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { MovingNodes } from "./movingGraph.ts";

interface Wanted {
  /** Type of the nodes that carry the attribute, its slot, and the type whose segments count. */
  readonly type: number;
  readonly slot: number;
  readonly to: number;
}

export class PolylineDistances {
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #wanted: readonly Wanted[];
  /** Of the type at hand: ends of segments, `2 * dimension` numbers each. */
  #segments = new Float64Array(0);
  #count = 0;

  constructor(model: GraphModel, store: MovingNodes) {
    this.#model = model;
    this.#store = store;
    this.#wanted = model.types.flatMap(({ attributes }, type) =>
      attributes.flatMap(({ computed, slot, of }) =>
        computed === "distanceTo" ? [{ type, slot, to: of }] : [],
      ),
    );
  }

  get isNeeded(): boolean {
    return this.#wanted.length > 0;
  }

  /** Of all nodes; with `nodes` only of those. */
  refresh(nodes: Int32Array | null, count: number): void {
    const { type: types, used, x } = this.#store;
    const { attributeStride } = this.#model;
    for (const { type, slot, to } of this.#wanted) {
      this.#collect(to);
      const total = nodes === null ? used : count;
      for (let i = 0; i < total; i++) {
        const node = nodes === null ? i : nodes[i];
        if (types[node] === type) x[node * attributeStride + slot] = this.#distance(node, type);
      }
    }
  }

  #collect(type: number): void {
    const store = this.#store;
    this.#count = 0;
    for (let node = 0; node < store.used; node++) {
      if (store.type[node] !== type) continue;
      const first = node << store.shift;
      let isAlone = true;
      for (let site = first; site < first + store.siteCount[type]; site++) {
        if (store.partner[site] < 0) continue;
        const other = store.partner[site] >> store.shift;
        if (store.type[other] !== type) continue;
        isAlone = false;
        if (other > node || (other === node && store.partner[site] > site)) this.#push(node, other);
      }
      if (isAlone) this.#push(node, node);
    }
  }

  #push(a: number, b: number): void {
    const { dimension, attributeStride, types } = this.#model;
    const { x, type } = this.#store;
    const at = this.#count++ * 2 * dimension;
    if (at + 2 * dimension > this.#segments.length) {
      const grown = new Float64Array(Math.max(64, 2 * (at + 2 * dimension)));
      grown.set(this.#segments);
      this.#segments = grown;
    }
    const { position } = types[type[a]];
    for (let i = 0; i < dimension; i++) {
      this.#segments[at + i] = x[a * attributeStride + position + i];
      this.#segments[at + dimension + i] = x[b * attributeStride + position + i];
    }
  }

  #distance(node: number, type: number): number {
    const { dimension, attributeStride, types } = this.#model;
    const { x } = this.#store;
    const from = node * attributeStride + types[type].position;
    const segments = this.#segments;
    let nearest = Number.POSITIVE_INFINITY;
    for (let k = 0; k < this.#count; k++) {
      const at = k * 2 * dimension;
      let length = 0;
      let along = 0;
      for (let i = 0; i < dimension; i++) {
        const edge = segments[at + dimension + i] - segments[at + i];
        length += edge * edge;
        along += edge * (x[from + i] - segments[at + i]);
      }
      const share = length > 0 ? Math.min(1, Math.max(0, along / length)) : 0;
      let square = 0;
      for (let i = 0; i < dimension; i++) {
        const gap =
          x[from + i] - segments[at + i] - share * (segments[at + dimension + i] - segments[at + i]);
        square += gap * gap;
      }
      if (square < nearest) nearest = square;
    }
    return Math.sqrt(nearest);
  }
}
