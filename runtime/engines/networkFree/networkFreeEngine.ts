/**
 * Exact stochastic simulation of rules on molecules, without their network (Yang et al. 2008,
 * doi:10.1103/PhysRevE.78.031910): the direct method over rules, with null events. Rates that change between events
 * are integrated, as for reactions (../ssa/varyingHazards.ts).
 */
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "../ssa/constantHazards.ts";
import { HazardStep } from "../ssa/hazardStep.ts";
import { type SavedVaryingHazards, VaryingHazards } from "../ssa/varyingHazards.ts";
import type { SavedMixture } from "./agentMixture.ts";
import type { SavedVaryingRates } from "./varyingRates.ts";
import { AgentNetwork } from "./agentNetwork.ts";
import { UnrolledRules } from "./unrolledRules.ts";

interface SavedNetworkFree {
  readonly mixture: SavedMixture | null;
  readonly varying: SavedVaryingRates | null;
  readonly reactions: number;
  readonly refused: number;
  readonly events: { truth: number[]; fired: number };
  readonly sums: number[];
  /** Null when nothing has happened since the last change from outside. */
  readonly loop: SavedConstantHazards | SavedVaryingHazards | null;
}

export class NetworkFreeEngine implements Engine {
  readonly network: AgentNetwork;
  readonly #loop: ConstantHazards | UnrolledRules | VaryingHazards;
  #hasStarted = false;
  #hasMolecules = false;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    if (model.agents === null) throw new Error("the model was not compiled for network-free simulation");
    const network = new AgentNetwork(model, model.agents, state, options.random);
    const { jumps } = network;
    const { unrolled } = model.agents;
    this.network = network;
    this.#loop =
      jumps === null
        ? unrolled !== undefined && network.events.isEmpty
          ? new UnrolledRules(network, unrolled)
          : new ConstantHazards(network)
        : new VaryingHazards(
            network,
            jumps,
            new HazardStep(model, jumps, state.c, network.propensities, options),
          );
  }

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) {
      this.#makeMolecules();
      this.network.start();
      this.#loop.start();
      this.#hasStarted = true;
    }
    return this.#loop.advance(until, maxWork);
  }

  reset(): void {
    this.#hasStarted = false;
    // At the start the molecules follow from the constants; later they are part of the state.
    if (this.network.state.t === 0) this.#hasMolecules = false;
  }

  prepareObservation(): void {
    this.#makeMolecules();
    this.network.readMeasures();
  }

  notices(): readonly string[] {
    if (this.network.state.t !== 0) return [];
    const amounts = this.network.seedAmounts();
    return this.network.agents.seeds.flatMap(({ name }, i) => {
      const rounded = Math.round(amounts[i]);
      if (Math.abs(rounded - amounts[i]) <= 1e-9 * Math.max(1, Math.abs(amounts[i]))) return [];
      return [
        `The initial number of ${name} was rounded from ${Number(amounts[i].toPrecision(6))} to ${rounded}.`,
      ];
    });
  }

  statistics(): Readonly<Record<string, number | string>> {
    const { network } = this;
    return {
      selection: network.selection,
      reactions: network.reactions,
      nullEvents: network.refused,
      events: network.events.fired,
      molecules: network.mixture.store.size,
      searched: network.mixture.connectivity.visited,
      ...this.#loop.statistics(),
    };
  }

  save(): SavedNetworkFree {
    const { network } = this;
    return {
      mixture: this.#hasMolecules ? network.mixture.save() : null,
      varying: this.#hasMolecules ? network.varying.save() : null,
      reactions: network.reactions,
      refused: network.refused,
      events: network.events.save(),
      sums: network.selector.save(),
      loop: this.#hasStarted ? this.#loop.save() : null,
    };
  }

  restore(saved: unknown): void {
    const data = saved as SavedNetworkFree;
    const { network } = this;
    try {
      this.#hasMolecules = data.mixture !== null;
      if (data.mixture !== null) network.mixture.restore(data.mixture);
      if (data.varying !== null) network.varying.restore(data.varying);
      network.readMeasures();
      network.reactions = data.reactions;
      network.refused = data.refused;
      this.#hasStarted = data.loop !== null;
      if (data.loop === null) return;
      network.start();
      network.events.restore(data.events);
      network.selector.restore(data.sums);
      const loop = this.#loop;
      if (loop instanceof VaryingHazards && "step" in data.loop) loop.restore(data.loop);
      else if (!(loop instanceof VaryingHazards) && "next" in data.loop) loop.restore(data.loop);
      else throw new TypeError("another loop");
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #makeMolecules(): void {
    if (this.#hasMolecules) return;
    this.network.fill();
    this.#hasMolecules = true;
  }
}

export const networkFreeEngine: EngineTraits = {
  name: "network_free",
  title: "exact network-free simulation",
  stochastic: true,
  references: [
    "Yang, Monine, Faeder and Hlavacek 2008, doi:10.1103/PhysRevE.78.031910",
    "Danos, Feret, Fontana and Krivine 2007, doi:10.1007/978-3-540-76637-7_10",
    "Sneddon, Faeder and Emonet 2011, doi:10.1038/nmeth.1546",
    "Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001",
  ],
  create: (model, state, options) => new NetworkFreeEngine(model, state, options),
};
