/**
 * What the flatteners of each kind of declaration see of one another while the flat model is made: the flattener as a
 * whole (flatten.ts) imports them, and they import only this.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { Rule } from "../../grammar/syntax/declaration.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import type { Assignment, Expression } from "../../grammar/syntax/expression.ts";
import type { Boundary } from "../../grammar/syntax/growth.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { Model } from "../../grammar/syntax/sourceTree.ts";
import type { Dimension } from "../../runtime/units/dimension.ts";
import type { BoundProgram, SymbolOfKind, ValueSymbol } from "../bind/scope.ts";
import type { TypeChecker } from "../check/typeChecker.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import type {
  FlatClamp,
  FlatEvent,
  FlatFlow,
  FlatReaction,
  FlatSchedule,
  FlatSpecies,
  FlatVariable,
  StateTarget,
  Stoichiometry,
} from "./flatModel.ts";
import type { Found, Instance, InstanceTree } from "./instance.ts";
import type { Origin } from "./origin.ts";
import type { ReadAhead } from "./readAhead.ts";
import type { FieldReaction, SpatialField } from "./spatial.ts";
import type { Shape } from "./spatial/moleculeValue.ts";
import type { Translator } from "./translate.ts";

export interface FlattenRequest {
  readonly program: BoundProgram;
  readonly checker: TypeChecker;
  readonly model: Model;
  readonly experiment: Experiment | null;
  readonly hash: string;
  readonly sink: DiagnosticSink;
  /** Prefixes of the parts (`camkii.`, "" for the model itself) whose ports and values are kept apart. */
  readonly submodels?: readonly string[];
  /** Full names of compartments whose size may change although nothing in the model changes it. */
  readonly changingSizes?: readonly string[];
}

/** Parameters, variables, sizes and what is computed from them. */
export interface FlattenedValues {
  readonly variables: readonly FlatVariable[];
  of(found: Found): ExpressionId;
  /** Without dimension where the type is none of a quantity. */
  dimensionOf(symbol: ValueSymbol): Dimension;
  variableIndex(found: Found, symbol: SymbolOfKind<"variable">): number;
  /** A value at the start: it may use parameters, nothing that changes in a run (reported). */
  initial(value: Expression, instance: Instance, what: string): ExpressionId;
  /** The size of a compartment. */
  size(found: Found): ExpressionId;
  /** Index of the variable that is the size of a compartment; null for a size that never changes. */
  sizeVariable(found: Found): number | null;
}

export interface FlattenedSpecies {
  readonly all: readonly FlatSpecies[];
  /** Of a species, which joins `all` when it is met first. */
  index(found: Found): number;
  /** Reports a shared species whose compartment the parent would decide, in a model that runs by itself. */
  reportNoPlace(symbol: SymbolOfKind<"species">): void;
  /** A changing size at t = 0: its states replaced by their initial values. */
  sizeAtStart(size: ExpressionId): ExpressionId;
}

/** What flows and events change. */
export interface FlattenedChanges {
  readonly flows: FlatFlow[];
  readonly events: readonly FlatEvent[];
  /** What an assignment changes, and how its value becomes the held quantity. */
  target(
    written: Assignment["target"],
    instance: Instance,
  ): { readonly target: StateTarget; readonly toHeld: (value: ExpressionId) => ExpressionId };
}

/** A boundary of a region, and the instance that states it. */
export interface PlacedBoundary {
  readonly boundary: Boundary;
  readonly instance: Instance;
}

/** Concentrations that differ from place to place. */
export interface FlattenedFields {
  readonly isEmpty: boolean;
  readonly reactions: readonly FieldReaction[];
  nameOf(index: number): string;
  /** The field that a species of the flat model is; null: it is the same everywhere. */
  of(species: number): number | null;
  /** Takes a rule of plain species over where one of them is a field; it then happens in every cell. */
  takeReaction(
    rule: Rule,
    name: string,
    constant: ExpressionId,
    reactants: readonly Stoichiometry[],
    products: readonly Stoichiometry[],
    origin: Origin,
  ): boolean;
  fields(boundaries: readonly PlacedBoundary[]): readonly SpatialField[];
}

export interface Flattening {
  readonly request: FlattenRequest;
  readonly graph: ExpressionGraph;
  readonly translator: Translator;
  readonly tree: InstanceTree;
  readonly ahead: ReadAhead;
  readonly timeSymbol: SymbolId;
  readonly time: ExpressionId;
  readonly clamps: FlatClamp[];
  readonly schedule: FlatSchedule[];
  /** Species that stimuli add to. */
  readonly sources: { readonly species: number; readonly origin: Origin }[];
  /** Of space; 0 without one. */
  readonly dimensions: 0 | 2 | 3;

  readonly values: FlattenedValues;
  readonly species: FlattenedSpecies;
  readonly reactions: { readonly all: FlatReaction[] };
  readonly changes: FlattenedChanges;
  readonly fields: FlattenedFields;
  readonly observables: {
    /** The column that shows an expression of a plot: an observable's own, else one named like the text. */
    column(expression: Expression, instance: Instance): string;
  };
  readonly submodels: {
    /** What stands for a value in the model: its symbol when it belongs to a module kept apart, else `exact`. */
    value(found: Found, exact: ExpressionId): ExpressionId;
  };

  /** A complex whose number an event sets. */
  setByEvent(pattern: Pattern, instance: Instance): { readonly index: number; readonly size: ExpressionId };
  /** Thermal energy of an instance, or of the nearest around it that states a temperature; null without. */
  kT(instance: Instance): ExpressionId | null;
  /** Reports a module that no model around it gives a temperature; the value of what needs one. */
  reportNoTemperature(what: string, instance: Instance, span: Span): ExpressionId;
  region(name: string, instance: Instance): Shape;
  /** What areas are multiplied with to become volumes, in um. */
  thickness(): ExpressionId;
}
