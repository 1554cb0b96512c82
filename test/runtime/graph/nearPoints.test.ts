/** Counted pairs of near points against a search of all pairs. */
import { describe, expect, it } from "vitest";
import { GraphMixture } from "../../../runtime/engines/graph/graphMixture.ts";
import { NearPoints } from "../../../runtime/engines/graph/neighbours/nearPoints.ts";
import { PeriodicBox } from "../../../runtime/engines/graph/neighbours/periodicBox.ts";
import { RandomStream } from "../../../runtime/random/randomStream.ts";
import { handMadeGraphModel } from "../../support/handMadeGraphModel.ts";

const side = 1;
const reach = 0.2;

/** Nodes of two types, and rules for pairs of unlike and of like ones. */
function setup(dimension: 2 | 3, isPeriodic: boolean, isClosed: boolean) {
  const { graph } = handMadeGraphModel({
    dimension,
    types: {
      P: { sites: { s: [] }, attributes: { pos: dimension } },
      Q: { sites: { s: [] }, attributes: { pos: dimension } },
    },
    rules: [
      { match: ["a: P()", "b: Q()"], rate: 1, near: { a: "a", b: "b", reach } },
      { match: ["a: P()", "b: P()"], rate: 1, near: { a: "a", b: "b", reach } },
    ],
    seeds: [{ of: "a: P()", amount: 1 }],
  });
  if (graph === null) throw new Error("no graph");
  const mixture = new GraphMixture(graph, []);
  const corners = Array.from({ length: 2 * dimension }, (_, i) => (i < dimension ? 0 : side));
  const box = isPeriodic ? new PeriodicBox(corners, dimension) : null;
  const lists = graph.rules.map(({ fragments, proximity }) => {
    if (proximity === null) throw new Error("not near");
    const points = new NearPoints(mixture, fragments, { ...proximity, isClosed });
    points.configure(reach, box);
    points.rebuild();
    return { points, fragments };
  });
  const random = RandomStream.fromSeed("near points", dimension, `${isPeriodic} ${isClosed}`);
  return { mixture, lists, box, random, dimension, isClosed };
}

type Setup = ReturnType<typeof setup>;

/** On a coarse lattice, so that many are exactly at the reach. */
function move({ mixture: { store }, random, dimension }: Setup, node: number): void {
  for (let k = 0; k < dimension; k++) store.x[node * dimension + k] = 0.05 * random.below(20);
}

function expectedPairs(
  { mixture, box, dimension, isClosed }: Setup,
  [one, two]: readonly number[],
): [number, number][] {
  const { lists, store } = mixture;
  const anchors = (fragment: number): readonly number[] =>
    Array.from(lists.anchors[fragment].subarray(0, lists.sizes[fragment]));
  return anchors(one).flatMap((a) =>
    anchors(two).flatMap((b): [number, number][] => {
      let square = 0;
      for (let k = 0; k < dimension; k++) {
        let gap = store.x[b * dimension + k] - store.x[a * dimension + k];
        if (box !== null) gap += box.nearest(gap, k);
        square += gap * gap;
      }
      return a !== b && (isClosed ? square <= reach * reach : square < reach * reach) ? [[a, b]] : [];
    }),
  );
}

function countedPairs(points: NearPoints): string[] {
  return Array.from({ length: points.count }, (_, pair) => {
    points.choose(pair);
    return `${points.first} ${points.second}`;
  });
}

describe.each([
  [2, false, false],
  [2, true, true],
  [3, false, true],
  [3, true, false],
] as const)("points in %iD, periodic %s, closed reach %s", (dimension, isPeriodic, isClosed) => {
  it("are paired as a search of all finds them, while matches come, move and go", () => {
    const all = setup(dimension, isPeriodic, isClosed);
    const { mixture, lists, random } = all;
    const { store } = mixture;
    const fragmentOf = (type: number): number => mixture.lists.anchored[type][0];
    const nodes: number[] = [];
    let seen = 0;
    for (let step = 0; step < 400; step++) {
      const kind = nodes.length < 40 ? 0 : random.below(3);
      if (kind === 0) {
        const node = store.add(random.below(2));
        nodes.push(node);
        move(all, node);
        mixture.lists.put(fragmentOf(store.type[node]), node);
      } else {
        const [node] = nodes.splice(random.below(nodes.length), 1);
        if (kind === 1) {
          mixture.lists.drop(fragmentOf(store.type[node]), node);
          store.remove(node);
        } else {
          nodes.push(node);
          move(all, node);
          mixture.lists.put(fragmentOf(store.type[node]), node);
        }
      }
      for (const { points, fragments } of lists) {
        const expected = expectedPairs(all, fragments).map(([a, b]) => `${a} ${b}`);
        seen += expected.length;
        expect(countedPairs(points).sort()).toEqual(expected.sort());
      }
    }
    expect(seen).toBeGreaterThan(1000);
  });

  it("have the same numbers when all are found anew", () => {
    const all = setup(dimension, isPeriodic, isClosed);
    const { mixture, lists, random } = all;
    for (let i = 0; i < 300; i++) {
      const node = i < 60 ? mixture.store.add(i % 2) : random.below(60);
      move(all, node);
      mixture.lists.put(mixture.lists.anchored[mixture.store.type[node]][0], node);
    }
    for (const { points } of lists) {
      const before = countedPairs(points);
      points.rebuild();
      expect(before.length).toBeGreaterThan(10);
      expect(countedPairs(points)).toEqual(before);
    }
  });

  it("are loaded at their nearest images, among many of which some go to another image", () => {
    const all = setup(dimension, isPeriodic, isClosed);
    const { mixture, lists, box, random } = all;
    const { store } = mixture;
    const put = (node: number): void => mixture.lists.put(mixture.lists.anchored[store.type[node]][0], node);
    for (let i = 0; i < 600; i++) {
      const node = store.add(i % 2);
      move(all, node);
      put(node);
    }
    for (const round of [0, 1]) {
      for (let node = 0; box !== null && round > 0 && node < 600; node += 3) {
        for (let k = 0; k < dimension; k++) store.x[node * dimension + k] += (random.below(3) - 1) * side;
        put(node);
      }
      for (const { points, fragments } of lists) {
        const expected = expectedPairs(all, fragments).map(([a, b]) => `${a} ${b}`);
        expect(countedPairs(points).sort()).toEqual(expected.sort());
        const n = new Int32Array(2);
        for (let pair = 0; pair < points.count; pair += 11) {
          const shift = new Float64Array(3);
          points.load(pair, n, shift);
          points.choose(pair);
          expect([...n]).toEqual([points.first, points.second]);
          let square = 0;
          for (let k = 0; k < dimension; k++)
            square += (store.x[n[1] * dimension + k] + shift[k] - store.x[n[0] * dimension + k]) ** 2;
          expect(Math.sqrt(square)).toBeLessThan(reach + 1e-9);
        }
      }
    }
  });
});
