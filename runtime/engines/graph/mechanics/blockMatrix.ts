/**
 * A symmetric sparse matrix of small dense blocks, one row and column for each moving attribute of a node, and its
 * incomplete Cholesky factor without fill (Meijerink & van der Vorst 1977, doi:10.1090/S0025-5718-1977-0438681-4).
 *
 * Rows are eliminated in an order in which a row's remaining neighbours are next to each other: for chains and trees
 * with neighbours of neighbours there is then no fill and the factor is exact; where bonds close loops or cross
 * chains it is a preconditioner. Entries are added in any order; each pair of rows is stored once, with the row that
 * is eliminated first.
 */
export class BlockMatrix {
  /** Rows and columns of a block. */
  readonly width: number;
  rows = 0;
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
      for (let i = this.#rank.length; i < capacity; i++) rank[i] = i;
      this.#rank = rank;
      const order = new Int32Array(capacity);
      order.set(this.#order);
      for (let i = this.#order.length; i < capacity; i++) order[i] = i;
      this.#order = order;
      this.diagonal = new Float64Array(capacity * square);
      this.#factorDiagonal = new Float64Array(capacity * square);
    }
    this.rows = rows;
    this.#entries = 0;
    this.#head.fill(-1, 0, rows);
    this.diagonal.fill(0, 0, rows * square);
  }

  /** Forgets the order of elimination. */
  unorder(): void {
    for (let i = 0; i < this.#rank.length; i++) {
      this.#rank[i] = i;
      this.#order[i] = i;
    }
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
    this.unorder();
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
    const { width, rows } = this;
    const square = width * width;
    const pivots = this.#factorDiagonal;
    pivots.set(this.diagonal.subarray(0, rows * square));
    if (this.#factorValues.length < this.#entries * square)
      this.#factorValues = new Float64Array(this.#values.length);
    const factor = this.#factorValues;
    factor.set(this.#values.subarray(0, this.#entries * square));
    for (let row = 0; row < rows; row++)
      for (let r = 0; r < width; r++) pivots[row * square + r * width + r] += shift[row];
    for (let place = 0; place < rows; place++) {
      const row = this.#order[place];
      choleskyInPlace(pivots, row * square, width, shift[row]);
      for (let e = this.#head[row]; e >= 0; e = this.#next[e])
        solveRight(factor, e * square, pivots, row * square, width);
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) {
        const i = this.#later[e];
        subtractProduct(pivots, i * square, factor, e * square, e * square, width);
        for (let f = this.#next[e]; f >= 0; f = this.#next[f]) {
          const j = this.#later[f];
          const isLater = this.#rank[i] > this.#rank[j];
          const target = isLater ? this.#find(j, i) : this.#find(i, j);
          if (target < 0) continue;
          if (isLater) subtractProduct(factor, target * square, factor, e * square, f * square, width);
          else subtractProduct(factor, target * square, factor, f * square, e * square, width);
        }
      }
    }
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
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) {
        const later = this.#later[e] * width;
        for (let r = 0; r < width; r++) {
          let sum = 0;
          for (let c = 0; c < width; c++) sum += factor[e * square + r * width + c] * v[row * width + c];
          v[later + r] -= sum;
        }
      }
    }
    for (let place = rows - 1; place >= 0; place--) {
      const row = this.#order[place];
      for (let e = this.#head[row]; e >= 0; e = this.#next[e]) {
        const later = this.#later[e] * width;
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

/** Lower Cholesky factor of a block; a pivot that is lost to dropped fill becomes `least`. */
function choleskyInPlace(a: Float64Array, at: number, width: number, least: number): void {
  for (let c = 0; c < width; c++) {
    let pivot = a[at + c * width + c];
    for (let k = 0; k < c; k++) pivot -= a[at + c * width + k] * a[at + c * width + k];
    if (!(pivot > 1e-12 * least)) pivot = least;
    const root = Math.sqrt(pivot);
    a[at + c * width + c] = root;
    for (let r = c + 1; r < width; r++) {
      let sum = a[at + r * width + c];
      for (let k = 0; k < c; k++) sum -= a[at + r * width + k] * a[at + c * width + k];
      a[at + r * width + c] = sum / root;
    }
  }
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
