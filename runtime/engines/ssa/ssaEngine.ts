/**
 * Exact stochastic simulation of reactions. The loop is chosen by what changes between reactions, the structure
 * that selects the next reaction by their number and dependence; both stand in the statistics of a run.
 */
import type { CompiledModel } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { KernelStretch } from "./kernelStretch.ts";
import { NetworkLoop } from "./networkLoop.ts";
import type { SelectionTraits } from "./selector.ts";
import type { Stretch } from "./stretch.ts";
import {
  isSelector,
  isTimedOnly,
  kernelSelection,
  selectorForModel,
  unrolledSelection,
} from "./selectors.ts";
import { TimedStretches } from "./timedStretches.ts";
import { UnrolledStretch } from "./unrolledStretch.ts";

/** What runs the model: stretches between scheduled times, or one of two loops over a network. */
interface SsaLoop {
  start(): void;
  advance(until: number, maxWork: number): boolean;
  statistics(): Readonly<Record<string, number>>;
  save(): unknown;
  /** @throws Error for data that is not of this loop. */
  restore(saved: unknown): void;
}

/** What runs models in which nothing changes between scheduled times but by reactions. */
const runners = [
  {
    traits: unrolledSelection,
    suits: (model: CompiledModel): boolean => isTimedOnly(model) && model.jumps?.unrolled !== undefined,
    create: (...of: ConstructorParameters<typeof UnrolledStretch>): Stretch => new UnrolledStretch(...of),
  },
  {
    traits: kernelSelection,
    suits: isTimedOnly,
    create: (...of: ConstructorParameters<typeof KernelStretch>): Stretch => new KernelStretch(...of),
  },
];

interface SavedSsa {
  readonly selection: string;
  /** Absent when nothing has happened since the last change from outside. */
  readonly loop?: unknown;
  /** What the loop has not counted itself, because it began after a checkpoint. */
  readonly earlier: Counts;
}

type Counts = Readonly<Record<string, number>>;

class SsaEngine implements Engine {
  readonly #selection: string;
  readonly #loop: SsaLoop;
  #hasStarted = false;
  #earlier: Counts = {};

  constructor(
    model: CompiledModel,
    state: SimulationState,
    options: EngineOptions,
    selection: SelectionTraits | null,
  ) {
    const { jumps } = model;
    if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
    const runner = runners.find(({ traits, suits }) =>
      selection === null
        ? suits(model) && traits.suits(jumps.rateConstant.length, 0)
        : selection === traits && suits(model),
    );
    if (runner !== undefined) {
      this.#selection = runner.traits.name;
      const stretch = runner.create(model, jumps, state, options.random);
      this.#loop = new TimedStretches(model, state, stretch);
      return;
    }
    const traits =
      selection !== null && isSelector(selection) ? selection : selectorForModel(jumps, state.y.length);
    this.#selection = traits.name;
    this.#loop = new NetworkLoop(model, jumps, state, options, traits);
  }

  advance(until: number, maxWork: number): boolean {
    if (!this.#hasStarted) {
      this.#loop.start();
      this.#hasStarted = true;
    }
    return this.#loop.advance(until, maxWork);
  }

  reset(): void {
    this.#hasStarted = false;
  }

  statistics(): Readonly<Record<string, number | string>> {
    return { selection: this.#selection, ...this.#counts() };
  }

  save(): SavedSsa {
    const selection = this.#selection;
    return this.#hasStarted
      ? { selection, loop: this.#loop.save(), earlier: this.#earlier }
      : { selection, earlier: withoutZeros(this.#counts()) };
  }

  restore(saved: unknown): void {
    const data = saved as SavedSsa;
    try {
      if (data.selection !== this.#selection) throw new TypeError("another selection structure");
      this.#earlier = data.earlier;
      this.#hasStarted = data.loop !== undefined;
      if (this.#hasStarted) this.#loop.restore(data.loop);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  #counts(): Counts {
    const counts = Object.entries(this.#loop.statistics());
    return Object.fromEntries(counts.map(([name, count]) => [name, count + (this.#earlier[name] ?? 0)]));
  }
}

function withoutZeros(counts: Counts): Counts {
  return Object.fromEntries(Object.entries(counts).filter(([, count]) => count !== 0));
}

/** An exact engine with a selection of one's choice, where it can run the model; `null` chooses by the model. */
export function createSsaEngine(
  model: CompiledModel,
  state: SimulationState,
  options: EngineOptions,
  selection: SelectionTraits | null,
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
    "Slepoy, Thompson and Plimpton 2008, doi:10.1063/1.2919546",
    "Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001",
  ],
  create: (model, state, options) => createSsaEngine(model, state, options, null),
};
