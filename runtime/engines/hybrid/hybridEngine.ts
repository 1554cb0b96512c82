/**
 * Hybrid simulation: frequent reactions among many molecules as a continuous flow, all others exactly, firing by
 * firing, with hazards that are integrated along the flow. What is continuous is decided again and again during the
 * run (partition.ts). While nothing is, the run is exact; with everything continuous it is deterministic.
 *
 * `tolerance` is the relative noise of a number of molecules below which it may be lost: at 0.03 a species is
 * discrete below 1,111 molecules. The flow itself is integrated within 1e-6, or `tolerance` if that is less.
 */
import type { CompiledModel, JumpModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { ConstantHazards, type SavedConstantHazards } from "../ssa/constantHazards.ts";
import { JumpNetwork, type SavedNetwork } from "../ssa/jumpNetwork.ts";
import { selectorForModel } from "../ssa/selectors.ts";
import { type SavedVaryingHazards, VaryingHazards } from "../ssa/varyingHazards.ts";
import { HybridStep } from "./hybridStep.ts";
import { HybridPartition } from "./partition.ts";

/** Firings, or steps of the integrator, after which the partition is looked at again. */
const firingsBetweenLooks = 256;
const stepsBetweenLooks = 16;
/** Names of continuous species in the record, at the most. */
const namedSpeciesLimit = 8;

interface SavedHybrid {
  readonly continuous: readonly number[];
  readonly network: SavedNetwork;
  readonly hasStarted: boolean;
  /** Firings or steps until the partition is looked at again. */
  readonly untilLook: number;
  readonly counts: readonly number[];
  readonly loop: SavedConstantHazards | SavedVaryingHazards | null;
}

/** A run with one partition. */
interface HybridPart {
  readonly network: JumpNetwork;
  readonly loop: ConstantHazards | VaryingHazards;
  readonly step: HybridStep | null;
  /** Continuous reactions, in the order of the step's extents. */
  readonly reactions: readonly number[];
  readonly continuousStates: readonly number[];
}

class HybridEngine implements Engine {
  readonly #model: CompiledModel;
  readonly #jumps: JumpModel;
  readonly #state: SimulationState;
  readonly #options: EngineOptions;
  readonly #partition: HybridPartition;
  readonly #rates: Float64Array;
  #part: HybridPart;
  #hasStarted = false;
  #nextLook = 0;
  #switches = 0;
  /** Of earlier partitions. */
  #firings = 0;
  #continuousFirings = 0;
  #steps = 0;
  #rejectedSteps = 0;

  constructor(model: CompiledModel, state: SimulationState, options: EngineOptions) {
    const { jumps } = model;
    if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
    this.#model = model;
    this.#jumps = jumps;
    this.#state = state;
    this.#options = options;
    this.#partition = new HybridPartition(model, jumps, options.relativeTolerance);
    this.#rates = new Float64Array(jumps.rateConstant.length);
    this.#part = this.#makePart();
  }

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) this.#start();
    for (let work = maxWork; ; ) {
      const { loop } = this.#part;
      const before = this.#progress();
      let isThere: boolean;
      if (loop instanceof ConstantHazards) {
        isThere = loop.advance(until, Math.max(1, Math.min(work, this.#nextLook - before)));
      } else isThere = loop.advance(until, 1);
      if (isThere) return true;
      const now = this.#progress();
      if (now >= this.#nextLook) this.#look();
      work -= Math.max(1, now - before);
      if (work <= 0) return false;
    }
  }

  reset(): void {
    this.#hasStarted = false;
  }

  statistics(): Readonly<Record<string, number | string>> {
    const { network, loop, step, reactions, continuousStates } = this.#part;
    const names = continuousStates.slice(0, namedSpeciesLimit).map((state) => this.#model.states[state].name);
    const more = continuousStates.length - names.length;
    const flowed = step === null ? 0 : sumOfExtents(step.extents);
    return {
      continuousAtEnd:
        names.length === 0 ? "nothing" : names.join(", ") + (more > 0 ? ` and ${more} more` : ""),
      continuousReactionsAtEnd: `${reactions.length} of ${this.#rates.length}`,
      partitionChanges: this.#switches,
      reactions: this.#firings + network.reactions,
      continuousFirings: Math.round(this.#continuousFirings + flowed),
      steps: this.#steps + (loop.statistics().steps ?? 0),
      rejectedSteps: this.#rejectedSteps + (loop.statistics().rejectedSteps ?? 0),
      events: network.events.fired,
    };
  }

  save(): SavedHybrid {
    return {
      continuous: [...this.#partition.isContinuous],
      network: this.#part.network.save(),
      hasStarted: this.#hasStarted,
      untilLook: this.#nextLook - this.#progress(),
      counts: [
        this.#switches,
        this.#firings,
        this.#continuousFirings,
        this.#steps + (this.#part.loop.statistics().steps ?? 0),
        this.#rejectedSteps + (this.#part.loop.statistics().rejectedSteps ?? 0),
      ],
      loop: this.#hasStarted ? this.#part.loop.save() : null,
    };
  }

  restore(saved: unknown): void {
    const data = saved as SavedHybrid;
    try {
      this.#partition.isContinuous.set(data.continuous);
      this.#part = this.#makePart();
      this.#part.network.restore(data.network);
      this.#hasStarted = data.hasStarted;
      [
        this.#switches = 0,
        this.#firings = 0,
        this.#continuousFirings = 0,
        this.#steps = 0,
        this.#rejectedSteps = 0,
      ] = data.counts;
      const { loop } = this.#part;
      if (data.loop === null) return;
      if (loop instanceof ConstantHazards) loop.restore(data.loop as SavedConstantHazards);
      else loop.restore(data.loop as SavedVaryingHazards);
      this.#nextLook = this.#progress() + data.untilLook;
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  /** After a change from outside: what was continuous stays so if it still fits. */
  #start(): void {
    const { fired } = this.#part.network.events;
    this.#part.network.propensities.readConstants(this.#state.t);
    this.#readRates();
    if (this.#partition.update(this.#state.y, this.#rates)) this.#replacePart();
    this.#part.network.start();
    this.#part.network.events.fired = fired;
    this.#part.loop.start();
    this.#hasStarted = true;
    this.#setNextLook();
  }

  #progress(): number {
    const { network, loop } = this.#part;
    return network.reactions + network.rejected + (loop.statistics().steps ?? 0);
  }

  #setNextLook(): void {
    const isExact = this.#part.loop instanceof ConstantHazards;
    this.#nextLook = this.#progress() + (isExact ? firingsBetweenLooks : stepsBetweenLooks);
  }

  #readRates(): void {
    const { t, y } = this.#state;
    const { propensities } = this.#part.network;
    for (let reaction = 0; reaction < this.#rates.length; reaction++)
      this.#rates[reaction] = propensities.evaluate(reaction, t, y);
  }

  /** Decides again what is continuous. */
  #look(): void {
    this.#readRates();
    if (this.#partition.update(this.#state.y, this.#rates)) {
      const { events } = this.#part.network;
      const seen = events.save();
      this.#replacePart();
      const { network, loop } = this.#part;
      network.start();
      network.events.restore(seen);
      // Making extents whole moves numbers by less than one, which may make a trigger true.
      network.settle();
      loop.start();
      this.#switches++;
    }
    this.#setNextLook();
  }

  /** Goes over to the partition as it is now. */
  #replacePart(): void {
    const { network, loop, step, reactions, continuousStates } = this.#part;
    this.#firings += network.reactions;
    this.#steps += loop.statistics().steps ?? 0;
    this.#rejectedSteps += loop.statistics().rejectedSteps ?? 0;
    if (step !== null) {
      this.#continuousFirings += sumOfExtents(step.extents);
      this.#makeExtentsWhole(reactions, step.extents, continuousStates);
    }
    this.#part = this.#makePart();
  }

  /** Every continuous reaction has fired a whole number of times; the chance part is drawn, so that means stay. */
  #makeExtentsWhole(
    reactions: readonly number[],
    extents: Float64Array,
    continuousStates: readonly number[],
  ): void {
    const { y } = this.#state;
    const { changeStart, changeState, changeAmount } = this.#jumps;
    reactions.forEach((reaction, i) => {
      const whole = Math.floor(extents[i] + this.#options.random.uniform());
      for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++)
        y[changeState[entry]] += changeAmount[entry] * (whole - extents[i]);
    });
    // What is left beside whole numbers are rounding errors.
    for (const state of continuousStates) {
      if (this.#model.states[state].discrete) y[state] = Math.max(0, Math.round(y[state]));
    }
  }

  #makePart(): HybridPart {
    const state = this.#state;
    const model = this.#model;
    const jumps = this.#jumps;
    const { isContinuous } = this.#partition;
    const reactions = [...isContinuous.keys()].filter((reaction) => isContinuous[reaction] === 1);
    const continuousStates = this.#partition.continuousStates();
    const isMoved = new Set([...jumps.continuous, ...continuousStates]);
    const readsMoved = (reaction: number): boolean =>
      jumps.readState
        .subarray(jumps.readStart[reaction], jumps.readStart[reaction + 1])
        .some((read) => isMoved.has(read));
    const ownVarying = new Set(jumps.varying);
    const varying = [...isContinuous.keys()].filter(
      (reaction) => isContinuous[reaction] === 0 && (ownVarying.has(reaction) || readsMoved(reaction)),
    );
    const moving = {
      reactionNames: jumps.reactionNames,
      varying: Int32Array.from(varying),
      continuous: Int32Array.from([...isMoved].sort((a, b) => a - b)),
      varyingRoots:
        reactions.length === 0
          ? jumps.varyingRoots
          : Int32Array.from({ length: model.rootCount }, (_, i) => i),
    };
    const asJumps: JumpModel = {
      ...jumps,
      ...moving,
      // The selection structure holds neither what varies nor what is continuous.
      varying: Int32Array.from([...varying, ...reactions].sort((a, b) => a - b)),
    };
    const isReal = new Set(continuousStates);
    const asModel: CompiledModel = {
      ...model,
      states: model.states.map((info, i) => (isReal.has(i) ? { ...info, discrete: false } : info)),
    };
    const { random } = this.#options;
    const traits = selectorForModel(jumps, state.y.length);
    const network = new JumpNetwork(asModel, asJumps, state, random, traits);
    const isConstant = varying.length + moving.continuous.length + moving.varyingRoots.length === 0;
    if (isConstant) {
      return { network, loop: new ConstantHazards(network), step: null, reactions, continuousStates };
    }
    const step = new HybridStep(
      asModel,
      jumps,
      moving,
      reactions,
      state.c,
      network.propensities,
      this.#options,
    );
    return { network, loop: new VaryingHazards(network, moving, step), step, reactions, continuousStates };
  }
}

function sumOfExtents(extents: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < extents.length; i++) sum += Math.abs(extents[i]);
  return sum;
}

export const hybridEngine: EngineTraits = {
  name: "hybrid",
  title: "hybrid simulation, continuous where numbers are large",
  stochastic: true,
  references: [
    "Haseltine and Rawlings 2002, doi:10.1063/1.1505860",
    "Salis and Kaznessis 2005, doi:10.1063/1.1835951",
    "Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001",
  ],
  create: (model, state, options) => new HybridEngine(model, state, options),
};
