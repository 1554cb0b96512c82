/**
 * Nodes as arrays: types, records (nodeLayout.ts) and attributes. Site k of node a has the index (a << shift) + k, so
 * that a node is found from a site without a table; attribute slot s of node a stands at a * attributeStride + s. Arrays
 * grow when they are full; places of removed nodes are used again, the last freed first.
 */
import type { GraphTables } from "../../graphModel.ts";
import { grownInt32 } from "../networkFree/agentStore.ts";
import type { NodeLayout } from "./nodeLayout.ts";

const firstNodeCapacity = 64;
/** In nodes; up to here arrays double. */
const manyNodes = 2 ** 18;

export interface SavedGraph {
  readonly used: number;
  readonly type: number[];
  /** Whole records. */
  readonly record: number[];
  readonly x: number[];
  readonly free: number[];
}

export class GraphStore {
  /** A record has room for 1 << shift numbers. */
  readonly shift: number;
  /** By site: where its state stands in a record; -1: no type has states there. */
  readonly stateAt: Int32Array;
  readonly siteCount: Int32Array;
  readonly attributeStride: number;
  /** By node; -1 for a place that is free. */
  type: Int16Array;
  /**
   * All numbers of all records: by site the site it is bound to, -1 when free; then the states of a node, -1 for a site
   * without states, and what AnchorLists keeps.
   */
  record: Int32Array<ArrayBuffer>;
  /** Attributes in internal units. */
  x: Float64Array;
  /** Nodes from here on have never been used. */
  used = 0;
  /** Nodes that were removed, of which the first `freeCount` count. */
  free = new Int32Array(firstNodeCapacity);
  freeCount = 0;

  readonly #grown: (records: Int32Array<ArrayBuffer>) => void;

  /** `grown` is told of every new array of records. */
  constructor(
    { types, attributeStride }: Pick<GraphTables, "types" | "attributeStride">,
    { shift, stateAt }: NodeLayout,
    grown: (records: Int32Array<ArrayBuffer>) => void,
  ) {
    this.#grown = grown;
    this.shift = shift;
    this.stateAt = Int32Array.from(stateAt);
    this.siteCount = Int32Array.from(types, ({ sites }) => sites.length);
    this.attributeStride = attributeStride;
    this.type = new Int16Array(firstNodeCapacity).fill(-1);
    this.record = new Int32Array(firstNodeCapacity << shift).fill(-1);
    this.x = new Float64Array(firstNodeCapacity * attributeStride);
    grown(this.record);
  }

  /** The records, by the name under which what also reads the network-free engine's sites knows bonds. */
  get partner(): Int32Array {
    return this.record;
  }

  /** Nodes that exist. */
  get size(): number {
    return this.used - this.freeCount;
  }

  get capacity(): number {
    return this.type.length;
  }

  /** A node with all sites free and without states, and all attributes zero. */
  add(type: number): number {
    const node = this.take(type);
    for (let site = 0; site < this.siteCount[type]; site++) this.setState(node, site, -1);
    const slot = node * this.attributeStride;
    for (let i = slot; i < slot + this.attributeStride; i++) this.x[i] = 0;
    return node;
  }

  /** The same with states and attributes as they were left; they must be set. */
  take(type: number): number {
    const node = this.freeCount > 0 ? this.free[--this.freeCount] : this.used++;
    if (node >= this.type.length) this.#grow(node + 1);
    this.type[node] = type;
    return node;
  }

  /** -1: the site has no states. */
  stateOf(node: number, site: number): number {
    const at = this.stateAt[site];
    return at < 0 ? -1 : this.record[(node << this.shift) + at];
  }

  setState(node: number, site: number, state: number): void {
    const at = this.stateAt[site];
    if (at >= 0) this.record[(node << this.shift) + at] = state;
  }

  /** Makes room for so many nodes more. */
  reserve(nodes: number): void {
    this.#grow(this.used - Math.min(this.freeCount, nodes) + nodes);
  }

  /** Its sites must be free. */
  remove(node: number): void {
    this.type[node] = -1;
    this.free[this.freeCount++] = node;
  }

  /** Two free sites. */
  bind(a: number, b: number): void {
    this.record[a] = b;
    this.record[b] = a;
  }

  /** Does nothing to a free site. */
  unbind(site: number): void {
    const other = this.record[site];
    if (other < 0) return;
    this.record[site] = -1;
    this.record[other] = -1;
  }

  clear(): void {
    this.type.fill(-1);
    this.record.fill(-1);
    this.x.fill(0);
    this.used = 0;
    this.freeCount = 0;
  }

  save(): SavedGraph {
    const { used, shift } = this;
    return {
      used,
      type: Array.from(this.type.subarray(0, used)),
      record: Array.from(this.record.subarray(0, used << shift)),
      x: Array.from(this.x.subarray(0, used * this.attributeStride)),
      free: Array.from(this.free.subarray(0, this.freeCount)),
    };
  }

  /** @throws RangeError when the arrays are not of so many nodes. */
  restore(saved: SavedGraph): void {
    const { used, type, record, x, free } = saved;
    const isWhole =
      type.length === used &&
      record.length === used << this.shift &&
      x.length === used * this.attributeStride &&
      free.length <= used;
    if (!isWhole) throw new RangeError("the saved nodes are damaged");
    this.clear();
    this.#grow(used);
    this.used = used;
    this.type.set(type);
    this.record.set(record);
    this.x.set(x);
    this.free.set(free);
    this.freeCount = free.length;
  }

  #grow(needed: number): void {
    let capacity = this.type.length;
    if (needed <= capacity) return;
    // Large arrays grow by less, for memory that is set up and never used takes time too.
    while (capacity < needed) capacity = capacity < manyNodes ? 2 * capacity : Math.ceil(1.25 * capacity);
    if (capacity << this.shift <= 0) throw new RangeError("too many molecules");
    const type = new Int16Array(capacity);
    type.set(this.type);
    type.fill(-1, this.type.length);
    this.type = type;
    this.record = grownInt32(this.record, capacity << this.shift, -1);
    const x = new Float64Array(capacity * this.attributeStride);
    x.set(this.x);
    this.x = x;
    this.free = grownInt32(this.free, capacity, 0);
    this.#grown(this.record);
  }
}
