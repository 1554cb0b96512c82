/** Exact simulation by a network with a selection structure: constant hazards, or hazards that vary between reactions. */
import type { CompiledModel, JumpModel } from "../../model.ts";
import type { EngineOptions, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "./constantHazards.ts";
import { HazardStep } from "./hazardStep.ts";
import { JumpNetwork, type SavedNetwork } from "./jumpNetwork.ts";
import type { SelectorTraits } from "./selector.ts";
import { type SavedVaryingHazards, VaryingHazards } from "./varyingHazards.ts";

interface SavedNetworkLoop {
  readonly network: SavedNetwork;
  readonly constant?: SavedConstantHazards;
  readonly varying?: SavedVaryingHazards;
}

export class NetworkLoop {
  readonly #network: JumpNetwork;
  readonly #loop: ConstantHazards | VaryingHazards;

  constructor(
    model: CompiledModel,
    jumps: JumpModel,
    state: SimulationState,
    options: EngineOptions,
    traits: SelectorTraits,
  ) {
    this.#network = new JumpNetwork(model, jumps, state, options.random, traits);
    const isConstant =
      jumps.varying.length === 0 && jumps.continuous.length === 0 && jumps.varyingRoots.length === 0;
    this.#loop = isConstant
      ? new ConstantHazards(this.#network)
      : new VaryingHazards(
          this.#network,
          jumps,
          new HazardStep(model, jumps, state.c, this.#network.propensities, options),
        );
  }

  start(): void {
    this.#network.start();
    this.#loop.start();
  }

  advance(until: number, maxWork: number): boolean {
    return this.#loop.advance(until, maxWork);
  }

  statistics(): Readonly<Record<string, number>> {
    return {
      reactions: this.#network.reactions,
      rejected: this.#network.rejected,
      events: this.#network.events.fired,
      ...this.#loop.statistics(),
    };
  }

  save(): SavedNetworkLoop {
    const network = this.#network.save();
    const loop = this.#loop;
    return loop instanceof ConstantHazards
      ? { network, constant: loop.save() }
      : { network, varying: loop.save() };
  }

  restore(saved: SavedNetworkLoop): void {
    const loop = this.#loop;
    this.#network.restore(saved.network);
    if (loop instanceof ConstantHazards && saved.constant !== undefined) loop.restore(saved.constant);
    else if (loop instanceof VaryingHazards && saved.varying !== undefined) loop.restore(saved.varying);
    else throw new TypeError("another loop");
  }
}
