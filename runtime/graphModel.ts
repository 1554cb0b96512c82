/**
 * What the graph engine needs: nodes with sites, bonds and attributes, rules that rewrite them, energies and flows
 * that move them. Tables say what is where; generated functions compute.
 *
 * Nodes are numbered; a removed node's number is used again. Arrays of the store (runtime/engines/graph/):
 *   record[(node << shift) + site]       the site bound there, -1: free; states and what lists need stand behind
 *                                        (nodeLayout.ts)
 *   x[node * attributeStride + slot]     attributes in internal units
 * A match of a fragment (connected pattern) is determined by its anchor, the node of the fragment's first agent.
 * `n` of a generated function holds the nodes of the matched agents, fragment after fragment, then the created ones.
 * `shift` is added to the positions of the second fragment's nodes (its nearest image in a periodic box).
 */
import type { RandomStream } from "./random/randomStream.ts";

export interface GraphSite {
  readonly name: string;
  /** Empty: a site without states. */
  readonly states: readonly string[];
}

export interface GraphAttribute {
  readonly name: string;
  readonly slot: number;
  readonly components: number;
  readonly unit: string;
  readonly factor: number;
  /** Computed by the engine whenever forces are, and constant in between. */
  readonly computed: "" | "contactForce" | "distanceTo" | "field";
  /** Of distanceTo: a type; of field: which one; else -1. */
  readonly of: number;
  /** Moves between events (motion, a flow, or computed). */
  readonly varies: boolean;
}

export interface GraphType {
  readonly name: string;
  readonly role: "molecule" | "filament" | "membrane";
  readonly sites: readonly GraphSite[];
  readonly attributes: readonly GraphAttribute[];
  /** Slot of the position; -1: none. */
  readonly position: number;
  /** Index into `motions`, -1: it does not move. */
  readonly motion: number;
}

export type GraphBond =
  | { readonly kind: "any" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  /** To a site of another agent of the fragment (both ends say so): its index and the site's index in the type. */
  | { readonly kind: "link"; readonly agent: number; readonly site: number }
  /** To this site of some node of this type. */
  | { readonly kind: "partner"; readonly type: number; readonly site: number };

export interface GraphFragmentSite {
  /** Index into the type's sites. */
  readonly site: number;
  /** -1: any. */
  readonly state: number;
  readonly bond: GraphBond;
}

export interface GraphFragment {
  /** The first is the anchor; every other is reached by links from agents before it. */
  readonly agents: readonly { readonly type: number; readonly sites: readonly GraphFragmentSite[] }[];
}

/** An agent of a rule, matched or created, and a site of its type. */
export interface GraphSiteReference {
  readonly agent: number;
  readonly site: number;
}

export type GraphAction =
  | { readonly kind: "state"; readonly at: GraphSiteReference; readonly to: number }
  | { readonly kind: "bind"; readonly a: GraphSiteReference; readonly b: GraphSiteReference }
  | { readonly kind: "unbind"; readonly at: GraphSiteReference }
  /** Partners are freed. */
  | { readonly kind: "delete"; readonly agent: number }
  | { readonly kind: "deleteComplex"; readonly agent: number };

/** The patterns meet within `reach[index]` um: agent a and agent b, or the segment from b to end (-1: none). */
export interface GraphProximity {
  readonly a: number;
  readonly b: number;
  readonly end: number;
  /** Index of the distance in `reaches`. */
  readonly reach: number;
  /** Also at exactly this distance. */
  readonly isClosed: boolean;
}

/**
 * Hazard of the rule = scale(t, y, c) / divisor * sum of weight(match) over its embeddings; 0 while there are fewer
 * plain reactants than it takes. `uniform`: every weight is 1; `fixed`: weights change by rules only; `varying`: also
 * between events. Of a rule with a total velocity the hazard is scale(t, y, c) whenever it can happen.
 *
 * An embedding places all agents on different nodes; of two fragments every ordered pair of matches is one (so that
 * `divisor` holds the symmetry of equal fragments too).
 */
export interface GraphRule {
  readonly name: string;
  /** 0, 1 or 2 indices into `fragments`. */
  readonly fragments: readonly number[];
  readonly divisor: number;
  readonly isTotal: boolean;
  readonly created: readonly { readonly type: number; readonly states: readonly number[] }[];
  readonly actions: readonly GraphAction[];
  readonly reactants: readonly { readonly state: number; readonly multiplicity: number }[];
  readonly changes: readonly { readonly state: number; readonly amount: number }[];
  /** The two fragments must be in different complexes. */
  readonly apart: boolean;
  /** A site that is to bind may be bound already, or two agents be one node: then the rule does not apply there. */
  readonly mayCollide: boolean;
  readonly proximity: GraphProximity | null;
  readonly weights: "uniform" | "fixed" | "varying";
  /** Attributes that the weight reads. */
  readonly weightReads: readonly { readonly agent: number; readonly slot: number }[];
  /** States of y that scale reads, and (rarely) weight. */
  readonly scaleReads: readonly number[];
  readonly weightReadsStates: readonly number[];
  /** Scale depends on time or on continuous states. */
  readonly scaleVaries: boolean;
  /** Attributes that `assign` writes. */
  readonly writes: readonly { readonly agent: number; readonly slot: number }[];
  /** What fields lose and gain where the matched agent is; the sums are in `changes`, too. */
  readonly fieldChanges: readonly {
    readonly field: number;
    readonly agent: number;
    readonly amount: number;
  }[];
}

/** A species on a grid of equal cells. */
export interface GraphField {
  readonly name: string;
  /** Index into y of the amount in all cells. */
  readonly state: number;
  readonly condition: "periodic" | "reflecting" | "absorbing";
  /** Fields of equal number have the same grid. */
  readonly grid: number;
  /** The concentration at the start follows from the place; else the amount is spread evenly. */
  readonly hasInitial: boolean;
}

/** Mass action in every cell. */
export interface GraphFieldReaction {
  readonly name: string;
  readonly reactants: readonly { readonly field: number; readonly multiplicity: number }[];
  readonly changes: readonly { readonly field: number; readonly amount: number }[];
}

export interface GraphEnergy {
  readonly name: string;
  /** 1 or 2. */
  readonly fragments: readonly number[];
  readonly divisor: number;
  readonly proximity: GraphProximity | null;
  /** k (d - l)^2/2 of the distance d between the two places that it moves; k and l do not move. */
  readonly isSpring: boolean;
  /**
   * Agents whose position (or other moved attribute) the energy depends on, with the first slot each; of contacts
   * also positions that do not move, where the force on them is read.
   */
  readonly moved: readonly { readonly agent: number; readonly slot: number; readonly components: number }[];
}

export interface GraphMotion {
  readonly type: number;
  readonly slot: number;
  readonly components: number;
  readonly thermal: boolean;
}

export interface GraphFlow {
  readonly name: string;
  readonly fragment: number;
  readonly targets: readonly { readonly agent: number; readonly slot: number }[];
}

export interface GraphMeasure {
  /** Index into y. */
  readonly state: number;
  readonly fragment: number;
  readonly measure: "count" | "complexes" | "sum" | "mean";
  /** Automorphisms of the pattern: embeddings are divided by this. */
  readonly divisor: number;
  readonly reads: readonly { readonly agent: number; readonly slot: number }[];
  /** Rates, flows or triggers read it, so that it must be right all the time. */
  readonly isLive: boolean;
  /** Its value changes between events. */
  readonly varies: boolean;
}

export interface GraphSeed {
  readonly name: string;
  readonly agents: readonly { readonly type: number; readonly states: readonly number[] }[];
  readonly bonds: readonly { readonly a: GraphSiteReference; readonly b: GraphSiteReference }[];
}

export interface GraphBoundary {
  readonly condition: "periodic" | "reflecting" | "absorbing" | "membrane";
  readonly types: readonly number[];
  /** A curve is one of bonded nodes of the type `of`, -1 for other shapes. */
  readonly shape: "ball" | "box" | "curve";
  readonly of: number;
}

/**
 * Rules with the same scale and divisor whose patterns divide the matches of one fragment between them: each of its
 * matches is a match of exactly one of them. The hazard of the first stands for all: it is that of any match.
 */
export interface GraphRuleClass {
  readonly fragment: number;
  readonly rules: readonly number[];
}

export interface GraphTables {
  /** 0: no space. */
  readonly dimension: 0 | 2 | 3;
  readonly attributeStride: number;
  readonly types: readonly GraphType[];
  readonly fragments: readonly GraphFragment[];
  readonly rules: readonly GraphRule[];
  readonly classes: readonly GraphRuleClass[];
  /** Fragments whose matches are not listed, because only rules of classes have them. */
  readonly unlisted: readonly number[];
  readonly energies: readonly GraphEnergy[];
  readonly motions: readonly GraphMotion[];
  readonly flows: readonly GraphFlow[];
  readonly measures: readonly GraphMeasure[];
  readonly seeds: readonly GraphSeed[];
  readonly boundaries: readonly GraphBoundary[];
  readonly fields: readonly GraphField[];
  readonly fieldReactions: readonly GraphFieldReaction[];
  readonly reachCount: number;
  /** For each plain reaction (`jumps` of the compiled model) the states that its propensity depends on. */
  readonly reactionReads: readonly (readonly number[])[];
}

/** The nodes as arrays, see above. */
export interface GraphArrays {
  /** By node; -1 for a place that is free. */
  readonly type: Int16Array;
  readonly record: Int32Array;
  readonly x: Float64Array;
}

/**
 * Generated for each fragment: whether it matches at a node of its anchor's type; then the nodes of the match stand in
 * n from `at` on.
 */
export type MatchNodes = (store: GraphArrays, anchor: number, n: Int32Array, at: number) => boolean;

/** What generated rules change: the graph with its lists of matches. */
export interface ChangingGraph {
  readonly store: GraphArrays & {
    /** Nodes from here on have never been used. */
    used: number;
    /** Nodes that were removed, of which the first `freeCount` count; with room for all. */
    readonly free: Int32Array;
    freeCount: number;
    /** A node with all sites free, whose states and attributes are still to be set; arrays may grow. */
    take(type: number): number;
    /** Its sites must be free. */
    remove(node: number): void;
  };
  readonly lists: {
    /** By fragment: the anchors of its matches, of which the first sizes[fragment] count. */
    readonly anchors: readonly Int32Array[];
    readonly sizes: Int32Array;
    /** The fragment has a match at the anchor, or none. */
    put(fragment: number, anchor: number): void;
    drop(fragment: number, anchor: number): void;
    /** The match at one anchor, if there is one, goes; one at another takes its place. */
    move(fragment: number, from: number, to: number): void;
  };
}

/** What generated code computes hazards from. */
export interface ChangingHazards {
  /** By rule: scale / divisor. */
  readonly coefficients: Float64Array;
  /** By channel, where the selection keeps no sums of hazards; there new hazards are written. */
  readonly propensity: Float64Array;
  /** Else: new hazards, in the order of the channels that the rule changes. */
  readonly values: Float64Array;
  /** The hazard of a rule whose places have weights or stand in lists of pairs, or of a plain reaction. */
  hazardOf(channel: number): number;
  /** Computes a measure, or all weights of a rule, again. */
  measureAgain(measure: number): void;
  weighAgain(rule: number): void;
}

/** A rule as code, for models in which nodes do not move between events. */
export interface GraphRuleCode {
  /** It draws the match itself; else n and shift hold what was drawn. */
  readonly draws: boolean;
  /**
   * Changes the graph and the states, and computes what follows. `random` draws the match, `draws` what the rule
   * draws for attributes.
   */
  fire(
    graph: ChangingGraph,
    hazards: ChangingHazards,
    n: Int32Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    random: RandomStream,
    draws: RandomStream,
  ): void;
}

/** Pairs of matches that are numbered, but not listed. */
export interface CountedPairs {
  readonly count: number;
  /** Anchors of the pair that was chosen last. */
  readonly first: number;
  readonly second: number;
  /** Chooses pair 0, 1, …, count - 1. */
  choose(pair: number): void;
}

/** What a generated loop runs on: the graph, the hazards of all channels, and draws. */
export interface GraphLoopRun extends ChangingHazards {
  readonly mixture: ChangingGraph;
  readonly clock: { t: number; readonly y: Float64Array; readonly c: Float64Array };
  /** Words of the generator that chooses events (runtime/random/xoshiro128.ts). */
  readonly words: Int32Array;
  /** What rules draw for attributes. */
  readonly draws: RandomStream;
  /** Events by channel. */
  readonly fired: Float64Array;
  /** The places of a rule for near points (RuleTraits.places). */
  near(rule: number): CountedPairs;
  /** Makes room for what so many events can add; arrays may be others afterwards. */
  reserve(events: number): void;
  /**
   * Lets a rule happen that is not in the loop, at a place that is still to be drawn (anchor -1) or at a match of the
   * class that it stands for; arrays may be others afterwards. Gives the time of the next event; of no rule (-1) the
   * one that was given. -2: the event has happened, but the first word for the time to the next was zero.
   */
  happen(channel: number, anchor: number, next: number): number;
}

/**
 * Lets events happen while the time of the next one, `next`, is not above `limit`, at most `work` of them. Gives the
 * time of the next event.
 */
export type GraphLoop = (run: GraphLoopRun, next: number, limit: number, work: number) => number;

export interface GraphCode {
  /** One a fragment. */
  readonly match: readonly MatchNodes[];
  /** One a rule; null: it is in the loop, or applied from its tables (where it frees partners that it does not name). */
  readonly rules: readonly (GraphRuleCode | null)[];
  /** The direct method for the whole model; null: the engine chooses. */
  readonly loop: GraphLoop | null;
}

export interface GraphModel extends GraphTables {
  /** Null: everything is done from the tables. */
  readonly code: GraphCode | null;
  scale(rule: number, t: number, y: Float64Array, c: Float64Array): number;
  /** 0 where the rule's condition is false. */
  weight(
    rule: number,
    n: Int32Array,
    x: Float64Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
  ): number;
  /** Writes what the rule sets, all from the values before. */
  assign(
    rule: number,
    n: Int32Array,
    x: Float64Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    random: RandomStream,
  ): void;
  /** In pN*um; 0 where the condition is false. */
  energy(
    term: number,
    n: Int32Array,
    x: Float64Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
  ): number;
  /** dE/d(moved components), one after another in the order of `moved`. */
  gradient(
    term: number,
    n: Int32Array,
    x: Float64Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    out: Float64Array,
  ): void;
  /**
   * A positive semidefinite approximation of the second derivatives (exact for quadratic energies; concave parts
   * left out), row by row, square over the moved components.
   */
  curvature(
    term: number,
    n: Int32Array,
    x: Float64Array,
    shift: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    out: Float64Array,
  ): void;
  /** Rates of the targets. */
  flow(
    flow: number,
    n: Int32Array,
    x: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
    out: Float64Array,
  ): void;
  /** Summand of a match. */
  measure(
    measure: number,
    n: Int32Array,
    x: Float64Array,
    t: number,
    y: Float64Array,
    c: Float64Array,
  ): number;
  drags(c: Float64Array, out: Float64Array): void;
  /** What must be above zero to run, and its values, in internal units. Absent: nothing is. */
  readonly sizeNames?: readonly string[];
  sizes?(c: Float64Array, out: Float64Array): void;
  /** kT in pN*um; 0 without temperature. */
  kT(c: Float64Array): number;
  reaches(c: Float64Array, out: Float64Array): void;
  /** How many copies of each seed. */
  amounts(c: Float64Array, out: Float64Array): void;
  /** Sets the attributes of the new nodes n of one copy of a seed. */
  place(
    seed: number,
    copy: number,
    n: Int32Array,
    x: Float64Array,
    c: Float64Array,
    random: RandomStream,
  ): void;
  /** Ball: centre and radius; box: low and high corners; curve: nothing. */
  boundary(index: number, c: Float64Array, out: Float64Array): void;
  /** Low corner, high corner, width wanted for the cells, diffusion constant, thickness of space (1 in 3D). */
  field(index: number, c: Float64Array, out: Float64Array): void;
  /** Concentration at the start in count/um^3, of fields that have one. */
  fieldInitial(field: number, place: Float64Array, c: Float64Array): number;
  /** By reaction: what the product of the concentrations in count/um^3 is multiplied with. */
  fieldConstants(c: Float64Array, out: Float64Array): void;
}
