/** Which nodes are in each cell of a grid, as doubly linked lists. */
export class CellLists {
  /** By node; -1 for nodes that were never placed. */
  cell = new Int32Array(0);
  readonly #head: Int32Array;
  #next = new Int32Array(0);
  #previous = new Int32Array(0);

  constructor(cells: number) {
    this.#head = new Int32Array(cells).fill(-1);
  }

  /** Nodes that are gone stay where they were until their number is used again. */
  place(node: number, cell: number): void {
    if (node >= this.cell.length) this.#grow(node + 1);
    const before = this.cell[node];
    if (before === cell) return;
    if (before >= 0) {
      const next = this.#next[node];
      const previous = this.#previous[node];
      if (next >= 0) this.#previous[next] = previous;
      if (previous >= 0) this.#next[previous] = next;
      else this.#head[before] = next;
    }
    const first = this.#head[cell];
    this.#next[node] = first;
    this.#previous[node] = -1;
    if (first >= 0) this.#previous[first] = node;
    this.#head[cell] = node;
    this.cell[node] = cell;
  }

  /** -1: none. */
  first(cell: number): number {
    return this.#head[cell];
  }

  next(node: number): number {
    return this.#next[node];
  }

  #grow(wanted: number): void {
    const length = Math.max(64, 2 * wanted);
    const grow = (old: Int32Array): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(length).fill(-1);
      grown.set(old);
      return grown;
    };
    this.cell = grow(this.cell);
    this.#next = grow(this.#next);
    this.#previous = grow(this.#previous);
  }
}
