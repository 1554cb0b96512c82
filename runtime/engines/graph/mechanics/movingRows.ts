/** Rows of the linear system: one for each moving attribute of a node, by motion and then by node. */
import type { GraphModel } from "../../../graphModel.ts";
import type { MovingNodes } from "./movingGraph.ts";

export class MovingRows {
  count = 0;
  /** By row. */
  node = new Int32Array(0);
  motion = new Int32Array(0);
  /** By row: shortest bond of the node in um; Infinity without one. */
  bondLength = new Float64Array(0);
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  /** Row of each node and motion; -1: none. */
  #rowOf = new Int32Array(0);

  constructor(model: GraphModel, store: MovingNodes) {
    this.#model = model;
    this.#store = store;
  }

  /** Rows that there is room for. */
  get capacity(): number {
    return this.node.length;
  }

  /** The row of a motion of a node; -1: it does not move. */
  of(node: number, motion: number): number {
    return motion < 0 ? -1 : this.#rowOf[node * this.#model.motions.length + motion];
  }

  /** Numbers the nodes that there are now. */
  renumber(): void {
    const store = this.#store;
    const { motions } = this.#model;
    const needed = store.capacity * motions.length;
    if (this.#rowOf.length < needed) {
      this.#rowOf = new Int32Array(needed);
      this.node = new Int32Array(needed);
      this.motion = new Int32Array(needed);
      this.bondLength = new Float64Array(needed);
    }
    let rows = 0;
    motions.forEach(({ type }, motion) => {
      for (let node = 0; node < store.used; node++) {
        const isMoved = store.type[node] === type;
        this.#rowOf[node * motions.length + motion] = isMoved ? rows : -1;
        if (!isMoved) continue;
        this.node[rows] = node;
        this.motion[rows] = motion;
        this.bondLength[rows] = this.#shortestBond(node);
        rows++;
      }
    });
    this.count = rows;
  }

  #shortestBond(node: number): number {
    const store = this.#store;
    const { types, dimension, attributeStride } = this.#model;
    const own = types[store.type[node]].position;
    if (own < 0) return Number.POSITIVE_INFINITY;
    let shortest = Number.POSITIVE_INFINITY;
    const first = node << store.shift;
    const end = first + store.siteCount[store.type[node]];
    for (let site = first; site < end; site++) {
      if (store.record[site] < 0) continue;
      const other = store.record[site] >> store.shift;
      const position = types[store.type[other]].position;
      if (position < 0) continue;
      let square = 0;
      for (let i = 0; i < dimension; i++) {
        const gap =
          store.x[node * attributeStride + own + i] - store.x[other * attributeStride + position + i];
        square += gap * gap;
      }
      if (square > 0 && square < shortest * shortest) shortest = Math.sqrt(square);
    }
    return shortest;
  }
}
