/** The nearest of many segments against a look at all of them. */
import { describe, expect, it } from "vitest";
import { SegmentOrder } from "../../../../runtime/engines/graph/mechanics/segmentOrder.ts";
import { RandomStream } from "../../../../runtime/random/randomStream.ts";
import { handMadeGraphModel } from "../../../support/handMadeGraphModel.ts";

const nodes = 60;

describe("segments in order", () => {
  it("give the distance from the nearest, also after nodes have moved", () => {
    const { graph } = handMadeGraphModel({
      dimension: 2,
      types: { A: { attributes: { pos: 2 }, sites: { l: [], r: [] } } },
    });
    if (graph === null) throw new Error("not a model of growth");
    const random = RandomStream.fromSeed("segments", 1, "places");
    const x = Float64Array.from({ length: 2 * nodes }, () => random.uniform());
    const record = new Int32Array(2 * nodes).fill(-1);
    // Chains of five: the right site of each to the left site of the next.
    for (let node = 0; node < nodes - 1; node++) {
      if (node % 5 === 4) continue;
      record[2 * node + 1] = 2 * (node + 1);
      record[2 * (node + 1)] = 2 * node + 1;
    }
    const store = {
      shift: 1,
      siteCount: Int32Array.of(2),
      type: new Int16Array(nodes),
      record,
      x,
      used: nodes,
      capacity: nodes,
    };
    const segments = new SegmentOrder(graph, store, 0);
    const point = new Float64Array(2);
    for (let round = 0; round < 40; round++) {
      point[0] = 3 * random.uniform() - 1;
      point[1] = 3 * random.uniform() - 1;
      expect(segments.distance(point, 0)).toBeCloseTo(nearest(point, store.x, record), 12);
      if (round % 10 !== 9) continue;
      for (let i = 0; i < x.length; i++) x[i] += 0.1 * random.uniform();
      segments.isStale = true;
    }
  });
});

function nearest(point: Float64Array, x: Float64Array, record: Int32Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let node = 0; node < nodes; node++) {
    const other = record[2 * node + 1] >> 1;
    if (other < 0) continue;
    const edge = [x[2 * other] - x[2 * node], x[2 * other + 1] - x[2 * node + 1]];
    const from = [point[0] - x[2 * node], point[1] - x[2 * node + 1]];
    const along = (edge[0] * from[0] + edge[1] * from[1]) / (edge[0] ** 2 + edge[1] ** 2);
    const share = Math.min(1, Math.max(0, along));
    least = Math.min(least, Math.hypot(from[0] - share * edge[0], from[1] - share * edge[1]));
  }
  return least;
}
