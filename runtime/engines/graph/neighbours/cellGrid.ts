/**
 * Points in cells of equal size, found by a hash of the cell's coordinates, so that space needs no bounds (Teschner et
 * al. 2003, "Optimized spatial hashing for collision detection of deformable objects"). In a periodic box cells are
 * numbered around it. Points are named by whole numbers from 0, such as node numbers.
 */
import { grownInt32 } from "../../networkFree/agentStore.ts";
import type { PeriodicBox } from "./periodicBox.ts";

const firstBuckets = 256;
const cellWidth = 4;

export class CellGrid {
  readonly #dimension: number;
  readonly #box: PeriodicBox | null;
  /** Of a cell along each dimension. */
  readonly #sides: Float64Array;
  /** Cells along each dimension of the box; 0 without one. */
  readonly #counts: Int32Array;
  #heads = new Int32Array(firstBuckets).fill(-1);
  #previous = new Int32Array(64);
  /** By point: its cell, three numbers, and the next point in its bucket. */
  #cells = new Int32Array(cellWidth * 64);
  /** By point; -1 for one that is not in the grid. */
  #bucket = new Int32Array(64).fill(-1);
  #size = 0;
  readonly #low = new Int32Array(3);
  readonly #high = new Int32Array(3);

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
      cells[cellWidth * point + k] =
        k < this.#dimension ? this.#wrap(this.#coordinate(place[at + k], k), k) : 0;
    }
    this.#link(point);
    this.#size++;
  }

  remove(point: number): void {
    const bucket = this.#bucket[point];
    const next = this.#cells[cellWidth * point + 3];
    const previous = this.#previous[point];
    if (previous >= 0) this.#cells[cellWidth * previous + 3] = next;
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
   * Writes points to `out`, in no special order, and gives their number; more than fit are only counted. These are all
   * within `radius` of a place, point p standing at points[3 p], …; in a periodic box also others of the same cells.
   */
  query(place: Float64Array, at: number, radius: number, points: Float64Array, out: Int32Array): number {
    const low = this.#low;
    const high = this.#high;
    const cells = this.#cells;
    const heads = this.#heads;
    const mask = heads.length - 1;
    for (let k = 0; k < this.#dimension; k++) {
      low[k] = this.#coordinate(place[at + k] - radius, k);
      high[k] = this.#coordinate(place[at + k] + radius, k);
      const count = this.#counts[k];
      if (count > 0 && high[k] - low[k] + 1 >= count) {
        low[k] = 0;
        high[k] = count - 1;
      }
    }
    const hasBox = this.#box !== null;
    const most = radius * radius;
    const p0 = place[at];
    const p1 = place[at + 1];
    const p2 = this.#dimension === 3 ? place[at + 2] : 0;
    let found = 0;
    for (let i = low[0]; i <= high[0]; i++) {
      const x = hasBox ? this.#wrap(i, 0) : i;
      const mixed = mixedCoordinate(x);
      for (let j = low[1]; j <= high[1]; j++) {
        const y = hasBox ? this.#wrap(j, 1) : j;
        for (let k = low[2]; k <= high[2]; k++) {
          const z = hasBox ? this.#wrap(k, 2) : k;
          let point = heads[(mixed + y + Math.imul(z, 131)) & mask];
          while (point >= 0) {
            const own = cellWidth * point;
            if (cells[own] === x && cells[own + 1] === y && cells[own + 2] === z) {
              const d0 = points[3 * point] - p0;
              const d1 = points[3 * point + 1] - p1;
              const d2 = points[3 * point + 2] - p2;
              if (hasBox || d0 * d0 + d1 * d1 + d2 * d2 <= most) {
                if (found < out.length) out[found] = point;
                found++;
              }
            }
            point = cells[own + 3];
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

  #link(point: number): void {
    const cells = this.#cells;
    const at = cellWidth * point;
    const across = cells[at + 1] + Math.imul(cells[at + 2], 131);
    const bucket = (mixedCoordinate(cells[at]) + across) & (this.#heads.length - 1);
    const head = this.#heads[bucket];
    this.#heads[bucket] = point;
    cells[at + 3] = head;
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
    this.#previous = grownInt32(this.#previous, length, 0);
    this.#cells = grownInt32(this.#cells, cellWidth * length, 0);
  }
}

/** Neighbours along the other dimensions are near in memory, since queries look at all of them. */
function mixedCoordinate(x: number): number {
  const mixed = Math.imul(x, 73856093);
  return mixed ^ (mixed >>> 15);
}
