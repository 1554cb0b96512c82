/**
 * The plan: what a method needs of a flat model, still as expressions.
 *
 * Every list of expressions becomes one generated function. States are numbered; symbols of the expressions
 * are parameters, states, time and (after the optimiser) derived constants.
 */
import type { AgentTables } from "../../runtime/agentModel.ts";
import type { GraphTables } from "../../runtime/graphModel.ts";
import type { SparseFactorisation, SparsePattern, SurrogateInfo } from "../../runtime/model.ts";
import type { MethodName } from "../../runtime/methods.ts";
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { DisplayUnit } from "../model/origin.ts";
import type { FlatModel, FlatSchedule } from "../model/flatModel.ts";
import type { Draw, SpatialField, SpatialSize } from "../model/spatial.ts";

export interface PlanState {
  readonly name: string;
  readonly kind: "species" | "variable" | "size" | "measure";
  readonly symbol: SymbolId;
  readonly initial: ExpressionId;
  readonly display: DisplayUnit;
  /** In stochastic engines a whole number. */
  readonly discrete: boolean;
}

export interface PlanEvent {
  readonly name: string;
  readonly trigger: ExpressionId;
  readonly priority: ExpressionId;
  readonly assignments: readonly { readonly state: number; readonly value: ExpressionId }[];
  /** Why the run ends when it fires. */
  readonly stop?: string;
}

/** A constant computed once for a run from the parameters. */
export interface DerivedConstant {
  readonly name: string;
  readonly symbol: SymbolId;
  readonly value: ExpressionId;
}

/** Mass-action reactions that run from tables (runtime/engines/ode/massAction.ts). */
export interface MassActionPlan {
  readonly reactions: readonly {
    readonly name: string;
    /** With statistical factor and volumes; parameters only. */
    readonly constant: ExpressionId;
    /** A state that is 0 while the reaction does not run; -1: none. */
    readonly gate: number;
    /** A reactant with coefficient 2 stands twice. */
    readonly reactants: readonly number[];
    readonly changes: readonly { readonly state: number; readonly amount: number }[];
  }[];
  /** For each reactant entry of each reaction, in order: where its partial derivative goes. */
  readonly jacobian: readonly (readonly { readonly index: number; readonly amount: number }[])[];
}

export interface SignedConstant {
  readonly rule: string;
  readonly value: ExpressionId;
}

export interface OdePlan {
  /** Null for small models, whose right-hand side is all generated code. */
  readonly massAction: MassActionPlan | null;
  /** What generated code computes: all of dy/dt, or what the tables leave. */
  readonly derivative: readonly ExpressionId[];
  readonly pattern: SparsePattern;
  readonly jacobian: readonly ExpressionId[];
  readonly timeDerivative: readonly ExpressionId[];
  readonly factorisation: SparseFactorisation;
  /** Rate constants that may become negative. */
  readonly signed: readonly SignedConstant[];
  /** The same while all states at `gates` are zero, and modules that surrogates stand for wait. */
  readonly waiting?: { readonly gates: readonly number[]; readonly ode: Omit<OdePlan, "waiting"> };
}

export interface PlanReaction {
  readonly name: string;
  /** Null for a reaction whose propensity is `propensity`. */
  readonly constant: ExpressionId | null;
  readonly propensity: ExpressionId | null;
  readonly reactants: readonly { readonly state: number; readonly multiplicity: number }[];
  readonly changes: readonly { readonly state: number; readonly amount: number }[];
}

export interface JumpPlan {
  readonly reactions: readonly PlanReaction[];
  /** For each reaction the states that its propensity depends on. */
  readonly reads: readonly (readonly number[])[];
  readonly varying: readonly number[];
  readonly continuous: readonly number[];
  readonly varyingRoots: readonly number[];
  /** Change per second of each state by flows. */
  readonly drift: readonly ExpressionId[];
}

export interface AgentPlan {
  readonly tables: AgentTables;
  /** One a channel: a constant, or what is computed from states. */
  readonly rates: readonly { readonly constant: ExpressionId | null; readonly rate: ExpressionId | null }[];
  /** Symbols in rates for the values of a match, in their order. */
  readonly matchValues: readonly SymbolId[];
  /** Channels whose rate changes between reactions. */
  readonly moving: readonly number[];
  /** How many of each seed. */
  readonly amounts: readonly ExpressionId[];
  readonly sizes: readonly ExpressionId[];
}

/** Where a generated function of the graph engine finds an attribute of a node of the match. */
export interface AttributePlace {
  readonly symbol: SymbolId;
  /** In the engine's numbering. */
  readonly agent: number;
  readonly slot: number;
  /** A coordinate of the second pattern's nodes: this component of `shift` is added; null: none. */
  readonly shift: number | null;
}

export interface GraphAssignment {
  readonly agent: number;
  readonly slot: number;
  readonly value: ExpressionId;
}

export interface GraphRulePlan {
  readonly scale: ExpressionId;
  readonly weight: ExpressionId;
  readonly reads: readonly AttributePlace[];
  readonly draws: readonly Draw[];
  readonly sets: readonly GraphAssignment[];
}

export interface GraphEnergyPlan {
  readonly reads: readonly AttributePlace[];
  readonly value: ExpressionId;
  readonly gradient: readonly ExpressionId[];
  readonly curvature: readonly ExpressionId[];
}

export interface GraphPlan {
  readonly tables: Omit<GraphTables, "reactionReads">;
  readonly rules: readonly GraphRulePlan[];
  readonly energies: readonly GraphEnergyPlan[];
  readonly flows: readonly {
    readonly reads: readonly AttributePlace[];
    readonly rates: readonly ExpressionId[];
  }[];
  readonly measures: readonly { readonly reads: readonly AttributePlace[]; readonly value: ExpressionId }[];
  readonly drags: readonly ExpressionId[];
  readonly sizes: readonly SpatialSize[];
  readonly kT: ExpressionId;
  readonly reaches: readonly ExpressionId[];
  readonly amounts: readonly ExpressionId[];
  readonly placements: readonly {
    readonly copy: SymbolId;
    readonly draws: readonly Draw[];
    readonly sets: readonly GraphAssignment[];
  }[];
  readonly boundaries: readonly (readonly ExpressionId[])[];
  readonly fields: readonly {
    /** As GraphModel.field gives them. */
    readonly numbers: readonly ExpressionId[];
    readonly initial: SpatialField["initial"];
  }[];
  readonly fieldConstants: readonly ExpressionId[];
}

export interface Plan {
  readonly flat: FlatModel;
  readonly method: MethodName;
  readonly methodReason: string;
  readonly states: readonly PlanState[];
  readonly observables: readonly ExpressionId[];
  readonly events: readonly PlanEvent[];
  readonly roots: readonly ExpressionId[];
  readonly schedule: readonly FlatSchedule[];
  readonly derived: readonly DerivedConstant[];
  readonly surrogates: readonly SurrogateInfo[];
  /** States that hybrid runs are told how to follow. */
  readonly treated: readonly { readonly state: number; readonly as: "continuous" | "discrete" }[];
  readonly ode: OdePlan | null;
  readonly jumps: JumpPlan | null;
  readonly agents: AgentPlan | null;
  readonly graph: GraphPlan | null;
}
