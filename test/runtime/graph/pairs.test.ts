/** Lists of near pairs against a search of all pairs. */
import { describe, expect, it } from "vitest";
import { PairList } from "../../../runtime/engines/graph/neighbours/pairList.ts";
import { PeriodicBox } from "../../../runtime/engines/graph/neighbours/periodicBox.ts";
import { GraphMixture } from "../../../runtime/engines/graph/graphMixture.ts";
import type { GraphProximity } from "../../../runtime/graphModel.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { handMadeGraphModel } from "../../support/handMadeGraphModel.ts";

const side = 1;

function setup(dimension: 2 | 3, isPeriodic: boolean) {
  const model = handMadeGraphModel({
    dimension,
    types: { P: { sites: { next: [], back: [] }, attributes: { pos: dimension } } },
    rules: [
      {
        match: ["a: P()", "b: P(next[1]), e: P(back[1])"],
        rate: 1,
        near: { a: "a", b: "b", end: "e", reach: 0.11 },
      },
      { match: ["a: P()", "b: P()"], rate: 1, near: { a: "a", b: "b", reach: 0.13 } },
    ],
    seeds: [{ of: "a: P(next[1], back), b: P(next, back[1])", amount: 60 }],
  });
  const { graph } = model;
  if (graph === null) throw new Error("no graph");
  const random = RandomStream.fromSeed("pairs", dimension, isPeriodic ? "periodic" : "open");
  const mixture = new GraphMixture(graph, []);
  const { store } = mixture;
  for (let i = 0; i < 60; i++) {
    const nodes = [store.add(0), store.add(0)];
    store.bind(nodes[0] << store.shift, (nodes[1] << store.shift) + 1);
    for (let k = 0; k < dimension; k++) {
      const x = 3 * random.uniform() - 1;
      store.x[nodes[0] * dimension + k] = x;
      store.x[nodes[1] * dimension + k] = x + 0.1 * (random.uniform() - 0.5);
    }
  }
  const corners = [
    ...Array.from({ length: dimension }, () => -0.2),
    ...Array.from({ length: dimension }, () => side - 0.2),
  ];
  const box = isPeriodic ? new PeriodicBox(corners, dimension) : null;
  const lists = graph.rules.map(({ fragments, proximity }, i) => {
    const pairs = new PairList(mixture, fragments, proximity);
    pairs.configure(i === 0 ? 0.11 : 0.13, 0.05, box);
    return { pairs, fragments, proximity };
  });
  mixture.matchAll();
  return { mixture, lists, box, random, dimension };
}

/** Pairs of anchors whose places are within reach, by looking at all. */
function bruteForce(
  { mixture, box, dimension }: ReturnType<typeof setup>,
  fragments: readonly number[],
  proximity: GraphProximity | null,
  reach: number,
): string[] {
  const { lists, matchers, store } = mixture;
  const { x } = store;
  const n = new Int32Array(4);
  const firstSize = matchers[fragments[0]].size;
  const found: string[] = [];
  if (proximity === null) return found;
  for (const a of lists.anchors[fragments[0]].subarray(0, lists.sizes[fragments[0]])) {
    for (const b of lists.anchors[fragments[1]].subarray(0, lists.sizes[fragments[1]])) {
      matchers[fragments[0]].match(a, n, 0);
      matchers[fragments[1]].match(b, n, firstSize);
      const own = n.subarray(0, firstSize);
      const other = n.subarray(firstSize, firstSize + matchers[fragments[1]].size);
      if (own.some((node) => other.includes(node))) continue;
      const point = n[proximity.a] * dimension;
      const start = n[proximity.b] * dimension;
      const end = proximity.end < 0 ? start : n[proximity.end] * dimension;
      const axes = Array.from({ length: dimension }, (_, k) => k);
      // From the start of the segment to the point, to the image nearest to the middle of the segment.
      const gap = axes.map((k) => {
        const raw = x[point + k] - x[start + k];
        return box === null ? raw : raw - side * Math.round(raw / side);
      });
      const edge = axes.map((k) => x[end + k] - x[start + k]);
      const dot = (u: readonly number[], v: readonly number[]): number =>
        u.reduce((sum, value, k) => sum + value * v[k], 0);
      const along = end === start ? 0 : Math.min(1, Math.max(0, dot(gap, edge) / dot(edge, edge)));
      const least = Math.hypot(...gap.map((value, k) => value - along * edge[k]));
      if (least <= reach) found.push(`${a} ${b}`);
    }
  }
  return found.sort();
}

function listed({ mixture }: ReturnType<typeof setup>, pairs: PairList): string[] {
  const n = new Int32Array(4);
  const shift = new Float64Array(3);
  const found: string[] = [];
  for (let pair = 0; pair < pairs.count; pair++) {
    shift.fill(0);
    pairs.load(pair, n, shift);
    if (pairs.isWithin(n, mixture.store.x, shift)) found.push(`${pairs.first(pair)} ${pairs.second(pair)}`);
  }
  return found.sort();
}

describe.each([
  [2, false],
  [3, false],
  [2, true],
  [3, true],
] as const)("near pairs in %iD, periodic %s", (dimension, isPeriodic) => {
  it("are those that a search of all pairs finds, after nodes have moved, come and gone", () => {
    const run = setup(dimension, isPeriodic);
    const { mixture, lists, random } = run;
    const { store } = mixture;
    for (const { pairs } of lists) pairs.rebuild(store.x);
    let seen = 0;
    for (let round = 0; round < 12; round++) {
      for (const { pairs, fragments, proximity } of lists) {
        const expected = bruteForce(run, fragments, proximity, pairs.reach);
        seen += expected.length;
        expect(listed(run, pairs)).toEqual(expected);
      }
      const before = Float64Array.from(store.x);
      for (let i = 0; i < store.used * dimension; i++)
        store.x[i] += 0.02 * (random.uniform() - 0.5) * (round % 4);
      for (const { pairs } of lists) pairs.update(before, store.x);
      for (let k = 0; k < 3; k++) {
        const gone = random.below(store.used);
        if (store.type[gone] >= 0) mixture.removeBound(gone);
        const node = store.add(0);
        for (let i = 0; i < dimension; i++) store.x[node * dimension + i] = random.uniform();
        mixture.check(mixture.lists.anchored[0][0], node);
      }
    }
    expect(seen).toBeGreaterThan(50);
  });
});
