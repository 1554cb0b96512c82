/**
 * Dynamical graph grammars (Mjolsness 2019, doi:10.1007/s11538-019-00628-7): rules rewrite a graph of molecules with
 * attributes at stochastic times, beside plain reactions. Where nothing varies between events this is the direct
 * method over the rules.
 */
import type { CompiledModel } from "../../model.ts";
import { type GeometryFrame, geometryFrame } from "../../results/geometry.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "../ssa/constantHazards.ts";
import { type SavedVaryingHazards, VaryingHazards } from "../ssa/varyingHazards.ts";
import { Mechanics } from "./mechanics/mechanics.ts";
import { MotionClock, type SavedMotion } from "./motionClock.ts";
import { SplitClock, type SavedSplit } from "./splitClock.ts";
import type { PairList } from "./neighbours/pairList.ts";
import { FlowStep } from "./flowStep.ts";
import { GraphNetwork, type SavedGraphNetwork } from "./graphNetwork.ts";
import { seedNotices } from "./graphSeeds.ts";
import { changesBetweenEvents, isMoving } from "./ruleTraits.ts";

interface SavedGraphRun {
  readonly network: SavedGraphNetwork;
  readonly streams: readonly (readonly number[])[];
  /** All absent when nothing has happened since the last change from outside. */
  readonly constant?: SavedConstantHazards;
  readonly varying?: SavedVaryingHazards;
  readonly motion?: SavedMotion;
  readonly split?: SavedSplit;
}

export class GraphEngine implements Engine {
  readonly network: GraphNetwork;
  readonly #loop: ConstantHazards | VaryingHazards | MotionClock | SplitClock;
  #hasStarted = false;
  #hasGraph = false;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    if (model.graph === null) throw new Error("the model was not compiled for graph simulation");
    const draws = options.stream?.("draws") ?? options.random;
    this.network = new GraphNetwork(model, model.graph, state, options.random, draws);
    this.#loop = isMoving(model.graph)
      ? this.#makeMotion(options)
      : changesBetweenEvents(model.graph, model.jumps)
        ? this.#makeFlow(options)
        : new ConstantHazards(this.network);
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
    const loop = this.#loop;
    if (loop instanceof MotionClock || loop instanceof SplitClock) loop.abandon();
    this.#hasStarted = false;
    // At the start the graph follows from the constants; later it is part of the state.
    if (this.network.state.t === 0) this.#hasGraph = false;
  }

  prepareObservation(): void {
    this.#makeGraph();
    const loop = this.#loop;
    if (loop instanceof MotionClock || loop instanceof SplitClock) loop.present();
    this.network.refreshMeasures();
  }

  geometry(): GeometryFrame {
    const { graph, mixture, state, fields, window } = this.network;
    const length = window.endTime - window.startTime;
    const share = length > 0 ? (state.t - window.startTime) / length : 0;
    return geometryFrame(graph, mixture.store, state.t, fields?.maps(share) ?? []);
  }

  measureStart(): void {
    this.#makeGraph();
    this.network.refreshMeasures();
  }

  notices(): readonly string[] {
    const { graph, state, fields } = this.network;
    return [...(state.t === 0 ? seedNotices(graph, state.c) : []), ...(fields?.notices() ?? [])];
  }

  pace(): string | null {
    const loop = this.#loop;
    return loop instanceof MotionClock || loop instanceof SplitClock ? loop.pace() : null;
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
    const loop = this.#loop;
    // A loop may have to put the graph back to where its step began.
    const own = !this.#hasStarted
      ? {}
      : loop instanceof ConstantHazards
        ? { constant: loop.save() }
        : loop instanceof VaryingHazards
          ? { varying: loop.save() }
          : loop instanceof SplitClock
            ? { split: loop.save() }
            : { motion: loop.save() };
    return {
      network: this.network.save(this.#hasGraph),
      streams: [this.network.draws.save()],
      ...own,
    };
  }

  restore(saved: unknown): void {
    const data = saved as SavedGraphRun;
    const { network } = this;
    try {
      this.#hasGraph = data.network.mixture !== null;
      this.#hasStarted = [data.constant, data.varying, data.motion, data.split].some(
        (loop) => loop !== undefined,
      );
      network.restore(data.network, this.#hasStarted);
      const loop = this.#loop;
      if (loop instanceof ConstantHazards && data.constant !== undefined) loop.restore(data.constant);
      else if (loop instanceof VaryingHazards && data.varying !== undefined) loop.restore(data.varying);
      else if (loop instanceof MotionClock && data.motion !== undefined) loop.restore(data.motion);
      else if (loop instanceof SplitClock && data.split !== undefined) loop.restore(data.split);
      else if (this.#hasStarted) throw new TypeError("another loop");
      network.draws.restore(data.streams[0]);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #makeFlow(options: EngineOptions): VaryingHazards {
    const { network } = this;
    const moving = {
      reactionNames: network.channels.map(({ rule }) => rule.name),
      varying: network.varying,
      continuous: network.jumps?.continuous ?? new Int32Array(0),
      varyingRoots: network.jumps?.varyingRoots ?? new Int32Array(0),
    };
    return new VaryingHazards(network, moving, new FlowStep(network, options));
  }

  #makeMotion(options: EngineOptions): MotionClock | SplitClock {
    const { network } = this;
    const { graph, mixture, state, contacts } = network;
    const random = options.stream?.("motion") ?? options.random;
    const pairs = (term: number): PairList => {
      const found = contacts.get(term);
      if (found === undefined) throw new Error("an energy of one pattern has no pairs");
      return found;
    };
    const mechanics = new Mechanics(graph, mixture, state, pairs, random, options);
    const { splitStep } = options;
    if (splitStep === undefined) return new MotionClock(network, mechanics, options);
    return new SplitClock(network, mechanics, new MotionClock(network, mechanics, options, true), splitStep);
  }

  #makeGraph(): void {
    if (this.#hasGraph) return;
    this.network.fill();
    this.#hasGraph = true;
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
