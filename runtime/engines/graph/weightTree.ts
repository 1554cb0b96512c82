/**
 * Numbers by place, with their sum and, for numbers that are not negative, a draw in proportion: a binary tree of
 * partial sums (Wong and Easton 1980, doi:10.1137/0209009). A node is always the sum of its children, so it carries
 * no old rounding errors.
 */
export class WeightTree {
  /** Node i has the children 2i and 2i + 1; the root is 1, the leaves begin at `#leaves`. */
  #tree = new Float64Array(32);
  #leaves = 16;

  get total(): number {
    return this.#tree[1];
  }

  get(place: number): number {
    return place < this.#leaves ? this.#tree[this.#leaves + place] : 0;
  }

  set(place: number, weight: number): void {
    while (place >= this.#leaves) this.#grow();
    const tree = this.#tree;
    let node = this.#leaves + place;
    if (tree[node] === weight) return;
    tree[node] = weight;
    while (node > 1) {
      node >>= 1;
      tree[node] = tree[2 * node] + tree[2 * node + 1];
    }
  }

  /** The place at `target`, from 0 to below the total, which must be above zero. */
  pick(target: number): number {
    const tree = this.#tree;
    let rest = target;
    let node = 1;
    while (node < this.#leaves) {
      node *= 2;
      const left = tree[node];
      // A child is only entered when its sum is above zero, so the leaf reached is possible.
      if ((rest >= left || !(left > 0)) && tree[node + 1] > 0) {
        rest -= left;
        node++;
      }
    }
    return node - this.#leaves;
  }

  /** The last of the first `count` places goes to another, and its own is empty. */
  swapOut(place: number, last: number): void {
    if (place !== last) this.set(place, this.get(last));
    this.set(last, 0);
  }

  /** Numbers for the first `count` places, all others zero; call `rebuild` after they are written. */
  leaves(count: number): Float64Array {
    while (count > this.#leaves) this.#grow();
    this.#tree.fill(0, this.#leaves + count);
    return this.#tree.subarray(this.#leaves, this.#leaves + count);
  }

  rebuild(): void {
    const tree = this.#tree;
    for (let node = this.#leaves - 1; node >= 1; node--) tree[node] = tree[2 * node] + tree[2 * node + 1];
  }

  save(count: number): number[] {
    return Array.from(this.#tree.subarray(this.#leaves, this.#leaves + count));
  }

  restore(saved: readonly number[]): void {
    this.leaves(saved.length).set(saved);
    this.rebuild();
  }

  #grow(): void {
    const before = this.#leaves;
    const old = this.#tree;
    this.#leaves = 2 * before;
    this.#tree = new Float64Array(4 * before);
    this.#tree.set(old.subarray(before), this.#leaves);
    this.rebuild();
  }
}
