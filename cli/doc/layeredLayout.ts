/**
 * Layered drawing of a directed graph (Sugiyama, Tagawa and Toda 1981, doi:10.1109/TSMC.1981.4308636): edges that close
 * circles are turned, every node gets a layer below those that lead to it, each layer is ordered by the mean places of
 * its neighbours, and nodes move as near to these as the others let them. Layers go from left to right.
 */

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
  /** The points that each edge passes, from node to node. */
  readonly edges: readonly (readonly Point[])[];
  readonly width: number;
  readonly height: number;
}

/** A node, or a bend of an edge that passes a layer. */
interface Cell {
  readonly height: number;
  readonly layer: number;
  y: number;
  readonly before: Cell[];
  readonly after: Cell[];
}

const sweeps = 24;

export function layeredLayout(
  nodes: readonly LayoutNode[],
  edges: readonly LayoutEdge[],
  gap: { readonly layer: number; readonly node: number },
): Layout {
  const turned = edgesOfCircles(nodes.length, edges);
  const layerOf = layersOf(
    nodes.length,
    edges.filter(({ from, to }) => from !== to).map((edge) => (turned.has(edge) ? flip(edge) : edge)),
  );
  const cells = nodes.map(({ height }, i): Cell => cell(height, layerOf[i]));
  const layers: Cell[][] = [];
  const place = (one: Cell): void => {
    (layers[one.layer] ??= []).push(one);
  };
  cells.forEach(place);
  const chains = edges.map((edge): readonly Cell[] => {
    if (edge.from === edge.to) return [cells[edge.from]];
    const { from, to } = turned.has(edge) ? flip(edge) : edge;
    const chain = [cells[from]];
    for (let layer = layerOf[from] + 1; layer < layerOf[to]; layer++) {
      const bend = cell(4, layer);
      place(bend);
      chain.push(bend);
    }
    chain.push(cells[to]);
    for (let i = 1; i < chain.length; i++) {
      chain[i - 1].after.push(chain[i]);
      chain[i].before.push(chain[i - 1]);
    }
    return turned.has(edge) ? chain.toReversed() : chain;
  });
  for (const layer of layers) stack(layer ?? [], gap.node);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const isForward = sweep % 2 === 0;
    const order = isForward ? layers : layers.toReversed();
    for (const layer of order) {
      const wanted = new Map(
        (layer ?? []).map((one) => [one, meanY(isForward ? one.before : one.after, one.y)]),
      );
      layer?.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
      moveTowards(layer ?? [], wanted, gap.node);
    }
  }
  const widths = layers.map((_, layer) =>
    Math.max(0, ...nodes.filter((_node, i) => layerOf[i] === layer).map(({ width }) => width)),
  );
  const left = widths.map((_, i) => widths.slice(0, i).reduce((sum, width) => sum + width + gap.layer, 0));
  const xOf = ({ layer }: Cell): number => left[layer] + widths[layer] / 2;
  const all = layers.flat();
  const top = all.length === 0 ? 0 : Math.min(...all.map(({ y, height }) => y - height / 2));
  const pointOf = (one: Cell): Point => ({ x: xOf(one), y: one.y - top });
  return {
    nodes: cells.map(pointOf),
    edges: chains.map((chain) => chain.map(pointOf)),
    width: (left.at(-1) ?? 0) + (widths.at(-1) ?? 0),
    height: Math.max(0, ...all.map(({ y, height }) => y + height / 2)) - top,
  };
}

function cell(height: number, layer: number): Cell {
  return { height, layer, y: 0, before: [], after: [] };
}

function flip({ from, to }: LayoutEdge): LayoutEdge {
  return { from: to, to: from };
}

/** Edges that lead back to a node that is still being visited, in a walk in the order of the nodes. */
function edgesOfCircles(count: number, edges: readonly LayoutEdge[]): ReadonlySet<LayoutEdge> {
  const out: LayoutEdge[][] = Array.from({ length: count }, () => []);
  for (const edge of edges) out[edge.from].push(edge);
  const state: ("open" | "done" | undefined)[] = [];
  const found = new Set<LayoutEdge>();
  for (let start = 0; start < count; start++) {
    if (state[start] !== undefined) continue;
    const stack = [{ node: start, next: 0 }];
    state[start] = "open";
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const edge = out[top.node][top.next++];
      if (edge === undefined) {
        state[top.node] = "done";
        stack.pop();
      } else if (state[edge.to] === "open") found.add(edge);
      else if (state[edge.to] === undefined) {
        state[edge.to] = "open";
        stack.push({ node: edge.to, next: 0 });
      }
    }
  }
  return found;
}

/** Longest way from a source; sources stand right before what they lead to. */
function layersOf(count: number, edges: readonly LayoutEdge[]): number[] {
  const layer = Array.from({ length: count }, () => 0);
  const incoming = Array.from({ length: count }, () => 0);
  const out: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of edges) {
    incoming[to]++;
    out[from].push(to);
  }
  const isSource = incoming.map((number) => number === 0);
  const ready = [...isSource.keys()].filter((i) => isSource[i]);
  for (const node of ready) {
    for (const to of out[node]) {
      layer[to] = Math.max(layer[to], layer[node] + 1);
      if (--incoming[to] === 0) ready.push(to);
    }
  }
  for (let node = 0; node < count; node++)
    if (isSource[node] && out[node].length > 0)
      layer[node] = Math.min(...out[node].map((to) => layer[to])) - 1;
  return layer;
}

function stack(layer: readonly Cell[], gap: number): void {
  let y = 0;
  for (const one of layer) {
    one.y = y + one.height / 2;
    y += one.height + gap;
  }
}

function meanY(neighbours: readonly Cell[], own: number): number {
  if (neighbours.length === 0) return own;
  return neighbours.reduce((sum, { y }) => sum + y, 0) / neighbours.length;
}

/** Cells in their order, as near to the wanted places as they fit: neighbours in a heap share its mean. */
function moveTowards(layer: readonly Cell[], wanted: ReadonlyMap<Cell, number>, gap: number): void {
  interface Block {
    readonly cells: Cell[];
    height: number;
    /** Sum over its cells of wanted place minus place in the block. */
    sum: number;
  }
  const blocks: Block[] = [];
  const startOf = ({ sum, cells }: Block): number => sum / cells.length;
  for (const one of layer) {
    blocks.push({ cells: [one], height: one.height + gap, sum: (wanted.get(one) ?? 0) - one.height / 2 });
    for (let last = blocks.at(-1); last !== undefined; last = blocks.at(-1)) {
      const before = blocks.at(-2);
      if (before === undefined || startOf(before) + before.height <= startOf(last)) break;
      before.sum += last.sum - last.cells.length * before.height;
      before.cells.push(...last.cells);
      before.height += last.height;
      blocks.pop();
    }
  }
  for (const block of blocks) {
    let y = startOf(block);
    for (const one of block.cells) {
      one.y = y + one.height / 2;
      y += one.height + gap;
    }
  }
}
