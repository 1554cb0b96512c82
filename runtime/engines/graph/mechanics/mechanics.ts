/**
 * What moves between events under forces, for the graph engine: overdamped motion, what is computed from positions
 * (forces of contacts, distances), and walls.
 */
import type { GraphModel } from "../../../graphModel.ts";
import type { RandomStream } from "../../../random/randomStream.ts";
import { ContactForces } from "./contactForces.ts";
import { EnergyTerms } from "./energyTerms.ts";
import type { ContactPairs, MovingGraph } from "./movingGraph.ts";
import { type MotionLimits, OverdampedMotion, type SavedOverdamped } from "./overdamped.ts";
import { MembraneWall } from "./membraneWall.ts";
import { PolylineDistances } from "./polylineDistance.ts";
import { Walls } from "./walls.ts";

export interface MechanicsClock {
  readonly y: Float64Array;
  readonly c: Float64Array;
}

export interface SavedMechanics {
  readonly motion: SavedOverdamped;
  readonly random: readonly number[];
}

export class Mechanics {
  readonly #motion: OverdampedMotion;
  readonly #contactForces: ContactForces;
  readonly #distances: PolylineDistances;
  readonly #walls: Walls;
  readonly #membranes: readonly MembraneWall[];
  readonly #clock: MechanicsClock;
  readonly #random: RandomStream;
  /** Whether any attribute moves under forces. */
  readonly hasMotion: boolean;

  /** `random` is the stream of thermal noise. */
  constructor(
    model: GraphModel,
    graph: MovingGraph,
    clock: MechanicsClock,
    contacts: (term: number) => ContactPairs,
    random: RandomStream,
    limits: MotionLimits = {},
  ) {
    const energies = new EnergyTerms(model, graph, contacts);
    this.#motion = new OverdampedMotion(model, graph.store, energies, limits);
    this.#contactForces = new ContactForces(model, graph.store, energies);
    this.#distances = new PolylineDistances(model, graph.store);
    this.#walls = new Walls(model, graph.store);
    this.#membranes = model.boundaries.flatMap(({ condition }, i) =>
      condition === "membrane" ? [new MembraneWall(model, graph.store, i)] : [],
    );
    this.#clock = clock;
    this.#random = random;
    this.hasMotion = model.motions.length > 0;
  }

  /** Reads constants; call once the graph and `c` are there. */
  start(): void {
    this.#motion.start(this.#clock.c);
    this.#walls.start(this.#clock.c);
  }

  /** Indexed like the store's attributes; only moved slots are not zero. */
  get displacement(): Float64Array {
    return this.#motion.displacement;
  }

  /** Forces and computed attributes for the present positions at time t in s. */
  refresh(t: number): void {
    const { y, c } = this.#clock;
    this.#motion.refresh(t, y, c);
    this.#contactForces.refresh(t, y, c);
    if (this.#distances.isNeeded) this.#distances.refresh();
  }

  /** Computed attributes of single nodes, which an event made or changed; `hasRemoved`: it took others away. */
  refreshNodes(nodes: Int32Array, count: number, hasRemoved: boolean, t: number): void {
    this.#walls.reflect(nodes, count);
    this.#contactForces.refreshNodes(nodes, count, t, this.#clock.y, this.#clock.c);
    if (this.#distances.isNeeded) this.#distances.refreshNodes(nodes, count, hasRemoved);
  }

  /** The length of the next step in s, at most `limit`; `displacement` is then what it adds. After `refresh`. */
  propose(limit: number, t: number): number {
    return this.#motion.propose(limit, t, this.#clock.y, this.#clock.c, this.#random);
  }

  /** The energy with the largest force, in words. */
  steepest(t: number): string {
    return this.#motion.steepest(t, this.#clock.y, this.#clock.c);
  }

  /** What limits steps, in words that go on a sentence; null where nothing moved in the last one. */
  limit(): string | null {
    return this.#motion.limit();
  }

  /** Mirrors the ways of a step to time t, between the attributes `from` and `to`, where they meet a membrane. */
  contain(from: Float64Array, to: Float64Array, t: number): void {
    for (const membrane of this.#membranes) membrane.contain(from, to, t);
  }

  /** Mirrors positions that went through reflecting walls. */
  reflect(): void {
    this.#walls.reflect(null, 0);
  }

  /** Brings back inside of membranes what events have put, or left, outside. */
  bringBack(x: Float64Array, t: number): void {
    for (const membrane of this.#membranes) membrane.bringBack(x, t);
  }

  /** Nodes that went through absorbing walls. */
  absorbed(): readonly number[] {
    return this.#walls.beyond();
  }

  topologyChanged(count = 1): void {
    this.#motion.topologyChanged(count);
  }

  statistics(): Readonly<Record<string, number>> {
    const { steps, rejected, iterations } = this.#motion;
    return { motionSteps: steps, motionStepsRejected: rejected, solverIterations: iterations };
  }

  save(): SavedMechanics {
    return { motion: this.#motion.save(), random: this.#random.save() };
  }

  restore(saved: SavedMechanics): void {
    this.#motion.restore(saved.motion);
    this.#random.restore(saved.random);
  }
}
