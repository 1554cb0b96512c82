/**
 * A fill-reducing elimination order: approximate minimum degree on a quotient graph.
 *
 * The graph has an edge i - j wherever entry (i, j) or (j, i) is present. Eliminating a vertex joins all its
 * neighbours; instead of storing those cliques edge by edge, the eliminated vertex becomes an "element" that
 * lists them, and an element swallowed by a later one disappears. Vertices with the same neighbours are
 * merged and eliminated together, and degrees are the cheap upper bound of the paper below. The next vertex
 * is always one of least degree, the latest to get it among equals, so that the order is reproducible.
 *
 * P. R. Amestoy, T. A. Davis, I. S. Duff (1996), An approximate minimum degree ordering algorithm, SIAM J.
 * Matrix Anal. Appl. 17, 886-905, doi:10.1137/S0895479894278952.
 */
import type { SparsePattern } from "../../../runtime/model.ts";

/** Vertices by degree: one doubly linked list a degree. */
class DegreeLists {
  readonly #head: Int32Array;
  readonly #next: Int32Array;
  readonly #previous: Int32Array;
  readonly #degree: Int32Array;
  #least = 0;

  constructor(size: number) {
    this.#head = new Int32Array(size + 1).fill(-1);
    this.#next = new Int32Array(size);
    this.#previous = new Int32Array(size);
    this.#degree = new Int32Array(size).fill(-1);
  }

  degree(vertex: number): number {
    return this.#degree[vertex];
  }

  insert(vertex: number, degree: number): void {
    const head = this.#head[degree];
    this.#next[vertex] = head;
    this.#previous[vertex] = -1;
    if (head >= 0) this.#previous[head] = vertex;
    this.#head[degree] = vertex;
    this.#degree[vertex] = degree;
    if (degree < this.#least) this.#least = degree;
  }

  remove(vertex: number): void {
    const next = this.#next[vertex];
    const previous = this.#previous[vertex];
    if (next >= 0) this.#previous[next] = previous;
    if (previous >= 0) this.#next[previous] = next;
    else this.#head[this.degree(vertex)] = next;
  }

  /** Takes out a vertex of least degree. Call only while one is left. */
  takeLeast(): number {
    for (; ; this.#least++) {
      const vertex = this.#head[this.#least];
      if (vertex < 0) continue;
      this.remove(vertex);
      return vertex;
    }
  }
}

/**
 * Vertices with more neighbours than this make the search slow and are eliminated last whatever the rest does; they are
 * left out of the graph (as in section 5 of P. R. Amestoy, T. A. Davis, I. S. Duff 2004, doi:10.1145/1024074.1024081).
 */
function denseDegree(size: number): number {
  return Math.max(16, 10 * Math.sqrt(size));
}

/** Neighbours of every vertex in the graph of the pattern plus its transpose, without the vertex itself. */
function symmetrisedNeighbours({ size, columnStart, row }: SparsePattern): number[][] {
  const neighbours: number[][] = Array.from({ length: size }, () => []);
  for (let column = 0; column < size; column++) {
    for (let p = columnStart[column]; p < columnStart[column + 1]; p++) {
      const other = row[p];
      if (other === column) continue;
      neighbours[column].push(other);
      neighbours[other].push(column);
    }
  }
  return neighbours.map((list) => [...new Set(list)]);
}

export interface MinimumDegree {
  /** `order[k]` is the index eliminated at step k. */
  readonly order: Int32Array;
  /** L and U would have more entries than the limit; what was left then follows by its degree. */
  readonly isTooFull: boolean;
}

/** An order for factors of any size. */
export function minimumDegreeOrder(pattern: SparsePattern): Int32Array {
  return minimumDegree(pattern, Number.POSITIVE_INFINITY).order;
}

export function minimumDegree(pattern: SparsePattern, limit: number): MinimumDegree {
  const { size } = pattern;
  /** Live vertices next to a vertex by an original edge that no element covers. */
  const whole = symmetrisedNeighbours(pattern);
  const isDense = (vertex: number): boolean => whole[vertex].length > denseDegree(size);
  const dense = whole.flatMap(({ length }, vertex) => (length > denseDegree(size) ? [vertex] : []));
  const vertices = dense.length === 0 ? whole : whole.map((list) => list.filter((other) => !isDense(other)));
  /** Elements that a vertex belongs to. */
  const elements: number[][] = Array.from({ length: size }, () => []);
  /** Vertices of an element; empty when it is absorbed. */
  const members: number[][] = Array.from({ length: size }, () => []);
  /** Weight of an element: its vertices merge, and leave it only when it is absorbed, so that this stays. */
  const total = new Int32Array(size);
  /** How many merged vertices one stands for; 0 when it is eliminated or merged into another. */
  const weight = new Int32Array(size).fill(1);
  const merged: number[][] = Array.from({ length: size }, (_, vertex) => [vertex]);
  const mark = new Int32Array(size).fill(-1);
  /** Weight of an element outside the current pivot's element, valid where `outsideStamp` is the pivot. */
  const outside = new Int32Array(size);
  const outsideStamp = new Int32Array(size).fill(-1);
  const lists = new DegreeLists(size);
  for (let vertex = size - 1; vertex >= 0; vertex--) {
    if (!isDense(vertex)) lists.insert(vertex, vertices[vertex].length);
  }

  const order = new Int32Array(size);
  order.set(dense, size - dense.length);
  const last = size - dense.length;
  let eliminated = 0;
  let entries = dense.length * size;
  while (eliminated < last) {
    if (entries > limit) {
      while (eliminated < last) for (const vertex of merged[lists.takeLeast()]) order[eliminated++] = vertex;
      return { order, isTooFull: true };
    }
    const pivot = lists.takeLeast();
    for (const vertex of merged[pivot]) order[eliminated++] = vertex;

    // The pivot's neighbours become the members of its element; elements it belonged to are absorbed.
    mark[pivot] = pivot;
    const element: number[] = [];
    let elementWeight = 0;
    const join = (list: readonly number[]): void => {
      for (const vertex of list) {
        if (mark[vertex] === pivot || weight[vertex] === 0) continue;
        mark[vertex] = pivot;
        element.push(vertex);
        elementWeight += weight[vertex];
      }
    };
    join(vertices[pivot]);
    for (const absorbed of elements[pivot]) {
      join(members[absorbed]);
      members[absorbed] = [];
    }
    const together = merged[pivot].length;
    entries += together * (2 * elementWeight + together);
    weight[pivot] = 0;
    vertices[pivot] = [];
    elements[pivot] = [];
    members[pivot] = element;
    total[pivot] = elementWeight;

    // How much of every neighbouring element lies outside this one.
    for (const vertex of element) {
      const live = elements[vertex].filter((e) => members[e].length > 0);
      elements[vertex] = live;
      for (const e of live) {
        if (outsideStamp[e] !== pivot) {
          outsideStamp[e] = pivot;
          outside[e] = total[e];
        }
        outside[e] -= weight[vertex];
      }
    }

    // Degrees, and vertices that have become indistinguishable.
    const left = last - eliminated;
    const byHash = new Map<number, number[]>();
    for (const vertex of element) {
      lists.remove(vertex);
      const kept = vertices[vertex].filter((other) => weight[other] !== 0 && mark[other] !== pivot);
      const around = elements[vertex].filter((e) => outside[e] > 0);
      let bound = elementWeight - weight[vertex];
      let hash = 0;
      for (const other of kept) {
        bound += weight[other];
        hash += other;
      }
      for (const e of around) {
        bound += outside[e];
        hash += e;
      }
      around.push(pivot);
      vertices[vertex] = kept;
      elements[vertex] = around;
      const growth = lists.degree(vertex) + elementWeight - weight[vertex];
      lists.insert(vertex, Math.max(0, Math.min(left - weight[vertex], growth, bound)));
      const bucket = byHash.get(hash);
      if (bucket === undefined) byHash.set(hash, [vertex]);
      else bucket.push(vertex);
    }
    for (const bucket of byHash.values()) {
      for (let i = 0; i < bucket.length; i++) {
        const keeper = bucket[i];
        if (weight[keeper] === 0) continue;
        for (let j = i + 1; j < bucket.length; j++) {
          const twin = bucket[j];
          if (weight[twin] === 0 || !isSameSet(vertices[keeper], vertices[twin])) continue;
          if (!isSameSet(elements[keeper], elements[twin])) continue;
          const degree = Math.max(0, lists.degree(keeper) - weight[twin]);
          weight[keeper] += weight[twin];
          weight[twin] = 0;
          for (const vertex of merged[twin]) merged[keeper].push(vertex);
          vertices[twin] = [];
          elements[twin] = [];
          lists.remove(twin);
          lists.remove(keeper);
          lists.insert(keeper, degree);
        }
      }
    }
    members[pivot] = element.filter((vertex) => weight[vertex] !== 0);
  }
  return { order, isTooFull: entries > limit };
}

function isSameSet(first: readonly number[], second: readonly number[]): boolean {
  if (first.length !== second.length) return false;
  if (first.length === 0) return true;
  const set = new Set(first);
  return second.every((item) => set.has(item));
}
