/** The energies of a model with their matches: bonded ones from the lists of matches, contacts from near pairs. */
import type { GraphEnergy, GraphModel } from "../../../graphModel.ts";
import { pathsToAnchor } from "../graphReaders.ts";
import type { ContactPairs, MovingGraph } from "./movingGraph.ts";

export interface EnergyTerm {
  readonly index: number;
  readonly energy: GraphEnergy;
  /** For each moved entry: its agent, the motion (-1: it only feels contacts) and how many coordinates stand before it. */
  readonly moved: readonly {
    readonly agent: number;
    readonly motion: number;
    readonly slot: number;
    readonly components: number;
    readonly offset: number;
  }[];
  /** Number of coordinates. */
  readonly size: number;
  /** All that moves fluctuates. */
  readonly isThermal: boolean;
  /** Null for one pattern. */
  readonly contacts: ContactPairs | null;
  /** Of contacts: the ways from a node of either pattern (side 0 or 1) to the anchor of its match. */
  readonly ways: readonly { readonly side: number; readonly type: number; readonly path: Int32Array }[];
}

export class EnergyTerms {
  readonly terms: readonly EnergyTerm[];
  /** Coordinates of the largest term. */
  readonly mostCoordinates: number;
  /** Shift of the second pattern's nodes in the match that is being visited. */
  readonly imageShift = new Float64Array(3);
  readonly #graph: MovingGraph;
  readonly #n: Int32Array;
  /** By pair: the round that last saw it. */
  #seen = new Int32Array(0);
  #round = 0;

  /** `contacts` gives the matches of a term of two patterns. */
  constructor(model: GraphModel, graph: MovingGraph, contacts: (term: number) => ContactPairs) {
    this.#graph = graph;
    this.terms = model.energies.map((energy, index) => termOf(model, energy, index, contacts));
    this.mostCoordinates = Math.max(1, ...this.terms.map(({ size }) => size));
    const agents = model.energies.map(({ fragments }) =>
      fragments.reduce((sum, fragment) => sum + model.fragments[fragment].agents.length, 0),
    );
    this.#n = new Int32Array(Math.max(1, ...agents));
  }

  /** Calls for every match with its nodes; their array is used again. */
  eachMatch({ energy, contacts }: EnergyTerm, visit: (n: Int32Array) => void): void {
    const { lists, matchers } = this.#graph;
    const n = this.#n;
    const [first, second] = energy.fragments;
    if (contacts === null) {
      this.imageShift.fill(0);
      const anchors = lists.anchors[first];
      const count = lists.sizes[first];
      for (let i = 0; i < count; i++) if (matchers[first].match(anchors[i], n, 0)) visit(n);
      return;
    }
    for (let pair = 0; pair < contacts.count; pair++) this.#visitPair(first, second, contacts, pair, visit);
  }

  /** The same for the pairs that hold one of these nodes, each once. */
  eachContactOf(
    { energy, contacts, ways }: EnergyTerm,
    nodes: Int32Array,
    count: number,
    visit: (n: Int32Array) => void,
  ): void {
    if (contacts === null) return;
    const { store } = this.#graph;
    const [first, second] = energy.fragments;
    if (this.#seen.length < contacts.count) this.#seen = new Int32Array(2 * contacts.count);
    const round = ++this.#round;
    for (let i = 0; i < count; i++) {
      for (const { side, type, path } of ways) {
        if (store.type[nodes[i]] !== type) continue;
        const anchor = this.#graph.walk(nodes[i], path);
        if (anchor < 0) continue;
        for (
          let pair = contacts.firstPairOf(side, anchor);
          pair >= 0;
          pair = contacts.nextPairOf(side, pair)
        ) {
          if (this.#seen[pair] === round) continue;
          this.#seen[pair] = round;
          this.#visitPair(first, second, contacts, pair, visit);
        }
      }
    }
  }

  #visitPair(
    first: number,
    second: number,
    contacts: ContactPairs,
    pair: number,
    visit: (n: Int32Array) => void,
  ): void {
    const { matchers } = this.#graph;
    const n = this.#n;
    if (!matchers[first].match(contacts.first(pair), n, 0)) return;
    if (!matchers[second].match(contacts.second(pair), n, matchers[first].size)) return;
    contacts.shift(pair, this.imageShift);
    visit(n);
  }
}

function termOf(
  model: GraphModel,
  energy: GraphEnergy,
  index: number,
  contacts: (term: number) => ContactPairs,
): EnergyTerm {
  const agents = energy.fragments.flatMap((fragment) => model.fragments[fragment].agents);
  let size = 0;
  const moved = energy.moved.map(({ agent, slot, components }) => {
    const motion = model.motions.findIndex(
      (entry) => entry.type === agents[agent].type && entry.slot === slot,
    );
    size += components;
    return { agent, motion, slot, components, offset: size - components };
  });
  return {
    index,
    energy,
    moved,
    size,
    isThermal: moved.every(({ motion }) => motion < 0 || model.motions[motion].thermal),
    contacts: energy.fragments.length > 1 ? contacts(index) : null,
    ways: energy.fragments.flatMap((fragment, side) => {
      const pattern = model.fragments[fragment];
      const paths = pathsToAnchor(pattern);
      return pattern.agents.map(({ type }, agent) => ({ side, type, path: paths[agent] }));
    }),
  };
}
