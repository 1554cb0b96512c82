/**
 * The flat model: what every engine, exporter and the editor start from.
 *
 * Parts are instantiated (names like `camkii.CaM`), ports are bound, functions and tables are expanded, and
 * every number is in internal units (runtime/model.ts). Expressions live in one hash-consed graph whose
 * symbols are the parameters, the held quantities of species, variables, changing sizes, and time.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import type { DeclaredRange } from "../check/declaredRange.ts";
import type { DisplayUnit, Origin } from "./origin.ts";
import type { Reference } from "./references.ts";
import type { SpatialModel } from "./spatial.ts";
import type { SurrogateInfo } from "../../runtime/model.ts";
import type { MicrostateTables } from "../../runtime/surrogate/microstates.ts";
import type { SurrogateNetTables } from "../../runtime/surrogate/surrogateNet.ts";
import type { StructuredModel } from "./structured.ts";

export interface FlatParameter {
  readonly name: string;
  readonly symbol: SymbolId;
  readonly display: DisplayUnit;
  /** May use other parameters. */
  readonly value: ExpressionId;
  readonly doc: string | null;
  /** What `range` gives, in internal units; null where nothing is declared or it is not known before the run. */
  readonly range: DeclaredRange | null;
  /** Values outside the range are told of, not refused. */
  readonly isLoose?: true;
}

export interface FlatSpecies {
  readonly name: string;
  /** The held quantity: the amount in count, or the concentration when `holds` says so. */
  readonly symbol: SymbolId;
  readonly holds: "amount" | "concentration";
  /** The amount in count, from the held quantity. */
  readonly amount: ExpressionId;
  /** Size of its compartment; null for a species that is only counted. */
  readonly size: ExpressionId | null;
  /** Of a plain species in a compartment: 3 in a volume, 2 on an area, 1 on a length. */
  readonly rank?: number;
  /** Initial held quantity; uses parameters only. */
  readonly initial: ExpressionId;
  readonly isFixed: boolean;
  /** Fixed at a concentration: a supply without end rather than a number of molecules. */
  readonly isReservoir: boolean;
  readonly display: DisplayUnit;
  readonly doc: string | null;
  /** A complex of the network: the types of its molecules. Absent for plain species. */
  readonly molecules?: readonly string[];
}

/** A variable, or the size of a compartment that flows or events change. */
export interface FlatVariable {
  readonly name: string;
  readonly kind: "variable" | "size";
  readonly symbol: SymbolId;
  readonly initial: ExpressionId;
  readonly display: DisplayUnit;
  readonly doc: string | null;
}

export interface Stoichiometry {
  /** Index into `species`. */
  readonly species: number;
  readonly count: number;
}

/** One direction of a rule. */
export interface FlatReaction {
  readonly name: string;
  /** Each species once. */
  readonly reactants: readonly Stoichiometry[];
  readonly products: readonly Stoichiometry[];
  readonly rate: /** velocity = constant * product of amounts^count / count! / size^(order - 1) */
    | { readonly kind: "massAction"; readonly constant: ExpressionId; readonly size: ExpressionId | null }
    /** velocity in count/s */
    | { readonly kind: "total"; readonly velocity: ExpressionId };
  /** Index of a variable that is 0 while a surrogate stands for the reaction's module, which has no molecules then. */
  readonly gate?: number;
  readonly origin: Origin;
}

export type StateTarget =
  | { readonly kind: "species"; readonly index: number }
  | { readonly kind: "variable"; readonly index: number }
  /** The number of a whole complex: that of `seeds[index]` of the structured model. Events alone set it. */
  | { readonly kind: "complex"; readonly index: number };

export interface FlatFlow {
  readonly target: StateTarget;
  /** Change of the held quantity per second. */
  readonly rate: ExpressionId;
  readonly origin: Origin;
}

export interface FlatEvent {
  readonly name: string;
  readonly trigger: ExpressionId;
  readonly priority: ExpressionId;
  readonly assignments: readonly {
    readonly target: StateTarget;
    readonly value: ExpressionId;
    readonly origin: Origin;
  }[];
  /** Why the run ends when it fires; absent: it goes on. */
  readonly stop?: string;
}

/** A species or variable that a stimulus sets. */
export interface FlatClamp {
  readonly target: StateTarget;
  /** The held quantity while the stimulus acts. */
  readonly value: ExpressionId;
  /** Null: always. */
  readonly window: { readonly from: ExpressionId; readonly until: ExpressionId } | null;
  readonly origin: Origin;
}

export interface FlatObservable {
  readonly name: string;
  readonly value: ExpressionId;
  readonly display: DisplayUnit;
  readonly doc: string | null;
}

/** Times where something starts or ends; all three use parameters only. */
export interface FlatSchedule {
  readonly start: ExpressionId;
  readonly period: ExpressionId;
  readonly count: ExpressionId;
}

export interface FlatPlot {
  readonly values: readonly string[];
  readonly against: string;
  readonly title: string | null;
}

/** A derivative that the experiment asks for. */
export interface FlatSensitivity {
  /** Name of an observable. */
  readonly of: string;
  /** Full name of a parameter. */
  readonly to: string;
  /** Of the logarithms. */
  readonly isRelative: boolean;
  /** Where the parameter stands. */
  readonly origin: Origin;
}

export interface FlatExperiment {
  readonly name: string | null;
  readonly title: string | null;
  readonly method: string | null;
  readonly until: number | null;
  readonly every: number | null;
  readonly replicates: number;
  readonly seed: string;
  /** Null: the default of the method. */
  readonly relativeTolerance: number | null;
  readonly absoluteTolerance: number;
  /** Error that a step of motion may make, as a share of the length of bonds; null: the engine's own. */
  readonly motionTolerance: number | null;
  /** Length in s of the steps in which events and motion take turns; null: they go together. */
  readonly splitStep: number | null;
  /** Species that hybrid runs are told how to follow. */
  readonly treated: readonly { readonly species: number; readonly as: "continuous" | "discrete" }[];
  readonly sensitivities: readonly FlatSensitivity[];
  /** Values in internal units. */
  readonly sweeps: readonly { readonly parameter: string; readonly values: readonly number[] }[];
  readonly plots: readonly FlatPlot[];
}

/** What a module shows to the outside, kept for the surrogate that stands for it or is trained on it. */
export interface FlatSubmodel {
  /** Of the names of the part: "camkii."; "" for a module that runs by itself. */
  readonly prefix: string;
  /** Names of its ports and what they stand for. */
  readonly ports: readonly (
    | { readonly kind: "species"; readonly name: string; readonly species: number }
    | { readonly kind: "value"; readonly name: string; readonly value: ExpressionId }
    | { readonly kind: "size"; readonly name: string; readonly value: ExpressionId }
  )[];
  /** Its observables and outputs: what stands for each in the model around, and its value in the exact module. */
  readonly values: readonly {
    readonly name: string;
    readonly symbol: SymbolId;
    readonly exact: ExpressionId;
    readonly display: DisplayUnit;
  }[];
}

/** A function that the graph knows, as generated code makes it. */
export interface FlatFunction {
  readonly name: string;
  /** Function of the runtime that makes it from its tables. */
  readonly maker: "surrogateValues" | "surrogatePartials" | "microstates";
  /** JSON data. */
  readonly tables: SurrogateNetTables | MicrostateTables;
}

/** A surrogate at work; the variables count its guard's decisions. */
export interface FlatSurrogate extends Omit<SurrogateInfo, "leavings" | "outside"> {
  /** Indices into `variables`; null without. */
  readonly leavings: number | null;
  readonly outside: number | null;
}

export interface FlatModel {
  readonly name: string;
  readonly title: string | null;
  readonly hash: string;
  readonly graph: ExpressionGraph;
  readonly time: SymbolId;
  readonly parameters: readonly FlatParameter[];
  readonly species: readonly FlatSpecies[];
  readonly variables: readonly FlatVariable[];
  readonly reactions: readonly FlatReaction[];
  readonly flows: readonly FlatFlow[];
  readonly events: readonly FlatEvent[];
  readonly clamps: readonly FlatClamp[];
  readonly schedule: readonly FlatSchedule[];
  readonly observables: readonly FlatObservable[];
  /** Molecules and their rules; null for plain chemistry. */
  readonly structured: StructuredModel | null;
  /** Molecules with attributes and all that moves and rewrites them; null without. */
  readonly spatial: SpatialModel | null;
  readonly references: readonly Reference[];
  /** Modules that surrogates stand for. Empty once they are embedded. */
  readonly submodels: readonly FlatSubmodel[];
  /** Functions from tables that expressions call. */
  readonly functions: readonly FlatFunction[];
  readonly surrogates: readonly FlatSurrogate[];
  /** Parts whose reactions have become flows; absent: none. */
  readonly continuousParts?: readonly string[];
  /** States that are all zero while surrogates run: those that say so, and the amounts of modules that wait. */
  readonly waiting?: { readonly gates: readonly SymbolId[]; readonly amounts: readonly SymbolId[] };
  readonly experiment: FlatExperiment;
}
