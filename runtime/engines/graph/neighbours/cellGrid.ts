/**
 * Points in cells of equal size, found by a hash of the cell's coordinates, so that space needs no bounds (Teschner et
 * al. 2003, "Optimized spatial hashing for collision detection of deformable objects"). In a periodic box cells are
 * numbered around it. Points are named by whole numbers from 0, such as node numbers.
 */
import { grownInt32 } from "../../networkFree/agentStore.ts";
import type { PeriodicBox } from "./periodicBox.ts";

const firstBuckets = 256;

export class CellGrid {
  readonly #dimension: number;
  readonly #box: PeriodicBox | null;
  /** Of a cell along each dimension. */
  readonly #sides: Float64Array;
  /** Cells along each dimension of the box; 0 without one. */
  readonly #counts: Int32Array;
  #heads = new Int32Array(firstBuckets).fill(-1);
  #next = new Int32Array(64);
  #previous = new Int32Array(64);
  /** By point: its cell, three numbers; -1 in `#bucket` for a point that is not in the grid. */
  #cells = new Int32Array(3 * 64);
  #bucket = new Int32Array(64).fill(-1);
  #size = 0;

  /** `side`: of a cell; queries of about this radius are fast. */
  constructor(dimension: number, side: number, box: PeriodicBox | null) {
    this.#dimension = dimension;
    this.#box = box;
    this.#counts = new Int32Array(3);
    this.#sides = new Float64Array(3).fill(side);
    if (box === null) return;
    for (let k = 0; k < dimension; k++) {
      this.#counts[k] = Math.min(1 << 20, Math.max(1, Math.floor(box.lengths[k] / side)));
      this.#sides[k] = box.lengths[k] / this.#counts[k];
    }
  }

  /** Puts a point at place[at], place[at + 1], …; it must not be in the grid. */
  insert(point: number, place: Float64Array, at: number): void {
    if (point >= this.#bucket.length) this.#grow(point + 1);
    if (this.#size > this.#heads.length) this.#rehash();
    const cells = this.#cells;
    for (let k = 0; k < 3; k++) {
      cells[3 * point + k] = k < this.#dimension ? this.#wrap(this.#coordinate(place[at + k], k), k) : 0;
    }
    this.#link(point);
    this.#size++;
  }

  remove(point: number): void {
    const bucket = this.#bucket[point];
    const next = this.#next[point];
    const previous = this.#previous[point];
    if (previous >= 0) this.#next[previous] = next;
    else this.#heads[bucket] = next;
    if (next >= 0) this.#previous[next] = previous;
    this.#bucket[point] = -1;
    this.#size--;
  }

  clear(): void {
    this.#heads.fill(-1);
    this.#bucket.fill(-1);
    this.#size = 0;
  }

  /**
   * Writes all points of the cells within `radius` of a place to `out`, in no special order, and gives their number;
   * more than fit are only counted.
   */
  query(place: Float64Array, at: number, radius: number, out: Int32Array): number {
    const low = [0, 0, 0];
    const high = [0, 0, 0];
    for (let k = 0; k < this.#dimension; k++) {
      low[k] = this.#coordinate(place[at + k] - radius, k);
      high[k] = this.#coordinate(place[at + k] + radius, k);
      const count = this.#counts[k];
      if (count > 0 && high[k] - low[k] + 1 >= count) {
        low[k] = 0;
        high[k] = count - 1;
      }
    }
    let found = 0;
    for (let i = low[0]; i <= high[0]; i++) {
      const x = this.#wrap(i, 0);
      for (let j = low[1]; j <= high[1]; j++) {
        const y = this.#wrap(j, 1);
        for (let k = low[2]; k <= high[2]; k++) {
          const z = this.#wrap(k, 2);
          const cells = this.#cells;
          let point = this.#heads[this.#hash(x, y, z)];
          for (; point >= 0; point = this.#next[point]) {
            const own = 3 * point;
            if (cells[own] !== x || cells[own + 1] !== y || cells[own + 2] !== z) continue;
            if (found < out.length) out[found] = point;
            found++;
          }
        }
      }
    }
    return found;
  }

  #coordinate(value: number, k: number): number {
    return Math.floor((value - (this.#box === null ? 0 : this.#box.low[k])) / this.#sides[k]);
  }

  #wrap(coordinate: number, k: number): number {
    const count = this.#counts[k];
    if (count === 0) return coordinate;
    const rest = coordinate % count;
    return rest < 0 ? rest + count : rest;
  }

  #hash(x: number, y: number, z: number): number {
    const mixed = Math.imul(x, 73856093) ^ Math.imul(y, 19349663) ^ Math.imul(z, 83492791);
    return (mixed ^ (mixed >>> 15)) & (this.#heads.length - 1);
  }

  #link(point: number): void {
    const cells = this.#cells;
    const bucket = this.#hash(cells[3 * point], cells[3 * point + 1], cells[3 * point + 2]);
    const head = this.#heads[bucket];
    this.#heads[bucket] = point;
    this.#next[point] = head;
    this.#previous[point] = -1;
    if (head >= 0) this.#previous[head] = point;
    this.#bucket[point] = bucket;
  }

  #rehash(): void {
    this.#heads = new Int32Array(4 * this.#heads.length).fill(-1);
    for (let point = 0; point < this.#bucket.length; point++) if (this.#bucket[point] >= 0) this.#link(point);
  }

  #grow(needed: number): void {
    let length = this.#bucket.length;
    while (length < needed) length *= 2;
    this.#bucket = grownInt32(this.#bucket, length, -1);
    this.#next = grownInt32(this.#next, length, 0);
    this.#previous = grownInt32(this.#previous, length, 0);
    this.#cells = grownInt32(this.#cells, 3 * length, 0);
  }
}
