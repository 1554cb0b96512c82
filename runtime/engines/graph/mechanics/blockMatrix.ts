/**
 * A symmetric sparse matrix of small dense blocks, one row and column for each moving attribute of a node, and its
 * incomplete Cholesky factor with bounded fill (Meijerink & van der Vorst 1977,
 * doi:10.1090/S0025-5718-1977-0438681-4).
 *
 * Rows are eliminated in an order in which a row's remaining neighbours are next to each other: for chains and trees
 * with neighbours of neighbours there is then no fill, for rings a little. A row keeps at most `mostLater` later
 * neighbours; while no fill is dropped the factor is exact, else it is a preconditioner. Should a pivot then be lost,
 * the diagonal is strengthened. Entries are added in any order; each pair of rows is stored once, with the row that
 * is eliminated first.
 */
const mostLater = 64;

export class BlockMatrix {
  /** Rows and columns of a block. */
  readonly width: number;
  rows = 0;
  /** Whether the factor is that of the matrix, with nothing left out or added. */
  isExact = false;
  /** Place of each row in the order of elimination. */
  #rank = new Int32Array(0);
  #order = new Int32Array(0);
  diagonal = new Float64Array(0);
  /** Of each row the first entry with a row that is eliminated later; -1: none. */
  #head = new Int32Array(0);
  #next = new Int32Array(0);
  #later = new Int32Array(0);
  #entries = 0;
  /** Blocks A[later, row], row by row. */
  #values = new Float64Array(0);
  /** The factor: as the matrix, with fill. */
  #factorHead = new Int32Array(0);
  #factorNext = new Int32Array(0);
  #factorLater = new Int32Array(0);
  #factorCount = new Int32Array(0);
  #factorEntries = 0;
  #factorDiagonal = new Float64Array(0);
  #factorValues = new Float64Array(0);

  constructor(width: number) {
    this.width = width;
  }

  /** An empty matrix of this many rows. Rows beyond those that are ordered are eliminated last. */
  begin(rows: number): void {
    const square = this.width * this.width;
    if (rows > this.#head.length) {
      const capacity = Math.max(64, 2 * rows);
      this.#head = new Int32Array(capacity);
      const rank = new Int32Array(capacity);
      rank.set(this.#rank);
      this.#rank = rank;
      const order = new Int32Array(capacity);
      order.set(this.#order);
      this.#order = order;
      this.diagonal = new Float64Array(capacity * square);
      this.#factorHead = new Int32Array(capacity);
      this.#factorCount = new Int32Array(capacity);
      this.#factorDiagonal = new Float64Array(capacity * square);
    }
    if (rows !== this.rows) this.#reorderFor(rows);
    this.rows = rows;
    this.#entries = 0;
    this.#head.fill(-1, 0, rows);
    this.diagonal.fill(0, 0, rows * square);
  }

  /** Rows in the order of elimination; what a solution rounds to depends on it. */
  order(): readonly number[] {
    return Array.from(this.#order.subarray(0, this.rows));
  }

  /** An empty matrix with the rows of this order. */
  restoreOrder(order: readonly number[]): void {
    this.begin(order.length);
    order.forEach((row, place) => {
      this.#order[place] = row;
      this.#rank[row] = place;
    });
  }

  /** Keeps the order of the rows that remain; new ones are eliminated last. */
  #reorderFor(rows: number): void {
    let place = 0;
    for (let i = 0; i < this.rows; i++) {
      const row = this.#order[i];
      if (row < rows) this.#order[place++] = row;
    }
    for (let row = this.rows; row < rows; row++) this.#order[place++] = row;
    for (let i = 0; i < rows; i++) this.#rank[this.#order[i]] = i;
  }

  /** Adds a block to the diagonal: `block[offset + r * stride + c]`. */
  addDiagonal(row: number, block: Float64Array, offset: number, stride: number): void {
    const { width, diagonal } = this;
    const at = row * width * width;
    for (let r = 0; r < width; r++)
      for (let c = 0; c < width; c++) diagonal[at + r * width + c] += block[offset + r * stride + c];
  }

  /** Adds a block at (i, j), i != j, and with it its transpose at (j, i). */
  add(i: number, j: number, block: Float64Array, offset: number, stride: number): void {
    const { width } = this;
    const isLater = this.#rank[i] > this.#rank[j];
    const entry = isLater ? this.#entry(j, i) : this.#entry(i, j);
    const at = entry * width * width;
    const values = this.#values;
    if (isLater) {
      for (let r = 0; r < width; r++)
        for (let c = 0; c < width; c++) values[at + r * width + c] += block[offset + r * stride + c];
    } else {
      for (let r = 0; r < width; r++)
        for (let c = 0; c < width; c++) values[at + c * width + r] += block[offset + r * stride + c];
    }
  }

  /**
   * Orders rows for the next `begin`: backwards through a breadth-first search over the present entries, so that
   * ends of chains come first.
   */
  reorder(): void {
    const { rows } = this;
    const neighbours: number[][] = Array.from({ length: rows }, () => []);
    for (let row = 0; row < rows; row++)
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) {
        neighbours[row].push(this.#later[e]);
        neighbours[this.#later[e]].push(row);
      }
    const seen = new Uint8Array(rows);
    const found: number[] = [];
    for (let start = 0; start < rows; start++) {
      if (seen[start] === 1) continue;
      const root = farthest(start, neighbours);
      seen[root] = 1;
      found.push(root);
      for (let at = found.length - 1; at < found.length; at++) {
        const near = neighbours[found[at]].filter((row) => seen[row] === 0);
        near.sort((a, b) => neighbours[a].length - neighbours[b].length || a - b);
        for (const row of near) {
          seen[row] = 1;
          found.push(row);
        }
      }
    }
    found.reverse();
    found.forEach((row, place) => {
      this.#order[place] = row;
      this.#rank[row] = place;
    });
  }

  /** out = A v. */
  multiply(v: Float64Array, out: Float64Array): void {
    const { width, rows, diagonal } = this;
    const square = width * width;
    for (let row = 0; row < rows; row++) {
      const at = row * square;
      for (let r = 0; r < width; r++) {
        let sum = 0;
        for (let c = 0; c < width; c++) sum += diagonal[at + r * width + c] * v[row * width + c];
        out[row * width + r] = sum;
      }
    }
    const values = this.#values;
    for (let row = 0; row < rows; row++)
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) {
        const later = this.#later[e];
        for (let r = 0; r < width; r++)
          for (let c = 0; c < width; c++) {
            const value = values[e * square + r * width + c];
            out[later * width + r] += value * v[row * width + c];
            out[row * width + c] += value * v[later * width + r];
          }
      }
  }

  /** Factorises A + diag(shift), shift one number a row. */
  factorise(shift: Float64Array): void {
    let strength = 0;
    this.isExact = true;
    while (!this.#factoriseWith(shift, strength)) strength = strength === 0 ? 1e-3 : 10 * strength;
    if (strength > 0) this.isExact = false;
  }

  /** The factor with the diagonal multiplied by 1 + strength; false when a pivot is lost. */
  #factoriseWith(shift: Float64Array, strength: number): boolean {
    const { width, rows } = this;
    const square = width * width;
    const pivots = this.#factorDiagonal;
    pivots.set(this.diagonal.subarray(0, rows * square));
    this.#copyEntries();
    for (let row = 0; row < rows; row++)
      for (let r = 0; r < width; r++) {
        const at = row * square + r * width + r;
        pivots[at] = (pivots[at] + shift[row]) * (1 + strength);
      }
    for (let place = 0; place < rows; place++) {
      const row = this.#order[place];
      // At great strength the matrix is dominated by its diagonal, so that this ends.
      if (!choleskyInPlace(pivots, row * square, width, 1e-12 * shift[row]) && strength < 1e6) return false;
      for (let e = this.#factorHead[row]; e >= 0; e = this.#factorNext[e])
        solveRight(this.#factorValues, e * square, pivots, row * square, width);
      for (let e = this.#factorHead[row]; e >= 0; e = this.#factorNext[e]) {
        const i = this.#factorLater[e];
        subtractProduct(pivots, i * square, this.#factorValues, e * square, e * square, width);
        for (let f = this.#factorNext[e]; f >= 0; f = this.#factorNext[f]) {
          const j = this.#factorLater[f];
          const isLater = this.#rank[i] > this.#rank[j];
          const target = isLater ? this.#factorEntry(j, i) : this.#factorEntry(i, j);
          if (target < 0) continue;
          const values = this.#factorValues;
          if (isLater) subtractProduct(values, target * square, values, e * square, f * square, width);
          else subtractProduct(values, target * square, values, f * square, e * square, width);
        }
      }
    }
    return true;
  }

  #copyEntries(): void {
    const { rows } = this;
    const square = this.width * this.width;
    const entries = this.#entries;
    if (this.#factorLater.length < entries) {
      this.#factorNext = new Int32Array(2 * entries);
      this.#factorLater = new Int32Array(2 * entries);
      this.#factorValues = new Float64Array(2 * entries * square);
    }
    this.#factorEntries = entries;
    this.#factorHead.set(this.#head.subarray(0, rows));
    this.#factorNext.set(this.#next.subarray(0, entries));
    this.#factorLater.set(this.#later.subarray(0, entries));
    this.#factorValues.set(this.#values.subarray(0, entries * square));
    for (let row = 0; row < rows; row++) {
      let count = 0;
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) count++;
      this.#factorCount[row] = count;
    }
  }

  /** The factor's entry of two rows, made while the first has room; -1: dropped. */
  #factorEntry(row: number, later: number): number {
    let entry = this.#factorHead[row];
    while (entry >= 0 && this.#factorLater[entry] !== later) entry = this.#factorNext[entry];
    if (entry >= 0) return entry;
    if (this.#factorCount[row] >= mostLater) {
      this.isExact = false;
      return -1;
    }
    const square = this.width * this.width;
    entry = this.#factorEntries++;
    if (entry >= this.#factorNext.length) {
      const capacity = Math.max(256, 2 * entry);
      const next = new Int32Array(capacity);
      next.set(this.#factorNext);
      this.#factorNext = next;
      const list = new Int32Array(capacity);
      list.set(this.#factorLater);
      this.#factorLater = list;
      const values = new Float64Array(capacity * square);
      values.set(this.#factorValues);
      this.#factorValues = values;
    }
    this.#factorValues.fill(0, entry * square, (entry + 1) * square);
    this.#factorLater[entry] = later;
    this.#factorNext[entry] = this.#factorHead[row];
    this.#factorHead[row] = entry;
    this.#factorCount[row]++;
    return entry;
  }

  /** Overwrites v with the solution for the factorised matrix. */
  precondition(v: Float64Array): void {
    const { width, rows } = this;
    const square = width * width;
    const pivots = this.#factorDiagonal;
    const factor = this.#factorValues;
    for (let place = 0; place < rows; place++) {
      const row = this.#order[place];
      solveLower(pivots, row * square, v, row * width, width);
      for (let e = this.#factorHead[row]; e >= 0; e = this.#factorNext[e]) {
        const later = this.#factorLater[e] * width;
        for (let r = 0; r < width; r++) {
          let sum = 0;
          for (let c = 0; c < width; c++) sum += factor[e * square + r * width + c] * v[row * width + c];
          v[later + r] -= sum;
        }
      }
    }
    for (let place = rows - 1; place >= 0; place--) {
      const row = this.#order[place];
      for (let e = this.#factorHead[row]; e >= 0; e = this.#factorNext[e]) {
        const later = this.#factorLater[e] * width;
        for (let c = 0; c < width; c++) {
          let sum = 0;
          for (let r = 0; r < width; r++) sum += factor[e * square + r * width + c] * v[later + r];
          v[row * width + c] -= sum;
        }
      }
      solveUpper(pivots, row * square, v, row * width, width);
    }
  }

  /** The entry of two rows, made when there is none. */
  #entry(row: number, later: number): number {
    const known = this.#find(row, later);
    if (known >= 0) return known;
    const square = this.width * this.width;
    const entry = this.#entries++;
    if (entry >= this.#next.length) {
      const capacity = Math.max(256, 2 * this.#entries);
      const next = new Int32Array(capacity);
      next.set(this.#next);
      this.#next = next;
      const list = new Int32Array(capacity);
      list.set(this.#later);
      this.#later = list;
      const values = new Float64Array(capacity * square);
      values.set(this.#values);
      this.#values = values;
    }
    this.#values.fill(0, entry * square, (entry + 1) * square);
    this.#later[entry] = later;
    this.#next[entry] = this.#head[row];
    this.#head[row] = entry;
    return entry;
  }

  #find(row: number, later: number): number {
    let entry = this.#head[row];
    while (entry >= 0 && this.#later[entry] !== later) entry = this.#next[entry];
    return entry;
  }
}

/** A row at one end of what hangs together with `start`. */
function farthest(start: number, neighbours: readonly (readonly number[])[]): number {
  const seen = new Set([start]);
  let last = start;
  for (const row of seen) {
    last = row;
    for (const other of neighbours[row]) seen.add(other);
  }
  return last;
}

/** Lower Cholesky factor of a block; false when a pivot is not above `least`, which then stands for it. */
function choleskyInPlace(a: Float64Array, at: number, width: number, least: number): boolean {
  let isWhole = true;
  for (let c = 0; c < width; c++) {
    let pivot = a[at + c * width + c];
    for (let k = 0; k < c; k++) pivot -= a[at + c * width + k] * a[at + c * width + k];
    if (!(pivot > least)) {
      pivot = least;
      isWhole = false;
    }
    const root = Math.sqrt(pivot);
    a[at + c * width + c] = root;
    for (let r = c + 1; r < width; r++) {
      let sum = a[at + r * width + c];
      for (let k = 0; k < c; k++) sum -= a[at + r * width + k] * a[at + c * width + k];
      a[at + r * width + c] = sum / root;
    }
  }
  return isWhole;
}

/** B := B L^-T for the lower factor L at `pivot`. */
function solveRight(b: Float64Array, at: number, l: Float64Array, pivot: number, width: number): void {
  for (let r = 0; r < width; r++)
    for (let c = 0; c < width; c++) {
      let sum = b[at + r * width + c];
      for (let k = 0; k < c; k++) sum -= b[at + r * width + k] * l[pivot + c * width + k];
      b[at + r * width + c] = sum / l[pivot + c * width + c];
    }
}

/** A[at] -= P[p] P[q]^T. */
function subtractProduct(
  a: Float64Array,
  at: number,
  products: Float64Array,
  p: number,
  q: number,
  width: number,
): void {
  for (let r = 0; r < width; r++)
    for (let c = 0; c < width; c++) {
      let sum = 0;
      for (let k = 0; k < width; k++) sum += products[p + r * width + k] * products[q + c * width + k];
      a[at + r * width + c] -= sum;
    }
}

function solveLower(l: Float64Array, at: number, v: Float64Array, start: number, width: number): void {
  for (let r = 0; r < width; r++) {
    let sum = v[start + r];
    for (let k = 0; k < r; k++) sum -= l[at + r * width + k] * v[start + k];
    v[start + r] = sum / l[at + r * width + r];
  }
}

function solveUpper(l: Float64Array, at: number, v: Float64Array, start: number, width: number): void {
  for (let r = width - 1; r >= 0; r--) {
    let sum = v[start + r];
    for (let k = r + 1; k < width; k++) sum -= l[at + k * width + r] * v[start + k];
    v[start + r] = sum / l[at + r * width + r];
  }
}
