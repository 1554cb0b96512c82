/** Walls: positions beyond a reflecting one are mirrored back, nodes beyond an absorbing one are to be removed. */
import type { GraphModel } from "../../../graphModel.ts";
import type { MovingNodes } from "./movingGraph.ts";

export class Walls {
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #numbers: readonly Float64Array[];
  /** For each type the walls that hold for it, by condition. */
  readonly #reflecting: readonly (readonly number[])[];
  readonly #absorbing: readonly (readonly number[])[];

  constructor(model: GraphModel, store: MovingNodes) {
    this.#model = model;
    this.#store = store;
    this.#numbers = model.boundaries.map(
      ({ shape }) => new Float64Array(shape === "ball" ? model.dimension + 1 : 2 * model.dimension),
    );
    const of = (condition: string): number[][] =>
      model.types.map((_, type) =>
        model.boundaries.flatMap((wall, i) =>
          wall.condition === condition && wall.types.includes(type) ? [i] : [],
        ),
      );
    this.#reflecting = of("reflecting");
    this.#absorbing = of("absorbing");
  }

  start(c: Float64Array): void {
    this.#numbers.forEach((numbers, i) => this.#model.boundary(i, c, numbers));
  }

  /** Mirrors all nodes, or those of the list. */
  reflect(nodes: Int32Array | null, count: number): void {
    if (this.#reflecting.every((walls) => walls.length === 0)) return;
    const { used, type } = this.#store;
    const total = nodes === null ? used : count;
    for (let i = 0; i < total; i++) {
      const node = nodes === null ? i : nodes[i];
      if (type[node] < 0) continue;
      for (const wall of this.#reflecting[type[node]]) this.#mirror(node, wall);
    }
  }

  /** Nodes beyond an absorbing wall, by number. */
  beyond(): readonly number[] {
    if (this.#absorbing.every((walls) => walls.length === 0)) return [];
    const { used, type } = this.#store;
    const found: number[] = [];
    for (let node = 0; node < used; node++)
      if (type[node] >= 0 && this.#absorbing[type[node]].some((wall) => this.#isBeyond(node, wall)))
        found.push(node);
    return found;
  }

  #place(node: number): number {
    const { types, attributeStride } = this.#model;
    return node * attributeStride + types[this.#store.type[node]].position;
  }

  #mirror(node: number, wall: number): void {
    const { dimension, boundaries } = this.#model;
    const { x } = this.#store;
    const at = this.#place(node);
    const numbers = this.#numbers[wall];
    if (boundaries[wall].shape === "box") {
      for (let i = 0; i < dimension; i++) {
        const low = numbers[i];
        const width = numbers[dimension + i] - low;
        // What is inside stays exactly where it is.
        if (x[at + i] >= low && x[at + i] <= low + width) continue;
        // Folding a line onto itself: also right after a step of several widths.
        let part = (x[at + i] - low) % (2 * width);
        if (part < 0) part += 2 * width;
        x[at + i] = low + (part > width ? 2 * width - part : part);
      }
      return;
    }
    const radius = numbers[dimension];
    const distance = this.#radius(at, numbers);
    if (distance <= radius || distance === 0) return;
    const inside = Math.max(0, 2 * radius - distance);
    for (let i = 0; i < dimension; i++)
      x[at + i] = numbers[i] + ((x[at + i] - numbers[i]) * inside) / distance;
  }

  #isBeyond(node: number, wall: number): boolean {
    const { dimension, boundaries } = this.#model;
    const { x } = this.#store;
    const at = this.#place(node);
    const numbers = this.#numbers[wall];
    if (boundaries[wall].shape === "ball") return this.#radius(at, numbers) > numbers[dimension];
    for (let i = 0; i < dimension; i++)
      if (x[at + i] < numbers[i] || x[at + i] > numbers[dimension + i]) return true;
    return false;
  }

  #radius(at: number, numbers: Float64Array): number {
    let square = 0;
    for (let i = 0; i < this.#model.dimension; i++) square += (this.#store.x[at + i] - numbers[i]) ** 2;
    return Math.sqrt(square);
  }
}
