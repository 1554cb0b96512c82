/**
 * What reads the places of nodes, for nodes that something other than an event has moved: a whole complex that goes to the
 * image of it beside another, and molecules that only a reflecting wall moves.
 */
import type { GraphModel } from "../../graphModel.ts";
import type { GraphMixture } from "./graphMixture.ts";
import type { GraphReader } from "./graphReaders.ts";
import { movesPlace } from "./ruleTraits.ts";

export class PlaceReaders {
  /** Fragments whose matches read where some node is. */
  readonly fragments: ReadonlySet<number>;
  readonly #graph: GraphModel;
  readonly #mixture: GraphMixture;
  /** By type. */
  readonly #readers: readonly (readonly GraphReader[])[];
  /** By type: 1 where only walls move its nodes, and something reads their places. */
  readonly #isWalled: Uint8Array;

  constructor(graph: GraphModel, mixture: GraphMixture) {
    this.#graph = graph;
    this.#mixture = mixture;
    this.#readers = graph.types.map((_, type) => readersOf(graph, mixture, type));
    this.fragments = new Set(this.#readers.flat().map(({ fragment }) => fragment));
    this.#isWalled = Uint8Array.from(this.#readers, (readers, type) => {
      const isHeld = graph.boundaries.some(
        ({ condition, types }) => condition === "reflecting" && types.includes(type),
      );
      return isHeld && readers.length > 0 && !movesPlace(graph, type) ? 1 : 0;
    });
  }

  /** Whether only walls move the node, and something reads where it is. */
  isWalled(node: number): boolean {
    return this.#isWalled[this.#mixture.store.type[node]] === 1;
  }

  /** The nodes that only walls move, and that stand elsewhere than they did among the attributes `before`. */
  movedByWalls(before: Float64Array): readonly number[] {
    const moved: number[] = [];
    if (!this.#isWalled.includes(1)) return moved;
    const { store } = this.#mixture;
    const { types, dimension } = this.#graph;
    for (let node = 0; node < store.used; node++) {
      const type = store.type[node];
      if (type < 0 || this.#isWalled[type] === 0) continue;
      const at = node * store.attributeStride + types[type].position;
      let k = at;
      while (k < at + dimension && store.x[k] === before[k]) k++;
      if (k < at + dimension) moved.push(node);
    }
    return moved;
  }

  /** Puts the matches that read the places of the nodes where they are now. */
  put(nodes: readonly number[]): void {
    const { store, lists } = this.#mixture;
    for (const node of nodes) {
      for (const { fragment, path } of this.#readers[store.type[node]]) {
        const anchor = this.#mixture.walk(node, path);
        if (anchor >= 0 && lists.placeOf(fragment, anchor) >= 0) lists.put(fragment, anchor);
      }
    }
  }
}

function readersOf(graph: GraphModel, mixture: GraphMixture, type: number): readonly GraphReader[] {
  const { position } = graph.types[type];
  if (position < 0) return [];
  const bySlot = mixture.readers.attributes[type];
  const readers = Array.from({ length: graph.dimension }, (_, k) => bySlot.get(position + k) ?? []);
  // Most read all coordinates.
  return [...new Map(readers.flat().map((own) => [`${own.fragment} ${own.path.join()}`, own])).values()];
}
