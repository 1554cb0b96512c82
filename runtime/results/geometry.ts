/**
 * Where the molecules of a growth model are at one time, for pictures: nodes with their states, attributes and
 * bonds, in the order of their numbers.
 */
import type { GraphTables } from "../graphModel.ts";

export interface GeometryFrame {
  /** In s. */
  readonly time: number;
  /** Number of each node; stays the same while it exists. */
  readonly node: readonly number[];
  /** Index into the types of the model. */
  readonly type: readonly number[];
  /** State of every site of every node, one after another; -1 for a site without states. */
  readonly state: readonly number[];
  /** `attributeStride` numbers a node, in internal units. */
  readonly attributes: readonly number[];
  /** Bonds as pairs of indices into `node`. */
  readonly bond: readonly number[];
  /** The two sites of each bond, as indices into the sites of the types. */
  readonly bondSite: readonly number[];
  readonly fields: readonly FieldFrame[];
}

/** Species on a grid, as a map: in 3D the mean along z. */
export interface FieldFrame {
  readonly name: string;
  /** Lowest x and y, in um. */
  readonly low: readonly [number, number];
  /** Of a cell along x and y, in um. */
  readonly widths: readonly [number, number];
  /** Cells along x and y. */
  readonly counts: readonly [number, number];
  /** Concentrations in count/um^3, x first. */
  readonly values: readonly number[];
}

/** The arrays of a graph that a picture needs; sites of a node start at node << shift. */
export interface DrawnGraph {
  readonly shift: number;
  readonly used: number;
  readonly type: Int16Array;
  /** -1: the site has no states. */
  stateOf(node: number, site: number): number;
  readonly partner: Int32Array;
  readonly x: Float64Array;
}

export function geometryFrame(
  { types, attributeStride }: Pick<GraphTables, "types" | "attributeStride">,
  graph: DrawnGraph,
  time: number,
  fields: readonly FieldFrame[],
): GeometryFrame {
  const node: number[] = [];
  const type: number[] = [];
  const state: number[] = [];
  const attributes: number[] = [];
  const bond: number[] = [];
  const bondSite: number[] = [];
  const place = new Map<number, number>();
  for (let i = 0; i < graph.used; i++) {
    if (graph.type[i] < 0) continue;
    place.set(i, node.length);
    node.push(i);
    type.push(graph.type[i]);
    types[graph.type[i]].sites.forEach((_, site) => state.push(graph.stateOf(i, site)));
    for (let slot = 0; slot < attributeStride; slot++) attributes.push(graph.x[i * attributeStride + slot]);
  }
  node.forEach((i, at) => {
    const first = i << graph.shift;
    types[graph.type[i]].sites.forEach((_, site) => {
      const other = graph.partner[first + site];
      const target = other < 0 ? undefined : place.get(other >> graph.shift);
      if (target === undefined || other <= first + site) return;
      bond.push(at, target);
      bondSite.push(site, other & ((1 << graph.shift) - 1));
    });
  });
  return { time, node, type, state, attributes, bond, bondSite, fields };
}
