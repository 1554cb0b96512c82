/**
 * Molecules with continuous attributes in the flat model: nodes of a graph that rules rewrite, flows and energies
 * move (a dynamical graph grammar: Mjolsness 2019, doi:10.1007/s11538-019-00628-7).
 *
 * All indices, no syntax. Vectors have been split into components, every one an expression of its own; what an
 * expression reads of a matched molecule is a symbol that the rule (energy, flow, …) lists. Types with attributes,
 * and types that some rule binds to such a type, are spatial; all others stay in `structured.ts` and are listed as
 * a network for the `graph` method.
 *
 * Matches: as in structured.ts (`+` means different molecules; and different complexes unless `anywhere`), but
 * without identical sites, so that one molecule of a connected pattern determines all others.
 */
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import type { DisplayUnit, Origin } from "./origin.ts";
import type { CreatedAgent, MoleculePattern, RuleAction } from "./structured.ts";

export interface SpatialAttribute {
  readonly name: string;
  /** 1: a number; 2 or 3: a vector. */
  readonly components: 1 | 2 | 3;
  /** Place of the first component among those of its type. */
  readonly slot: number;
  readonly display: DisplayUnit;
  /** The engine computes it: the force of contacts on a molecule, its distance from the bonds of a type. */
  readonly computed:
    | null
    | { readonly kind: "contactForce" }
    /** Distance of `pos` from the nearest segment between bonded molecules of this type (index into types). */
    | { readonly kind: "distanceTo"; readonly type: number }
    /** Concentration of a field (index into fields) where the molecule is, in count/um^3. */
    | { readonly kind: "field"; readonly field: number };
}

export interface SpatialType {
  readonly name: string;
  /** Every site has multiplicity 1. */
  readonly sites: readonly { readonly name: string; readonly states: readonly string[] }[];
  readonly attributes: readonly SpatialAttribute[];
  /** Slot of the vector attribute `pos` (a length); null when the type has no place in space. */
  readonly position: number | null;
  /** What the picture makes of it: `filament` and `membrane` for what these statements declare. */
  readonly role: "molecule" | "filament" | "membrane";
  /** Plain name of the compartment that its declaration names, for regions and boundaries; null: none. */
  readonly compartment: string | null;
  readonly doc: string | null;
}

/** A symbol of an expression that stands for a component of a matched (or, in sets, created) molecule. */
export interface AttributeRead {
  readonly symbol: SymbolId;
  /** Numbered through all patterns in order; created molecules follow. */
  readonly agent: number;
  readonly slot: number;
}

/** A random number drawn whenever the expressions are evaluated, in this order. */
export interface Draw {
  readonly symbol: SymbolId;
  readonly distribution:
    | { readonly kind: "uniform"; readonly low: ExpressionId; readonly high: ExpressionId }
    | { readonly kind: "normal"; readonly mean: ExpressionId; readonly sd: ExpressionId };
}

export interface AttributeSet {
  readonly agent: number;
  readonly slot: number;
  readonly value: ExpressionId;
}

/**
 * Patterns of one statement meet in space: molecule `a` (of the first pattern) lies within `below` (um) of molecule
 * `b` (of the second) or, with `end`, of the segment from `b` to `end`. The condition itself is also part of
 * `condition`; this one bounds the search.
 */
export interface Proximity {
  readonly a: number;
  readonly b: number;
  readonly end: number | null;
  /** Uses parameters only. */
  readonly below: ExpressionId;
  /** Also at exactly this distance. */
  readonly isClosed: boolean;
}

/** Where a rule takes and gives what is a field: at the place of a matched molecule. */
export interface FieldPlace {
  readonly agent: number;
  /** The concentration there of each field that is consumed, in count/um^3. */
  readonly concentrations: readonly { readonly species: number; readonly value: ExpressionId }[];
}

export interface SpatialRule {
  readonly name: string;
  /** 0 (only plain species), 1 or 2 connected patterns. */
  readonly patterns: readonly MoleculePattern[];
  readonly created: readonly CreatedAgent[];
  /** `state`, `bind`, `unbind`, `delete`, `deleteComplex`; no `move`. */
  readonly actions: readonly RuleAction[];
  readonly consumed: readonly { readonly species: number; readonly count: number }[];
  readonly produced: readonly { readonly species: number; readonly count: number }[];
  /** Null: nothing that is consumed or produced is a field. */
  readonly fieldPlace: FieldPlace | null;
  /** Two patterns may stand in one complex. */
  readonly anywhere: boolean;
  readonly proximity: Proximity | null;
  /** Null: always. */
  readonly condition: ExpressionId | null;
  /**
   * `match`: constant of one match, in 1/s per (count/um^3) of each plain reactant (mass action: times amount, over
   * the size, of every plain reactant; over the size once more for a second pattern without proximity).
   * `total`: velocity of the whole rule in count/s, shared equally by its matches.
   */
  readonly rate:
    | { readonly kind: "match"; readonly constant: ExpressionId; readonly size: ExpressionId | null }
    | { readonly kind: "total"; readonly velocity: ExpressionId };
  /** What `condition`, `rate` and `sets` read. */
  readonly reads: readonly AttributeRead[];
  /** Only `sets` use them. */
  readonly draws: readonly Draw[];
  /** All values are computed from what was before the rule. */
  readonly sets: readonly AttributeSet[];
  readonly origin: Origin;
}

export interface SpatialEnergy {
  readonly name: string;
  /** 1 (bonded) or 2 (contact) connected patterns. Summed over unordered matches. */
  readonly patterns: readonly MoleculePattern[];
  /** Of two patterns; never null for them. */
  readonly proximity: Proximity | null;
  readonly condition: ExpressionId | null;
  /** In pN*um. */
  readonly value: ExpressionId;
  readonly reads: readonly AttributeRead[];
  readonly origin: Origin;
}

/** Overdamped motion of an attribute down the gradient of all energies: drag * dx/dt = -dE/dx (+ thermal force). */
export interface SpatialMotion {
  readonly type: number;
  /** Slot and number of components of the attribute. */
  readonly slot: number;
  readonly components: number;
  /** In pN*s/um for a length; parameters only. */
  readonly drag: ExpressionId;
  /** Fluctuations with kT of the model. */
  readonly thermal: boolean;
  readonly origin: Origin;
}

/** A length, force or constant of a growth form that a run can not do with unless it is above zero. */
export interface SpatialSize {
  /** Begins a sentence. */
  readonly what: string;
  /** Uses parameters only. */
  readonly value: ExpressionId;
}

/** Rates of change of attributes of the molecules of a match, in internal units a second. */
export interface SpatialFlow {
  readonly name: string;
  readonly pattern: MoleculePattern;
  readonly targets: readonly { readonly agent: number; readonly slot: number; readonly rate: ExpressionId }[];
  readonly reads: readonly AttributeRead[];
  readonly origin: Origin;
}

/** A number computed from the graph that expressions read as `symbol`. */
export interface SpatialMeasure {
  readonly symbol: SymbolId;
  readonly name: string;
  readonly pattern: MoleculePattern;
  /**
   * count: embeddings over automorphisms; complexes: complexes with a match; sum: of `value` over matches;
   * mean: sum over count, 0 without a match.
   */
  readonly measure: "count" | "complexes" | "sum" | "mean";
  /** Of sum and mean. */
  readonly value: ExpressionId | null;
  readonly reads: readonly AttributeRead[];
}

/** Molecules at the start: `count` copies of one complex. */
export interface SpatialSeed {
  readonly name: string;
  readonly agents: readonly CreatedAgent[];
  /** Site instances by agent and site. */
  readonly bonds: readonly {
    readonly a: { readonly agent: number; readonly site: number };
    readonly b: { readonly agent: number; readonly site: number };
  }[];
  readonly count: ExpressionId;
  /** The copy's number, from 0. */
  readonly copy: SymbolId;
  /** Drawn once a copy, in order. */
  readonly draws: readonly Draw[];
  readonly sets: readonly AttributeSet[];
  readonly origin: Origin;
}

/** Where the positions of a type may be. */
export interface SpatialBoundary {
  readonly condition: "periodic" | "reflecting" | "absorbing" | "membrane";
  /** Types that it holds for. */
  readonly types: readonly number[];
  readonly shape: /** Disk in 2D, ball in 3D. */
    | { readonly kind: "ball"; readonly centre: readonly ExpressionId[]; readonly radius: ExpressionId }
    /** Rectangle in 2D, box in 3D. Only boxes can be periodic. */
    | { readonly kind: "box"; readonly low: readonly ExpressionId[]; readonly high: readonly ExpressionId[] }
    /** The closed curve of the molecules of this type, in 2D; of the condition membrane, and only of it. */
    | { readonly kind: "curve"; readonly of: number };
}

/** A species on a grid of equal cells over a rectangle or box, where it diffuses. */
export interface SpatialField {
  readonly species: number;
  readonly low: readonly ExpressionId[];
  readonly high: readonly ExpressionId[];
  /** What happens at the edges of the region. */
  readonly condition: "periodic" | "reflecting" | "absorbing";
  /** In um^2/s. */
  readonly diffusion: ExpressionId;
  /** Width of the cells in um, from which the number of cells follows. */
  readonly mesh: ExpressionId;
  /** Concentration at the start by `place`, in count/um^3; null: the species' amount, the same everywhere. */
  readonly initial: { readonly value: ExpressionId; readonly place: readonly SymbolId[] } | null;
  readonly origin: Origin;
}

/** Mass action among fields of one grid, in each cell. */
export interface FieldReaction {
  readonly name: string;
  readonly reactants: readonly { readonly species: number; readonly count: number }[];
  readonly products: readonly { readonly species: number; readonly count: number }[];
  /** For concentrations in count/um^3; parameters only. */
  readonly constant: ExpressionId;
}

export interface SpatialModel {
  /** 0: no `space`; attributes are then numbers only. */
  readonly dimension: 0 | 2 | 3;
  /** In um; 2D only. */
  readonly depth: ExpressionId | null;
  /** kT in pN*um; null without `temperature`. */
  readonly kT: ExpressionId | null;
  readonly types: readonly SpatialType[];
  readonly rules: readonly SpatialRule[];
  readonly energies: readonly SpatialEnergy[];
  readonly motions: readonly SpatialMotion[];
  readonly flows: readonly SpatialFlow[];
  readonly measures: readonly SpatialMeasure[];
  readonly seeds: readonly SpatialSeed[];
  readonly boundaries: readonly SpatialBoundary[];
  readonly fields: readonly SpatialField[];
  readonly fieldReactions: readonly FieldReaction[];
  /** What must be above zero, where it is not known to be. */
  readonly sizes: readonly SpatialSize[];
}
