/**
 * Computed attributes `distanceTo`: how far a node is from the nearest segment between bonded nodes of a type (a
 * membrane, a filament), or from the nearest single node of it.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { MovingNodes } from "./movingGraph.ts";
import { SegmentOrder } from "./segmentOrder.ts";

interface Wanted {
  /** Type of the nodes that carry the attribute, its slot, and the segments that count. */
  readonly type: number;
  readonly slot: number;
  readonly segments: SegmentOrder;
}

export class PolylineDistances {
  readonly #model: GraphModel;
  readonly #store: MovingNodes;
  readonly #wanted: readonly Wanted[];

  constructor(model: GraphModel, store: MovingNodes) {
    this.#model = model;
    this.#store = store;
    const byType = new Map<number, SegmentOrder>();
    const segmentsOf = (to: number): SegmentOrder => {
      const segments = byType.get(to) ?? new SegmentOrder(model, store, to);
      byType.set(to, segments);
      return segments;
    };
    this.#wanted = model.types.flatMap(({ attributes }, type) =>
      attributes.flatMap(({ computed, slot, of }) =>
        computed === "distanceTo" ? [{ type, slot, segments: segmentsOf(of) }] : [],
      ),
    );
  }

  get isNeeded(): boolean {
    return this.#wanted.length > 0;
  }

  /** Of all nodes, whose places have changed. */
  refresh(): void {
    const { used } = this.#store;
    for (const { segments } of this.#wanted) segments.isStale = true;
    for (const wanted of this.#wanted) for (let node = 0; node < used; node++) this.#set(wanted, node);
  }

  /** Of these nodes, which an event has changed; `hasRemoved`: it has also taken some away. */
  refreshNodes(nodes: Int32Array, count: number, hasRemoved: boolean): void {
    const { type } = this.#store;
    for (const { segments } of this.#wanted) {
      if (hasRemoved) segments.isStale = true;
      for (let i = 0; i < count; i++) if (type[nodes[i]] === segments.type) segments.isStale = true;
    }
    for (const wanted of this.#wanted) for (let i = 0; i < count; i++) this.#set(wanted, nodes[i]);
  }

  #set({ type, slot, segments }: Wanted, node: number): void {
    const { type: types, x } = this.#store;
    if (types[node] !== type) return;
    const { attributeStride } = this.#model;
    const from = node * attributeStride + this.#model.types[type].position;
    x[node * attributeStride + slot] = segments.distance(x, from);
  }
}
