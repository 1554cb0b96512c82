/**
 * All searches for what is near, of a model's rules and energies: pairs that are listed (pairList.ts) and pairs that are
 * only counted (nearPoints.ts), with the reaches and periodic boxes that constants give them.
 */
import type { GraphModel, GraphProximity } from "../../../graphModel.ts";
import type { GraphMixture } from "../graphMixture.ts";
import { movesProximity } from "../ruleTraits.ts";
import { NearPoints } from "./nearPoints.ts";
import { PairList, type SavedPairs } from "./pairList.ts";
import { PeriodicBox } from "./periodicBox.ts";

/** Of near pairs of moving nodes: what is kept beyond the reach, as a share of it. */
const skinShare = 0.5;

type TypePair = readonly [number, number];

export class NearPlaces {
  readonly #graph: GraphModel;
  readonly #mixture: GraphMixture;
  readonly #listed: {
    readonly pairs: PairList;
    readonly proximity: GraphProximity | null;
    readonly isMoving: boolean;
    readonly types: TypePair;
  }[] = [];
  readonly #counted: {
    readonly points: NearPoints;
    readonly proximity: GraphProximity;
    readonly types: TypePair;
  }[] = [];

  constructor(graph: GraphModel, mixture: GraphMixture) {
    this.#graph = graph;
    this.#mixture = mixture;
  }

  /** Pairs of two fragments, however far apart where `proximity` is null, as a list. */
  listed(fragments: readonly number[], proximity: GraphProximity | null): PairList {
    const pairs = new PairList(this.#mixture, fragments, proximity);
    const types: TypePair = proximity === null ? [-1, -1] : this.#typesOf(fragments, proximity);
    const isMoving = proximity !== null && movesProximity(this.#graph, fragments, proximity);
    this.#listed.push({ pairs, proximity, isMoving, types });
    return pairs;
  }

  /** Pairs of points that stay where they are, counted. */
  counted(fragments: readonly number[], proximity: GraphProximity): NearPoints {
    const points = new NearPoints(this.#mixture, fragments, proximity);
    this.#counted.push({ points, proximity, types: this.#typesOf(fragments, proximity) });
    return points;
  }

  /** Reads reaches and boxes from the constants. */
  configure(c: Float64Array): void {
    const graph = this.#graph;
    const reaches = new Float64Array(graph.reachCount);
    graph.reaches(c, reaches);
    const boxes = graph.boundaries.map(({ condition }, i) => {
      if (condition !== "periodic") return null;
      const corners = new Float64Array(2 * graph.dimension);
      graph.boundary(i, c, corners);
      return new PeriodicBox(corners, graph.dimension);
    });
    const boxOf = (types: TypePair): PeriodicBox | null =>
      boxes.find((_, i) => types.every((type) => graph.boundaries[i].types.includes(type))) ?? null;
    for (const { pairs, proximity, isMoving, types } of this.#listed) {
      const reach = proximity === null ? 0 : reaches[proximity.reach];
      pairs.configure(reach, isMoving ? skinShare * reach : 0, boxOf(types));
    }
    for (const { points, proximity, types } of this.#counted)
      points.configure(reaches[proximity.reach], boxOf(types));
  }

  /** Finds all pairs where the nodes are now. */
  rebuild(): void {
    for (const { pairs } of this.#listed) pairs.rebuild(this.#mixture.store.x);
    for (const { points } of this.#counted) points.rebuild();
  }

  /** Makes sure that lists of moving nodes are complete at both of two sets of places. */
  update(x0: Float64Array, x1: Float64Array): void {
    for (const { pairs, isMoving } of this.#listed) if (isMoving) pairs.update(x0, x1);
  }

  /** What is counted follows from the places. */
  save(): readonly SavedPairs[] {
    return this.#listed.map(({ pairs }) => pairs.save());
  }

  restore(saved: readonly SavedPairs[]): void {
    this.#listed.forEach(({ pairs }, i) => {
      pairs.restore(saved[i]);
    });
    for (const { points } of this.#counted) points.rebuild();
  }

  /** Of the agents that must be near each other. */
  #typesOf(fragments: readonly number[], { a, b }: GraphProximity): TypePair {
    const agents = fragments.flatMap((fragment) => this.#graph.fragments[fragment].agents);
    return [agents[a].type, agents[b].type];
  }
}
