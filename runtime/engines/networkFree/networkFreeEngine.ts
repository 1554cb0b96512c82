/**
 * Exact stochastic simulation of rules on molecules, without their network (Yang et al. 2008,
 * doi:10.1103/PhysRevE.78.031910): the direct method over rules, with null events.
 *
 * The time of the next event is drawn once and kept over calls, so that the trajectory does not depend on the
 * times at which it is looked at.
 */
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import type { SavedMixture } from "./agentMixture.ts";
import type { SavedVaryingRates } from "./varyingRates.ts";
import { AgentNetwork } from "./agentNetwork.ts";

interface SavedNetworkFree {
  readonly mixture: SavedMixture | null;
  readonly varying: SavedVaryingRates | null;
  readonly reactions: number;
  readonly refused: number;
  readonly events: { truth: number[]; fired: number };
  readonly sums: number[];
  /** Time of the next event; null when nothing has happened since the last change from outside. */
  readonly next: number | null;
}

export class NetworkFreeEngine implements Engine {
  readonly network: AgentNetwork;
  #next = Number.POSITIVE_INFINITY;
  #scheduled = Number.POSITIVE_INFINITY;
  #hasStarted = false;
  #hasMolecules = false;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    if (model.agents === null) throw new Error("the model was not compiled for network-free simulation");
    this.network = new AgentNetwork(model, model.agents, state, options.random);
  }

  advance(until: number, maxWork: number): boolean {
    this.#begin();
    const { network } = this;
    const { state, selector, random } = network;
    const hasEvents = !network.events.isEmpty;
    let work = maxWork;
    let next = this.#next;
    let total = selector.total();
    for (;;) {
      const limit = Math.min(until, this.#scheduled);
      while (next <= limit) {
        if (work-- <= 0) {
          this.#next = next;
          return false;
        }
        state.t = next;
        const channel = selector.pick(random.uniform() * total);
        if (channel >= 0) {
          network.fire(channel);
          if (hasEvents) network.settle(false);
        } else {
          // Rounding errors pretended that something could happen.
          selector.rebuild();
        }
        total = selector.total();
        next = total > 0 ? state.t + random.exponential() / total : Number.POSITIVE_INFINITY;
      }
      this.#next = next;
      if (this.#scheduled > until) {
        state.t = until;
        return true;
      }
      state.t = this.#scheduled;
      this.#scheduled = network.events.nextScheduled(state.t);
      if (network.settle(true)) {
        this.#draw();
        next = this.#next;
        total = selector.total();
      }
    }
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
      next: this.#hasStarted ? this.#next : null,
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
      this.#hasStarted = data.next !== null;
      if (data.next === null) return;
      network.start();
      network.events.restore(data.events);
      network.selector.restore(data.sums);
      this.#next = data.next;
      this.#scheduled = network.events.nextScheduled(network.state.t);
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

  #begin(): void {
    if (this.#hasStarted) return;
    this.#makeMolecules();
    this.network.start();
    this.#scheduled = this.network.events.nextScheduled(this.network.state.t);
    this.#draw();
    this.#hasStarted = true;
  }

  #draw(): void {
    const { state, selector, random } = this.network;
    const total = selector.total();
    this.#next = total > 0 ? state.t + random.exponential() / total : Number.POSITIVE_INFINITY;
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
  ],
  create: (model, state, options) => new NetworkFreeEngine(model, state, options),
};
