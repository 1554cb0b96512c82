/**
 * The contract between a compiled model and the engines.
 *
 * A compiled model is tables plus a few generated functions over typed arrays. All numbers are in internal
 * units: um, s, count, 1e-6 kg (so pN and pN*um are 1), fA (so mV and pS are 1), K.
 *
 *   y  state: species (count, or count/um^3 for a species that is held at a concentration), variables,
 *      changing compartment sizes; length `states.length`
 *   c  constants of one run: first the parameters in the order of `parameters`, then values derived from
 *      them (rate constants with their statistical and volume factors, fixed sizes, …); length
 *      `constantCount`. `derive` fills all but the parameters that were set.
 *   t  simulated time in s
 */
import type { AgentModel } from "./agentModel.ts";
import type { MassActionTables } from "./engines/ode/massAction.ts";
import type { GraphModel } from "./graphModel.ts";
import type { MethodName } from "./methods.ts";
import type { Dimension } from "./units/dimension.ts";

export interface Manifest {
  readonly model: string;
  readonly title: string | null;
  readonly experiment: string | null;
  /** What the experiment shows, as its declaration says. */
  readonly experimentTitle: string | null;
  /** SHA-256 over the model's source files, hexadecimal. */
  readonly hash: string;
  readonly compiler: string;
  readonly method: MethodName;
  /** Why this method: "named by the experiment", "chosen: …". */
  readonly methodReason: string;
  /** Sources given in the model and its parts, also those that a surrogate stands for: what -> reference. */
  readonly sources: readonly { readonly what: string; readonly source: string }[];
  /** What the model says of its declarations: what -> note. */
  readonly notes: readonly { readonly what: string; readonly note: string }[];
}

export interface ParameterInfo {
  /** Full name, `kon` or `camkii.kon`. */
  readonly name: string;
  /** Declared unit as text, "" for a plain number. */
  readonly unit: string;
  /** One declared unit in internal units. */
  readonly factor: number;
  /** What a value with a unit of its own must have. */
  readonly dimension: Dimension;
  readonly doc: string | null;
  /** The bounds that it was declared with, in internal units. Absent: none. */
  readonly range?: readonly [low: number, high: number];
  /** Values outside the range are told of, not refused. */
  readonly isLoose?: true;
}

export interface StateInfo {
  readonly name: string;
  /** A measure (`count P`) is computed by the engine; nothing else sets it. */
  readonly kind: "species" | "variable" | "size" | "measure";
  readonly unit: string;
  readonly factor: number;
  /** A whole number of molecules in stochastic engines; its initial value is rounded there. */
  readonly discrete: boolean;
}

export interface ObservableInfo {
  readonly name: string;
  readonly unit: string;
  readonly factor: number;
  readonly doc: string | null;
}

export interface EventInfo {
  readonly name: string;
  /** States that the event assigns, in the order of `fire`'s values. */
  readonly targets: readonly number[];
  /** Why the run ends when the event fires; absent: it goes on. */
  readonly stop?: string;
  /** The trigger depends on time alone; absent: it may read the state. */
  readonly isTimed?: boolean;
}

/** A part of the model that a surrogate stands for, or should have. */
export interface SurrogateInfo {
  readonly name: string;
  /** The part, or the model itself. */
  readonly part: string;
  /** What runs: the surrogate alone, or with the exact module ready to take over, or the exact module only. */
  readonly runs: "surrogate" | "surrogate and exact" | "exact";
  /** Why the exact module runs only; what happens outside the domain. */
  readonly reason: string;
  /** SHA-256 of the weights; "" without. */
  readonly hash: string;
  /** States that count how often the domain was left, and the time in s outside; -1 without. */
  readonly leavings: number;
  readonly outside: number;
}

/** Times start, start + period, … (count of them) where the model's right-hand sides or triggers may jump. */
export interface ScheduledTimes {
  readonly start: number;
  readonly period: number;
  /** May be Infinity. */
  readonly count: number;
}

/** Generated functions that every method uses. */
export interface ModelCode {
  /**
   * Fills `c`: parameters that are not set get their default (which may depend on other parameters), then
   * everything derived.
   */
  derive(c: Float64Array, isSet: Uint8Array): void;
  initial(c: Float64Array, y: Float64Array): void;
  /** Observables in internal units. */
  observe(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  /** Truth of every event's trigger. */
  triggers(t: number, y: Float64Array, c: Float64Array, out: Uint8Array): void;
  /**
   * Continuous functions that change sign wherever a trigger or a condition inside a rate may change
   * (left minus right side of each comparison); length `rootCount`.
   */
  roots(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  priority(event: number, t: number, y: Float64Array, c: Float64Array): number;
  /** The values that an event assigns to its targets, all computed from the state before the event. */
  fire(event: number, t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  schedule(c: Float64Array): readonly ScheduledTimes[];
}

/** What deterministic integration needs. */
export interface OdeModel {
  derivative(t: number, y: Float64Array, c: Float64Array, dy: Float64Array): void;
  /** Non-zeros of d(dy)/dy in the order of `pattern`. */
  jacobian(t: number, y: Float64Array, c: Float64Array, values: Float64Array): void;
  /** d(dy)/dt at fixed y. */
  timeDerivative(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  /** `timeDerivative` is zero. */
  readonly isAutonomous?: true;
  readonly pattern: SparsePattern;
  readonly factorisation: SparseFactorisation;
  /** Rate constants that may become negative, in internal units, and the rules that have them; absent: none. */
  readonly signed?: {
    readonly rules: readonly string[];
    values(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  };
  /** Reactions of `derivative` and `jacobian` that run from tables; absent: all is code. */
  readonly tabled?: TabledReactions;
  /** Fewer equations that hold while the states at `gates` are zero: modules wait that surrogates stand for. */
  readonly waiting?: { readonly gates: Int32Array; readonly ode: OdeModel };
}

export interface TabledReactions {
  readonly tables: MassActionTables;
  /** Add to dy and to the Jacobian's values what the tables leave; absent: nothing. */
  addDerivative?(t: number, y: Float64Array, c: Float64Array, dy: Float64Array): void;
  addJacobian?(t: number, y: Float64Array, c: Float64Array, values: Float64Array): void;
}

/** Compressed sparse columns; every diagonal entry is present. Rows ascend within a column. */
export interface SparsePattern {
  readonly size: number;
  readonly columnStart: Int32Array;
  readonly row: Int32Array;
}

/**
 * Symbolic LU of P (gamma I - J) P^T found at compile time: `order[k]` is the original index eliminated at
 * step k; L (unit lower, strictly) and U (upper with diagonal) by rows or columns as sparseLu.ts says.
 */
export interface SparseFactorisation {
  readonly order: Int32Array;
  readonly lowerStart: Int32Array;
  readonly lowerIndex: Int32Array;
  readonly upperStart: Int32Array;
  readonly upperIndex: Int32Array;
  /** L and U would have too many entries; their lists are empty. */
  readonly isOrderOnly?: true;
}

/** What exact stochastic simulation needs. Reactions are one-directional. */
export interface JumpModel {
  readonly reactionNames: readonly string[];
  /**
   * Index into c of the stochastic rate constant of a mass-action reaction: propensity = c[rateConstant] *
   * product of falling factorials of its reactants. -1: the propensity is computed by `propensity`.
   */
  readonly rateConstant: Int32Array;
  /** Reactants of reaction j: entries reactantStart[j] .. reactantStart[j + 1]. */
  readonly reactantStart: Int32Array;
  readonly reactantState: Int32Array;
  readonly reactantMultiplicity: Int32Array;
  /** Net changes of y when reaction j fires. */
  readonly changeStart: Int32Array;
  readonly changeState: Int32Array;
  readonly changeAmount: Float64Array;
  /** States that the propensity of reaction j depends on: what its rate reads, and its reactants. */
  readonly readStart: Int32Array;
  readonly readState: Int32Array;
  /** Reactions whose propensity changes between reactions (it depends on time or on a continuous state). */
  readonly varying: Int32Array;
  /** States moved by flows between reactions. */
  readonly continuous: Int32Array;
  /**
   * Indices of the root functions that may change sign between reactions: those that depend on a continuous
   * state, or on time in another way than through the scheduled times.
   */
  readonly varyingRoots: Int32Array;
  propensity(reaction: number, t: number, y: Float64Array, c: Float64Array): number;
  /** What `propensity` calls, a function for each sixteen reactions; empty for few reactions. */
  readonly propensityBlocks: readonly ((
    reaction: number,
    t: number,
    y: Float64Array,
    c: Float64Array,
  ) => number)[];
  /** dy/dt of the continuous states; zero for the others. */
  drift(t: number, y: Float64Array, c: Float64Array, dy: Float64Array): void;
  /**
   * The whole loop of the direct method as code, for a few reactions between which nothing changes: lets reactions
   * happen while the next one's time is not above `limit`, at most `work` of them; true when the limit was reached.
   */
  unrolled?(run: UnrolledRun, y: Float64Array, c: Float64Array, limit: number, work: number): boolean;
}

/** What the unrolled loop keeps between calls. */
export interface UnrolledRun {
  /** Time of the last reaction, in s. */
  now: number;
  /** Time of the next reaction; NaN: to be drawn from `now` on. */
  next: number;
  /** How many reactions have happened. */
  fired: number;
  /** The generator's words (runtime/random/xoshiro128.ts). */
  readonly words: Int32Array;
  /** By reaction and state: what the reaction adds to the number. */
  readonly changes: Float64Array;
  /** The propensity, in 1/s, of a reaction that has no simple form, from y. */
  propensity(reaction: number): number;
}

export interface ExperimentPlan {
  /** End of the run in s, null when it must be given. */
  readonly until: number | null;
  /** Output interval in s; null: 1/200 of the run. */
  readonly every: number | null;
  readonly replicates: number;
  readonly seed: string;
  readonly relativeTolerance: number;
  /** In count for species; engines scale it for other states by their factor. */
  readonly absoluteTolerance: number;
  /** Error that a step of motion may make, as a share of the length of bonds; absent: the engine's own. */
  readonly motionTolerance?: number;
  /** Length in s of the steps in which events and motion take turns; absent: they go together. */
  readonly splitStep?: number;
  /** Hybrid runs: species that the experiment says how to treat; absent: none. */
  readonly treated?: readonly { readonly state: number; readonly as: "continuous" | "discrete" }[];
  readonly sweeps: readonly { readonly parameter: string; readonly values: readonly number[] }[];
  readonly plots: readonly PlotPlan[];
}

export interface PlotPlan {
  /** Column names. */
  readonly values: readonly string[];
  readonly against: string;
  readonly title: string | null;
}

export interface CompiledModel {
  readonly manifest: Manifest;
  readonly parameters: readonly ParameterInfo[];
  readonly constantCount: number;
  readonly states: readonly StateInfo[];
  readonly observables: readonly ObservableInfo[];
  readonly events: readonly EventInfo[];
  /** Absent: none. */
  readonly surrogates?: readonly SurrogateInfo[];
  /** Parts whose reactions run by differential equations beside random events. Absent: none. */
  readonly continuousParts?: readonly string[];
  readonly rootCount: number;
  readonly code: ModelCode;
  /** The parts that `manifest.method` needs are present; beside `graph`, `ode` holds what flows do to plain states. */
  readonly ode: OdeModel | null;
  /** Beside `agents`: what changes between events, with channels in place of reactions; null when nothing does. */
  readonly jumps: JumpModel | null;
  readonly agents: AgentModel | null;
  /** Beside it `jumps` holds the plain reactions. */
  readonly graph: GraphModel | null;
  readonly experiment: ExperimentPlan;
}
