/** Layered layouts: edges lead to later layers, nodes do not overlap, circles are drawn too. */
import { array, assert, constant, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { type LayoutEdge, layeredLayout } from "../../../cli/doc/layeredLayout.ts";

const gap = { layer: 20, node: 10 };
const box = { width: 40, height: 20 };

const graphs = integer({ min: 1, max: 14 }).chain((count) =>
  record({
    count: constant(count),
    edges: array(
      record({ from: integer({ min: 0, max: count - 1 }), to: integer({ min: 0, max: count - 1 }) }),
      { maxLength: 30 },
    ),
  }),
);

describe("a layered layout", () => {
  it("puts a chain into a row", () => {
    const layout = layeredLayout(
      [box, box, box],
      [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
      ],
      gap,
    );
    expect(layout.nodes.map(({ x }) => x)).toEqual([20, 80, 140]);
    expect(new Set(layout.nodes.map(({ y }) => y)).size).toBe(1);
    expect(layout.width).toBe(160);
  });

  it("leads every edge of a graph without circles to the right", () => {
    assert(
      property(graphs, ({ count, edges }) => {
        const acyclic: LayoutEdge[] = edges.flatMap(({ from, to }) =>
          from === to ? [] : [{ from: Math.min(from, to), to: Math.max(from, to) }],
        );
        const layout = layeredLayout(
          Array.from({ length: count }, () => box),
          acyclic,
          gap,
        );
        for (const { from, to } of acyclic) expect(layout.nodes[from].x).toBeLessThan(layout.nodes[to].x);
      }),
      { seed: 1, numRuns: 60 },
    );
  });

  it("never draws nodes over each other or outside, with circles or without", () => {
    assert(
      property(graphs, ({ count, edges }) => {
        const layout = layeredLayout(
          Array.from({ length: count }, () => box),
          edges,
          gap,
        );
        layout.nodes.forEach((a, i) => {
          expect(a.x - 20).toBeGreaterThanOrEqual(-1e-6);
          expect(a.y - 10).toBeGreaterThanOrEqual(-1e-6);
          expect(a.x + 20).toBeLessThanOrEqual(layout.width + 1e-6);
          expect(a.y + 10).toBeLessThanOrEqual(layout.height + 1e-6);
          layout.nodes.slice(i + 1).forEach((b) => {
            expect(Math.abs(a.x - b.x) >= 40 - 1e-6 || Math.abs(a.y - b.y) >= 20 - 1e-6).toBe(true);
          });
        });
        edges.forEach(({ from, to }, i) => {
          expect(layout.edges[i][0]).toEqual(layout.nodes[from]);
          expect(layout.edges[i].at(-1)).toEqual(layout.nodes[to]);
        });
      }),
      { seed: 2, numRuns: 60 },
    );
  });
});
