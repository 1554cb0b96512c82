/** Layered drawing of a directed graph from left to right, by dagre: where nodes stand and where edges pass. */
import { graphlib, layout } from "@dagrejs/dagre";

export interface LayoutNode {
  readonly width: number;
  readonly height: number;
}

export interface LayoutEdge {
  readonly from: number;
  readonly to: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Layout {
  /** Centres of the nodes. */
  readonly nodes: readonly Point[];
  /** The points that each edge passes, from the centre of a node to that of the other. */
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  gap: { readonly layer: number; readonly node: number },
): Layout {
  const graph = new graphlib.Graph({ directed: true, multigraph: true });
  graph.setGraph({ rankdir: "LR", ranksep: gap.layer, nodesep: gap.node, edgesep: gap.node / 2 });
  nodes.forEach(({ width, height }, i) => graph.setNode(String(i), { width, height }));
  edges.forEach(({ from, to }, i) => {
    if (from !== to) graph.setEdge(String(from), String(to), {}, String(i));
  });
  layout(graph);
  const centres = nodes.map((_, i): Point => {
    const { x = 0, y = 0 } = graph.node(String(i));
    return { x, y };
  });
  const { width = 0, height = 0 } = graph.graph();
  return {
    nodes: centres,
    edges: edges.map(({ from, to }, i) => {
      if (from === to) return [centres[from]];
      const { points = [] } = graph.edge(String(from), String(to), String(i));
      // The first and the last point lie on the nodes' borders. An edge to the next layer has one bend and needs none.
      const bends = points.length <= 3 ? [] : points.slice(1, -1);
      return [centres[from], ...bends, centres[to]];
    }),
    width,
    height,
  };
}
