/**
 * Points in cells of equal size, found by a hash of the cell's coordinates, so that space needs no bounds (Teschner et
 * al. 2003, "Optimized spatial hashing for collision detection of deformable objects"). In a periodic box cells are
 * numbered around it. Points are named by whole numbers from 0, such as node numbers.
 */
import type { PeriodicBox } from "./periodicBox.ts";

const firstBuckets = 256;
/** A record: the place of a point, three numbers of 8 bytes, then in 4 bytes each its cell and what follows here. */
const placeShift = 3;
const pointShift = 4;
const cellOfPoint = 6;
const nextInBucket = 9;
const previousInBucket = 10;
const bucketOfPoint = 11;

export class CellGrid {
  readonly #dimension: number;
  readonly #box: PeriodicBox | null;
  /** Cells per um along each dimension. */
  readonly #density: Float64Array;
  /** Cells along each dimension of the box; 0 without one. */
  readonly #counts: Int32Array;
  #heads = new Int32Array(firstBuckets).fill(-1);
  /** By point; the bucket is -1 for one that is not in the grid. All of a record is in one line of the caches. */
  #records = new Int32Array(64 << pointShift).fill(-1);
  /** The same memory: point p stands at places[p << 3] and the two after. */
  places = new Float64Array(this.#records.buffer);
  #size = 0;

  /** `side`: of a cell; queries of about this radius are fast. */
  constructor(dimension: number, side: number, box: PeriodicBox | null) {
    this.#dimension = dimension;
    this.#box = box;
    this.#counts = new Int32Array(3);
    this.#density = new Float64Array(3).fill(1 / side);
    if (box === null) return;
    for (let k = 0; k < dimension; k++) {
      this.#counts[k] = Math.min(1 << 20, Math.max(1, Math.floor(box.lengths[k] / side)));
      this.#density[k] = this.#counts[k] / box.lengths[k];
    }
  }

  /** Puts a point at place[at], place[at + 1], …; it must not be in the grid. */
  insert(point: number, place: Float64Array, at: number): void {
    if (point << pointShift >= this.#records.length) this.#grow(point + 1);
    if (this.#size > this.#heads.length) this.#rehash();
    const records = this.#records;
    const own = point << pointShift;
    for (let k = 0; k < 3; k++) {
      const isUsed = k < this.#dimension;
      this.places[(point << placeShift) + k] = isUsed ? place[at + k] : 0;
      records[own + cellOfPoint + k] = isUsed ? this.#wrap(this.#coordinate(place[at + k], k), k) : 0;
    }
    this.#link(point);
    this.#size++;
  }

  remove(point: number): void {
    const records = this.#records;
    const own = point << pointShift;
    const next = records[own + nextInBucket];
    const previous = records[own + previousInBucket];
    if (previous >= 0) records[(previous << pointShift) + nextInBucket] = next;
    else this.#heads[records[own + bucketOfPoint]] = next;
    if (next >= 0) records[(next << pointShift) + previousInBucket] = previous;
    records[own + bucketOfPoint] = -1;
    this.#size--;
  }

  clear(): void {
    this.#heads.fill(-1);
    this.#records.fill(-1);
    this.#size = 0;
  }

  /**
   * Writes points to `out`, in no special order, and gives their number; more than fit are only counted. These are the
   * ones at most the square root of `mostSquare` from place[at], place[at + 1], …, if that is not above `radius`; in a
   * periodic box all within the radius, and others of the same cells.
   */
  query(place: Float64Array, at: number, radius: number, mostSquare: number, out: Int32Array): number {
    const heads = this.#heads;
    const records = this.#records;
    const { places } = this;
    const mask = heads.length - 1;
    const hasBox = this.#box !== null;
    const isSpace = this.#dimension === 3;
    const most = hasBox ? Number.POSITIVE_INFINITY : mostSquare;
    const p0 = place[at];
    const p1 = place[at + 1];
    const p2 = isSpace ? place[at + 2] : 0;
    const lowX = this.#coordinate(p0 - radius, 0);
    const lowY = this.#coordinate(p1 - radius, 1);
    const lowZ = isSpace ? this.#coordinate(p2 - radius, 2) : 0;
    const highX = lowX + this.#cellsFrom(lowX, p0 + radius, 0);
    const highY = lowY + this.#cellsFrom(lowY, p1 + radius, 1);
    const highZ = isSpace ? lowZ + this.#cellsFrom(lowZ, p2 + radius, 2) : 1;
    let found = 0;
    for (let i = lowX; i < highX; i++) {
      const x = hasBox ? this.#wrap(i, 0) : i;
      const mixed = mixedCoordinate(x);
      for (let j = lowY; j < highY; j++) {
        const y = hasBox ? this.#wrap(j, 1) : j;
        for (let k = lowZ; k < highZ; k++) {
          const z = hasBox ? this.#wrap(k, 2) : k;
          let point = heads[(mixed + y + Math.imul(z, 131)) & mask];
          while (point >= 0) {
            const stands = point << placeShift;
            const d0 = places[stands] - p0;
            const d1 = places[stands + 1] - p1;
            const d2 = places[stands + 2] - p2;
            const own = point << pointShift;
            const cell = own + cellOfPoint;
            const isNear = d0 * d0 + d1 * d1 + d2 * d2 <= most;
            // Other cells may share the bucket.
            if (isNear && records[cell] === x && records[cell + 1] === y && records[cell + 2] === z) {
              if (found < out.length) out[found] = point;
              found++;
            }
            point = records[own + nextInBucket];
          }
        }
      }
    }
    return found;
  }

  #coordinate(value: number, k: number): number {
    const from = this.#box === null ? value : value - this.#box.low[k];
    return Math.floor(from * this.#density[k]) | 0;
  }

  /** Cells to look at along dimension k, from one to that of a place; of a box each only once. */
  #cellsFrom(low: number, value: number, k: number): number {
    const count = this.#counts[k];
    const cells = this.#coordinate(value, k) - low + 1;
    return count > 0 ? Math.min(cells, count) : cells;
  }

  #wrap(coordinate: number, k: number): number {
    const count = this.#counts[k];
    if (count === 0) return coordinate;
    const rest = coordinate % count;
    return rest < 0 ? rest + count : rest;
  }

  #link(point: number): void {
    const records = this.#records;
    const own = point << pointShift;
    const cell = own + cellOfPoint;
    const across = records[cell + 1] + Math.imul(records[cell + 2], 131);
    const bucket = (mixedCoordinate(records[cell]) + across) & (this.#heads.length - 1);
    const head = this.#heads[bucket];
    this.#heads[bucket] = point;
    records[own + nextInBucket] = head;
    records[own + previousInBucket] = -1;
    records[own + bucketOfPoint] = bucket;
    if (head >= 0) records[(head << pointShift) + previousInBucket] = point;
  }

  #rehash(): void {
    this.#heads = new Int32Array(4 * this.#heads.length).fill(-1);
    const points = this.#records.length >> pointShift;
    for (let point = 0; point < points; point++)
      if (this.#records[(point << pointShift) + bucketOfPoint] >= 0) this.#link(point);
  }

  #grow(needed: number): void {
    let { length } = this.#records;
    while (length < needed << pointShift) length *= 2;
    const records = new Int32Array(length).fill(-1);
    records.set(this.#records);
    this.#records = records;
    this.places = new Float64Array(records.buffer);
  }
}

/** Neighbours along the other dimensions are near in memory, since queries look at all of them. */
function mixedCoordinate(x: number): number {
  const mixed = Math.imul(x, 73856093);
  return mixed ^ (mixed >>> 15);
}
