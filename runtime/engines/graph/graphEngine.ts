/**
 * Dynamical graph grammars (Mjolsness 2019, doi:10.1007/s11538-019-00628-7): rules rewrite a graph of molecules with
 * attributes at stochastic times, beside plain reactions. Where nothing varies between events this is the direct
 * method over the rules.
 */
import type { GraphModel } from "../../graphModel.ts";
import type { CompiledModel } from "../../model.ts";
import { type GeometryFrame, geometryFrame } from "../../results/geometry.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "../ssa/constantHazards.ts";
import { GraphNetwork, type SavedGraphNetwork } from "./graphNetwork.ts";
import { seedNotices } from "./graphSeeds.ts";

interface SavedGraphRun {
  readonly network: SavedGraphNetwork;
  readonly streams: readonly (readonly number[])[];
  /** Absent when nothing has happened since the last change from outside. */
  readonly constant?: SavedConstantHazards;
}

export class GraphEngine implements Engine {
  readonly network: GraphNetwork;
  readonly #loop: ConstantHazards;
  #hasStarted = false;
  #hasGraph = false;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    if (model.graph === null) throw new Error("the model was not compiled for graph simulation");
    refuseWhatVaries(model, model.graph);
    const draws = options.stream?.("draws") ?? options.random;
    this.network = new GraphNetwork(model, model.graph, state, options.random, draws);
    this.#loop = new ConstantHazards(this.network);
  }

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) {
      this.#makeGraph();
      this.network.start();
      this.#loop.start();
      this.#hasStarted = true;
    }
    return this.#loop.advance(until, maxWork);
  }

  reset(): void {
    this.#hasStarted = false;
    // At the start the graph follows from the constants; later it is part of the state.
    if (this.network.state.t === 0) this.#hasGraph = false;
  }

  prepareObservation(): void {
    this.#makeGraph();
    this.network.refreshMeasures();
  }

  geometry(): GeometryFrame {
    const { graph, mixture, state } = this.network;
    return geometryFrame(graph, mixture.store, state.t);
  }

  notices(): readonly string[] {
    const { graph, state } = this.network;
    return state.t === 0 ? seedNotices(graph, state.c) : [];
  }

  statistics(): Readonly<Record<string, number | string>> {
    const { network } = this;
    const sum = (numbers: Float64Array): number => numbers.reduce((a, b) => a + b, 0);
    const byRule = network.channels.map(({ rule }, i): [string, number] => [
      `events of ${rule.name}`,
      network.fired[i],
    ]);
    return {
      selection: network.selection,
      reactions: sum(network.fired),
      nullEvents: sum(network.nullEvents),
      events: network.events.fired,
      nodes: network.mixture.store.size,
      matches: network.mixture.lists.sizes.reduce((a, b) => a + b, 0),
      searched: network.mixture.connectivity.visited,
      ...Object.fromEntries(byRule),
      ...this.#loop.statistics(),
    };
  }

  save(): SavedGraphRun {
    const common = {
      network: this.network.save(this.#hasGraph),
      streams: [this.network.draws.save()],
    };
    return this.#hasStarted ? { ...common, constant: this.#loop.save() } : common;
  }

  restore(saved: unknown): void {
    const data = saved as SavedGraphRun;
    const { network } = this;
    try {
      this.#hasGraph = data.network.mixture !== null;
      this.#hasStarted = data.constant !== undefined;
      network.restore(data.network, this.#hasStarted);
      if (data.constant !== undefined) this.#loop.restore(data.constant);
      network.draws.restore(data.streams[0]);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #makeGraph(): void {
    if (this.#hasGraph) return;
    this.network.fill();
    this.#hasGraph = true;
  }
}

/** @throws SimulationError for what this engine does not run. */
function refuseWhatVaries({ jumps }: CompiledModel, { rules, flows, motions }: GraphModel): void {
  const isMoving = flows.length > 0 || motions.length > 0 || (jumps?.continuous.length ?? 0) > 0;
  const isVarying = (jumps?.varying.length ?? 0) > 0 || (jumps?.varyingRoots.length ?? 0) > 0;
  if (
    isMoving ||
    isVarying ||
    rules.some(({ weights, scaleVaries }) => weights === "varying" || scaleVaries)
  ) {
    throw new SimulationError(
      "badInput",
      "The graph method does not run what moves or varies between events.",
    );
  }
  if (rules.some(({ fragments, weights }) => fragments.length === 2 && weights !== "uniform")) {
    throw new SimulationError("badInput", "The graph method does not run conditions on two patterns.");
  }
}

export const graphEngine: EngineTraits = {
  name: "graph",
  title: "dynamical graph grammar",
  stochastic: true,
  references: [
    "Mjolsness 2019, doi:10.1007/s11538-019-00628-7",
    "Yang, Monine, Faeder and Hlavacek 2008, doi:10.1103/PhysRevE.78.031910",
    "Danos, Feret, Fontana and Krivine 2007, doi:10.1007/978-3-540-76637-7_10",
  ],
  create: (model, state, options) => new GraphEngine(model, state, options),
};
