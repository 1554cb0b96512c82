/**
 * Exact stochastic simulation of reactions. The loop is chosen by what changes between reactions, the structure
 * that selects the next reaction by their number and dependence; both stand in the statistics of a run.
 */
import type { CompiledModel, JumpModel, StateInfo } from "../../model.ts";
import { SimulationError } from "../../simulationError.ts";
import { checkCountable } from "../checkWholeNumbers.ts";
import type { Engine, EngineOptions, EngineTraits, SimulationState } from "../engine.ts";
import { type Candidate, calibrate } from "./calibration.ts";
import { KernelStretch } from "./kernelStretch.ts";
import { NetworkLoop } from "./networkLoop.ts";
import { isSimpleMassAction, largestHub } from "./partialGroups.ts";
import { PartialStretch } from "./partialStretch.ts";
import type { SelectionTraits } from "./selector.ts";
import type { Stretch } from "./stretch.ts";
import {
  isSelector,
  isTimedOnly,
  kernelSelection,
  partialSelection,
  selectionNamed,
  selections,
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

interface Runner {
  readonly traits: SelectionTraits;
  canRun(model: CompiledModel): boolean;
  create(...of: ConstructorParameters<typeof KernelStretch>): Stretch;
}

/** The preferred runner of models in which nothing changes between scheduled times but by reactions. */
const unrolledRunner: Runner = {
  traits: unrolledSelection,
  canRun: (model) => model.jumps?.unrolled !== undefined,
  create: (...of) => new UnrolledStretch(...of),
};

/** Runners of such models that are too large for the unrolled one, in the order in which they are asked. */
const tableRunners: readonly (Runner & Candidate & { suits(model: CompiledModel): boolean })[] = [
  {
    traits: kernelSelection,
    canRun: () => true,
    suits: () => true,
    costs: { reactions: 110, rejected: 60, updates: 20 },
    create: (...of) => new KernelStretch(...of),
  },
  {
    traits: partialSelection,
    canRun: isSimpleMassAction,
    suits: ({ jumps }) => jumps !== null && largestHub(jumps) >= hubReaders,
    costs: { reactions: 350, rejected: 0, updates: 20 },
    create: (...of) => new PartialStretch(...of),
  },
];

/** So many reactions in less time than the last digit of the time come from numbers that explode. */
const standstill = 100_000;

/**
 * A state that so many reactions read makes a calibration worth its while. On `hub` of bench/ssa, ns of CPU a reaction
 * by the kernel and by partial sums: 24 readers 217 and 318, 64 readers 317 and 437, 96 readers 411 and 440, 128 readers
 * 549 and 428; the crossing moves with the numbers of molecules, so the calibration begins somewhat below it.
 */
const hubReaders = 64;

interface SavedSsa {
  readonly selection: string;
  /** Absent when nothing has happened since the last change from outside. */
  readonly loop?: unknown;
  /** What the loop has not counted itself, because it began after a checkpoint. */
  readonly earlier: Counts;
}

type Counts = Readonly<Record<string, number>>;

interface RunningLoop {
  readonly selection: string;
  readonly loop: SsaLoop;
}

class SsaEngine implements Engine {
  readonly #create: (selection: SelectionTraits | null) => RunningLoop;
  readonly #states: readonly StateInfo[];
  readonly #state: SimulationState;
  #running: RunningLoop;
  #hasStarted = false;
  #earlier: Counts = {};

  constructor(
    model: CompiledModel,
    state: SimulationState,
    options: EngineOptions,
    selection: SelectionTraits | null,
  ) {
    this.#states = model.states;
    this.#state = state;
    const { jumps } = model;
    if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
    this.#create = (wanted) => {
      const runner = isTimedOnly(model) ? runnerFor(wanted, model, jumps, state) : undefined;
      if (runner !== undefined) {
        const stretch = runner.create(model, jumps, state, options.random);
        return { selection: runner.traits.name, loop: new TimedStretches(model, state, stretch) };
      }
      const isWanted = wanted !== null && isSelector(wanted);
      const traits = isWanted ? wanted : selectorForModel(jumps, state.y.length);
      return { selection: traits.name, loop: new NetworkLoop(model, jumps, state, options, traits) };
    };
    this.#running = this.#create(selection);
  }

  advance(until: number, maxWork: number): boolean {
    const state = this.#state;
    if (!this.#hasStarted) {
      checkCountable(this.#states, state.t, state.y);
      this.#running.loop.start();
      this.#hasStarted = true;
    }
    const { t } = state;
    const isDone = this.#running.loop.advance(until, maxWork);
    if (isDone || state.t > t || maxWork < standstill) return isDone;
    throw new SimulationError(
      "stepTooSmall",
      `At ${Number(t.toPrecision(6))} s reactions fire too fast for time to go on: some number may grow without bound there.`,
      t,
    );
  }

  reset(): void {
    this.#hasStarted = false;
  }

  statistics(): Readonly<Record<string, number | string>> {
    return { selection: this.#running.selection, ...this.#counts() };
  }

  save(): SavedSsa {
    const { selection } = this.#running;
    return this.#hasStarted
      ? { selection, loop: this.#running.loop.save(), earlier: this.#earlier }
      : { selection, earlier: withoutZeros(this.#counts()) };
  }

  restore(saved: unknown): void {
    const data = saved as SavedSsa;
    try {
      if (data.selection !== this.#running.selection) this.#select(data.selection);
      this.#earlier = data.earlier;
      this.#hasStarted = data.loop !== undefined;
      if (this.#hasStarted) this.#running.loop.restore(data.loop);
    } catch (error) {
      if (error instanceof SimulationError) throw error;
      throw new SimulationError("badCheckpoint", "The checkpoint does not hold the state of this engine.");
    }
  }

  /** The choice of the run that was saved, which began elsewhere. */
  #select(name: string): void {
    const selection = selections.find((candidate) => candidate.name === name);
    if (selection === undefined) throw new TypeError("no such selection structure");
    this.#running = this.#create(selection);
    if (this.#running.selection !== name) throw new TypeError("another model");
  }

  #counts(): Counts {
    const counts = Object.entries(this.#running.loop.statistics());
    return Object.fromEntries(counts.map(([name, count]) => [name, count + (this.#earlier[name] ?? 0)]));
  }
}

/** The wanted runner, or else the one that suits; undefined where the wanted one is none of them. */
function runnerFor(
  wanted: SelectionTraits | null,
  model: CompiledModel,
  jumps: JumpModel,
  state: SimulationState,
): Runner | undefined {
  if (wanted !== null)
    return [unrolledRunner, ...tableRunners].find(
      (runner) => runner.traits === wanted && runner.canRun(model),
    );
  const reactions = jumps.rateConstant.length;
  const suits = (runner: Runner): boolean => runner.traits.suits(reactions, 0) && runner.canRun(model);
  if (suits(unrolledRunner)) return unrolledRunner;
  const suited = tableRunners.filter((runner) => suits(runner) && runner.suits(model));
  return calibrate(suited, model, jumps, state);
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
    "Ramaswamy, Gonzalez-Segredo and Sbalzarini 2009, doi:10.1063/1.3154624",
    "Alfonsi, Cances, Turinici, Di Ventura and Huisinga 2005, doi:10.1051/proc:2005001",
  ],
  checkNames: ({ selection }) => {
    if (selection !== undefined) selectionNamed(selection);
  },
  create: (model, state, options) => {
    if (options.selection === undefined) return createSsaEngine(model, state, options, null);
    const wanted = selectionNamed(options.selection);
    const engine = createSsaEngine(model, state, options, wanted);
    if (engine.statistics()["selection"] === wanted.name) return engine;
    throw new SimulationError("badInput", `The selection "${wanted.name}" can not run this model.`);
  },
};
