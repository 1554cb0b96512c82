/**
 * Exact stochastic simulation of reactions. The loop is chosen by what changes between reactions, the structure
 * that selects the next reaction by their number and dependence; both stand in the statistics of a run.
 */
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "./constantHazards.ts";
import { HazardStep } from "./hazardStep.ts";
import { JumpNetwork, type SavedNetwork } from "./jumpNetwork.ts";
import type { SelectorTraits } from "./selector.ts";
import { selectorForModel } from "./selectors.ts";
import { type SavedVaryingHazards, VaryingHazards } from "./varyingHazards.ts";

interface SavedSsa {
  readonly selection: string;
  readonly network: SavedNetwork;
  /** Absent when nothing has happened since the last change from outside. */
  readonly constant?: SavedConstantHazards;
  readonly varying?: SavedVaryingHazards;
}

class SsaEngine implements Engine {
  readonly #network: JumpNetwork;
  readonly #selection: string;
  readonly #loop: ConstantHazards | VaryingHazards;
  #hasStarted = false;

  constructor(
    model: CompiledModel,
    state: SimulationState,
    options: EngineOptions,
    selection: SelectorTraits | null,
  ) {
    const { jumps } = model;
    if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
    const traits = selection ?? selectorForModel(jumps, state.y.length);
    this.#selection = traits.name;
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

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) {
      this.#network.start();
      this.#loop.start();
      this.#hasStarted = true;
    }
    return this.#loop.advance(until, maxWork);
  }

  reset(): void {
    this.#hasStarted = false;
  }

  statistics(): Readonly<Record<string, number | string>> {
    return {
      selection: this.#selection,
      reactions: this.#network.reactions,
      rejected: this.#network.rejected,
      events: this.#network.events.fired,
      ...this.#loop.statistics(),
    };
  }

  save(): SavedSsa {
    const loop = this.#loop;
    const common = { selection: this.#selection, network: this.#network.save() };
    if (!this.#hasStarted) return common;
    return loop instanceof ConstantHazards
      ? { ...common, constant: loop.save() }
      : { ...common, varying: loop.save() };
  }

  restore(saved: unknown): void {
    const data = saved as SavedSsa;
    const loop = this.#loop;
    try {
      if (data.selection !== this.#selection) throw new TypeError("another selection structure");
      this.#network.restore(data.network);
      this.#hasStarted = data.constant !== undefined || data.varying !== undefined;
      if (!this.#hasStarted) return;
      if (loop instanceof ConstantHazards && data.constant !== undefined) loop.restore(data.constant);
      else if (loop instanceof VaryingHazards && data.varying !== undefined) loop.restore(data.varying);
      else throw new TypeError("another loop");
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }
}

/** An exact engine with a selection structure of one's choice; `null` chooses by the model. */
export function createSsaEngine(
  model: CompiledModel,
  state: SimulationState,
  options: EngineOptions,
  selection: SelectorTraits | null,
): Engine {
  return new SsaEngine(model, state, options, selection);
}

export const ssaEngine: EngineTraits = {
  name: "ssa",
  title: "exact stochastic simulation",
  stochastic: true,
  references: [
    "Gillespie 1977, doi:10.1021/j100540a008",
    "Cao, Li and Petzold 2004, doi:10.1063/1.1778376",
    "Thanh, Priami and Zunino 2014, doi:10.1063/1.4896985",
    "Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001",
  ],
  create: (model, state, options) => createSsaEngine(model, state, options, null),
};
