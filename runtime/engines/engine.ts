/** What every engine offers, and what describes it in the registry. */
import type { CompiledModel } from "../model.ts";
import type { MethodName } from "../methods.ts";
import type { GeometryFrame } from "../results/geometry.ts";
import type { RandomStream } from "../random/randomStream.ts";

/** The one state of a simulation, shared by the engine and its driver. */
export interface SimulationState {
  /** Simulated time in s. */
  t: number;
  readonly y: Float64Array;
  readonly c: Float64Array;
}

export interface EngineOptions {
  readonly relativeTolerance: number;
  readonly absoluteTolerance: number;
  readonly random: RandomStream;
  /** A stream of its own for a purpose; absent: all draws come from `random`. */
  readonly stream?: (name: string) => RandomStream;
  /** Deterministic runs: use this solver (a name in odeMethods) all the time instead of choosing. */
  readonly odeMethod?: string;
  /** Exact runs: this way to choose reactions (a name in selections, or a part of one) instead of the model's own. */
  readonly selection?: string;
  /** Error that a step of motion may make, as a share of the length of bonds. */
  readonly motionTolerance?: number;
  /** Growth: events and motion in turns, for so many s each; absent: together. */
  readonly splitStep?: number;
  /** Deterministic runs: no step longer than this many s. */
  readonly maximumStep?: number;
}

export interface Engine {
  /**
   * Moves `state` to time `until`, doing at most about `maxWork` steps or reactions; false when there is
   * more to do (call again: the trajectory does not depend on how the work is divided).
   * @throws SimulationError when the run can not go on.
   */
  advance(until: number, maxWork: number): boolean;
  /** The driver changed `state` (time, y or c): forget everything derived from it. */
  reset(): void;
  /** Puts into y what is measured of the initial molecules; they do not depend on the other states. */
  measureStart?(): void;
  /** Call before states and observables are read: brings up to date what is not followed all the time. */
  prepareObservation?(): void;
  /** Where the molecules are, of engines that place them; after `prepareObservation`. */
  geometry?(): GeometryFrame;
  /** What the user should know of the initial state. */
  notices?(): readonly string[];
  /** What makes the run slow and what to do about it, in sentences; null when nothing is known. It changes nothing. */
  pace?(): string | null;
  /** Counters for the run record: steps, rejected steps, reactions, events, … */
  statistics(): Readonly<Record<string, number | string>>;
  /** Everything needed to go on exactly as if not interrupted, as JSON data. */
  save(): unknown;
  /** @throws SimulationError for data that is not of this engine. */
  restore(saved: unknown): void;
}

export interface EngineTraits {
  readonly name: MethodName;
  readonly title: string;
  /** Draws from the exact process (stochastic engines), or controls its error (deterministic). */
  readonly stochastic: boolean;
  /** Primary references, one a line with DOI. */
  readonly references: readonly string[];
  /** @throws SimulationError badInput for a `selection` or `odeMethod` that is none. */
  checkNames?(options: Pick<EngineOptions, "selection" | "odeMethod">): void;
  create(model: CompiledModel, state: SimulationState, options: EngineOptions): Engine;
}
