/**
 * Weights that are whole numbers, with their sum and a draw in proportion: a binary tree of partial sums that
 * doubles when an index is beyond its end (Wong and Easton 1980, doi:10.1137/0209009). Sums stay exact below 2^53.
 */
export class GrowingSumTree {
  /** Node i has the children 2i and 2i + 1; the root is 1. */
  #tree = new Float64Array(32);
  #leaves = 16;

  get total(): number {
    return this.#tree[1];
  }

  set(index: number, weight: number): void {
    while (index >= this.#leaves) this.#grow();
    const tree = this.#tree;
    let node = this.#leaves + index;
    const difference = weight - tree[node];
    if (difference === 0) return;
    for (; node >= 1; node >>= 1) tree[node] += difference;
  }

  /** The index at `target`, from 0 to below the total. */
  pick(target: number): number {
    const tree = this.#tree;
    let rest = target;
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      if (rest >= tree[node] && tree[node + 1] > 0) {
        rest -= tree[node];
        node++;
      }
    }
    return node - this.#leaves;
  }

  clear(): void {
    this.#tree.fill(0);
  }

  #grow(): void {
    const before = this.#leaves;
    const old = this.#tree;
    this.#leaves = 2 * before;
    this.#tree = new Float64Array(4 * before);
    this.#tree.set(old.subarray(before), this.#leaves);
    for (let node = this.#leaves - 1; node >= 1; node--)
      this.#tree[node] = this.#tree[2 * node] + this.#tree[2 * node + 1];
  }
}
