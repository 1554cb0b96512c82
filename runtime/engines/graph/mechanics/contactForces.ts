/** Computed attributes `contactForce`: the force of energies between two patterns on the position of a node. */
import type { GraphModel } from "../../../graphModel.ts";
import type { EnergyTerm, EnergyTerms } from "./energyTerms.ts";
import type { MovingNodes } from "./movingGraph.ts";

export class ContactForces {
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #energies: EnergyTerms;
  readonly #contacts: readonly EnergyTerm[];
  /** By type: slot of the attribute; -1: none. */
  readonly #slot: Int32Array;
  readonly #isNeeded: boolean;
  readonly #gradient: Float64Array;
  /** By node: 1 for those whose force is wanted. */
  #isWanted = new Uint8Array(0);

  constructor(model: GraphModel, store: MovingNodes, energies: EnergyTerms) {
    this.#model = model;
    this.#store = store;
    this.#energies = energies;
    this.#contacts = energies.terms.filter(({ contacts }) => contacts !== null);
    this.#slot = Int32Array.from(
      model.types,
      ({ attributes }) => attributes.find(({ computed }) => computed === "contactForce")?.slot ?? -1,
    );
    this.#isNeeded = this.#slot.some((slot) => slot >= 0);
    this.#gradient = new Float64Array(energies.mostCoordinates);
  }

  /** Of all nodes. */
  refresh(t: number, y: Float64Array, c: Float64Array): void {
    if (!this.#isNeeded) return;
    this.#makeRoom();
    for (let node = 0; node < this.#store.used; node++) this.#want(node);
    this.#add(t, y, c, null, 0);
    this.#isWanted.fill(0, 0, this.#store.used);
  }

  /** Of these nodes, after an event. */
  refreshNodes(nodes: Int32Array, count: number, t: number, y: Float64Array, c: Float64Array): void {
    if (!this.#isNeeded) return;
    this.#makeRoom();
    let wanted = 0;
    for (let i = 0; i < count; i++) {
      this.#want(nodes[i]);
      wanted += this.#isWanted[nodes[i]];
    }
    if (wanted === 0) return;
    this.#add(t, y, c, nodes, count);
    for (let i = 0; i < count; i++) this.#isWanted[nodes[i]] = 0;
  }

  #makeRoom(): void {
    if (this.#isWanted.length < this.#store.capacity) this.#isWanted = new Uint8Array(this.#store.capacity);
  }

  #want(node: number): void {
    const { type, x } = this.#store;
    const slot = type[node] < 0 ? -1 : this.#slot[type[node]];
    if (slot < 0) return;
    const at = node * this.#model.attributeStride + slot;
    x.fill(0, at, at + this.#model.dimension);
    this.#isWanted[node] = 1;
  }

  /** Adds the forces of all contacts; with `nodes` only of those that hold one of them. */
  #add(t: number, y: Float64Array, c: Float64Array, nodes: Int32Array | null, count: number): void {
    const { x, type } = this.#store;
    const { types, dimension, attributeStride } = this.#model;
    for (const term of this.#contacts) {
      const { index, moved, energy } = term;
      const visit = (n: Int32Array): void => {
        if (!moved.some(({ agent }) => this.#isWanted[n[agent]] === 1)) return;
        this.#model.gradient(index, n, x, this.#energies.imageShift, t, y, c, this.#gradient);
        for (const { agent, slot, offset } of moved) {
          const node = n[agent];
          if (this.#isWanted[node] === 0 || slot !== types[type[node]].position) continue;
          const at = node * attributeStride + this.#slot[type[node]];
          for (let i = 0; i < dimension; i++) x[at + i] -= this.#gradient[offset + i] / energy.divisor;
        }
      };
      if (nodes === null) this.#energies.eachMatch(term, visit);
      else this.#energies.eachContactOf(term, nodes, count, visit);
    }
  }
}
