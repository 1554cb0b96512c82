/**
 * Direct method with a binary tree of partial sums: choosing and changing cost the logarithm of the number of
 * reactions (Wong and Easton 1980, doi:10.1137/0209009). A node is always the sum of its children, so it carries
 * no old rounding errors. The rejection-based method searches the same tree, in which upper bounds stand.
 */
import type { Selector, SelectorTraits } from "./selector.ts";

class SumTreeSelector implements Selector {
  readonly propensity: Float64Array;
  /** Node i has the children 2i and 2i + 1; the root is 1, the leaves begin at `#leaves`. */
  readonly #tree: Float64Array;
  readonly #leaves: number;

  constructor(reactions: number) {
    let leaves = 1;
    while (leaves < reactions) leaves *= 2;
    this.#leaves = leaves;
    this.#tree = new Float64Array(2 * leaves);
    this.propensity = this.#tree.subarray(leaves, leaves + reactions);
  }

  rebuild(): void {
    const tree = this.#tree;
    for (let node = this.#leaves - 1; node >= 1; node--) tree[node] = tree[2 * node] + tree[2 * node + 1];
  }

  change(reactions: Int32Array, start: number, end: number, values: Float64Array): void {
    const tree = this.#tree;
    for (let entry = start; entry < end; entry++) {
      let node = this.#leaves + reactions[entry];
      if (tree[node] === values[entry - start]) continue;
      tree[node] = values[entry - start];
      while (node > 1) {
        node >>= 1;
        tree[node] = tree[2 * node] + tree[2 * node + 1];
      }
    }
  }

  total(): number {
    return this.#tree[1];
  }

  pick(target: number): number {
    const tree = this.#tree;
    const leaves = this.#leaves;
    if (!(tree[1] > 0)) return -1;
    let rest = target;
    let node = 1;
    while (node < leaves) {
      node *= 2;
      const left = tree[node];
      // A child is only entered when its sum is above zero, so the leaf reached is possible.
      if (rest >= left && tree[node + 1] > 0) {
        rest -= left;
        node++;
      }
    }
    return node - leaves;
  }

  save(): number[] {
    return [];
  }

  restore(): void {}
}

export const sumTreeSelector: SelectorTraits = {
  name: "direct, tree search",
  reference: "Wong and Easton 1980, doi:10.1137/0209009",
  suits: () => true,
  rejects: false,
  create: (reactions) => new SumTreeSelector(reactions),
};

export const rejectionSelector: SelectorTraits = {
  name: "rejection-based, tree search",
  reference: "Thanh, Priami and Zunino 2014, doi:10.1063/1.4896985",
  suits: (_, meanDependents) => meanDependents >= 6,
  rejects: true,
  create: (reactions) => new SumTreeSelector(reactions),
};
