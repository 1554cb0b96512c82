/**
 * A closed polygon in the plane: what lies inside, and where a straight way first meets it. Edges are sorted into
 * columns along x, so that a question looks only at those near it. Inside is from where a ray crosses an odd number of
 * edges (Shimrat 1962, doi:10.1145/368637.368653).
 */
export class ClosedCurve {
  /** Of the edge that was found last: the share of the way up to it, or the nearest point on it in um. */
  share = 0;
  nearestX = 0;
  nearestY = 0;
  #count = 0;
  /** By edge: x and y of its start, and of its end. */
  #ends: Float64Array = new Float64Array(0);
  /** Edges by column: `#listed` from `#first[column]` on. */
  #first = new Int32Array(1);
  #listed = new Int32Array(0);
  #columns = 0;
  #low = 0;
  #high = 0;

  /** `ends` holds x and y of the start and the end of each edge; it is kept. */
  set(ends: Float64Array, count: number): void {
    this.#ends = ends;
    this.#count = count;
    this.#low = Number.POSITIVE_INFINITY;
    this.#high = Number.NEGATIVE_INFINITY;
    for (let edge = 0; edge < count; edge++) {
      this.#low = Math.min(this.#low, ends[4 * edge]);
      this.#high = Math.max(this.#high, ends[4 * edge]);
    }
    this.#columns = count;
    const first = new Int32Array(this.#columns + 1);
    for (let edge = 0; edge < count; edge++) this.#eachColumn(edge, (column) => first[column + 1]++);
    for (let column = 0; column < this.#columns; column++) first[column + 1] += first[column];
    const listed = new Int32Array(first[this.#columns]);
    const next = first.slice();
    for (let edge = 0; edge < count; edge++)
      this.#eachColumn(edge, (column) => (listed[next[column]++] = edge));
    this.#first = first;
    this.#listed = listed;
  }

  contains(x: number, y: number): boolean {
    if (!(x >= this.#low && x <= this.#high)) return false;
    const ends = this.#ends;
    const column = this.#columnOf(x);
    let isInside = false;
    for (let i = this.#first[column]; i < this.#first[column + 1]; i++) {
      const at = 4 * this.#listed[i];
      if (ends[at] > x === ends[at + 2] > x) continue;
      const share = (x - ends[at]) / (ends[at + 2] - ends[at]);
      if (ends[at + 1] + share * (ends[at + 3] - ends[at + 1]) > y) isInside = !isInside;
    }
    return isInside;
  }

  /** The first edge but `except` that the way (dx, dy) from (x, y) meets, at `share` of it; -1: none. */
  firstCrossing(x: number, y: number, dx: number, dy: number, except: number): number {
    const ends = this.#ends;
    const from = this.#columnOf(Math.min(x, x + dx));
    const to = this.#columnOf(Math.max(x, x + dx));
    let found = -1;
    this.share = 1;
    for (let i = this.#first[from]; i < this.#first[to + 1]; i++) {
      const edge = this.#listed[i];
      if (edge === except) continue;
      const at = 4 * edge;
      const ex = ends[at + 2] - ends[at];
      const ey = ends[at + 3] - ends[at + 1];
      const px = ends[at] - x;
      const py = ends[at + 1] - y;
      const area = dx * ey - dy * ex;
      if (area === 0) continue;
      const share = (px * ey - py * ex) / area;
      const along = (px * dy - py * dx) / area;
      if (!(share >= 0 && share <= this.share && along >= 0 && along <= 1)) continue;
      this.share = share;
      found = edge;
    }
    return found;
  }

  /** The edge that is nearest to a point, and on it `nearestX` and `nearestY`. */
  nearest(x: number, y: number): number {
    const ends = this.#ends;
    let least = Number.POSITIVE_INFINITY;
    let found = -1;
    for (let edge = 0; edge < this.#count; edge++) {
      const at = 4 * edge;
      const ex = ends[at + 2] - ends[at];
      const ey = ends[at + 3] - ends[at + 1];
      const along = (x - ends[at]) * ex + (y - ends[at + 1]) * ey;
      const length = ex * ex + ey * ey;
      const share = length > 0 ? Math.min(1, Math.max(0, along / length)) : 0;
      const nearX = ends[at] + share * ex;
      const nearY = ends[at + 1] + share * ey;
      const square = (x - nearX) ** 2 + (y - nearY) ** 2;
      if (square >= least) continue;
      least = square;
      found = edge;
      this.nearestX = nearX;
      this.nearestY = nearY;
    }
    return found;
  }

  /** From the start of an edge to its end. */
  edgeX(edge: number): number {
    return this.#ends[4 * edge + 2] - this.#ends[4 * edge];
  }

  edgeY(edge: number): number {
    return this.#ends[4 * edge + 3] - this.#ends[4 * edge + 1];
  }

  #columnOf(x: number): number {
    const column = Math.floor(((x - this.#low) / (this.#high - this.#low)) * this.#columns);
    return Math.min(this.#columns - 1, Math.max(0, column));
  }

  #eachColumn(edge: number, take: (column: number) => void): void {
    const start = this.#ends[4 * edge];
    const end = this.#ends[4 * edge + 2];
    const last = this.#columnOf(Math.max(start, end));
    for (let column = this.#columnOf(Math.min(start, end)); column <= last; column++) take(column);
  }
}
