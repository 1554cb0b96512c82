/** Units of whole numbers, found by sums of them, against a walk through the numbers. */
import { describe, expect, it } from "vitest";
import { CountTree } from "../../../runtime/engines/graph/neighbours/countTree.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";

/** The number that a unit is part of, and what stands before the unit within it. */
function walk(counts: readonly number[], unit: number): readonly [number, number] {
  let rest = unit;
  let at = 0;
  while (rest >= counts[at]) rest -= counts[at++];
  return [at, rest];
}

function found(tree: CountTree, unit: number): readonly [number, number] {
  const at = tree.find(unit);
  return [at, tree.rest];
}

describe("a tree of counts", () => {
  it("finds every unit, while it grows from few numbers to many", () => {
    const tree = new CountTree();
    const counts: number[] = [];
    const random = RandomStream.fromSeed("counts", 1, "tree");
    for (const size of [3, 256, 257, 5000, 70_000]) {
      tree.fit(size);
      while (counts.length < size) counts.push(0);
      for (let i = 0; i < 300; i++) {
        const at = random.below(size);
        const count = random.below(4);
        tree.add(at, count - counts[at]);
        counts[at] = count;
        expect(tree.get(at)).toBe(count);
      }
      const total = counts.reduce((sum, count) => sum + count, 0);
      expect(tree.total).toBe(total);
      for (let unit = 0; unit < total; unit += 7) expect(found(tree, unit)).toEqual(walk(counts, unit));
      expect(found(tree, total - 1)).toEqual(walk(counts, total - 1));
    }
  });

  it("finds units beyond 2 ** 31, also when it grew after they came", () => {
    const tree = new CountTree();
    const many = 2 ** 30;
    for (let at = 0; at < 200; at += 20) tree.add(at, many);
    expect(tree.total).toBe(10 * many);
    for (const size of [200, 1000]) {
      tree.fit(size);
      for (let k = 0; k < 10; k++) expect(found(tree, k * many + 5)).toEqual([20 * k, 5]);
    }
  });

  it("is empty after it was cleared", () => {
    const tree = new CountTree();
    tree.fit(1000);
    tree.add(900, 3);
    tree.clear();
    expect(tree.total).toBe(0);
    tree.add(7, 1);
    expect(found(tree, 0)).toEqual([7, 0]);
  });
});
