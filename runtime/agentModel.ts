/**
 * What network-free simulation needs: molecules as agents with sites, and rules that are applied to them where
 * their patterns match, without ever listing the complexes.
 *
 * Patterns are cut into fragments, which are connected by stated bonds; equal fragments are one. A rule becomes
 * one channel, or two when it has a rate of its own within one complex. States y hold the plain species, the
 * variables and one number for each measure.
 */

export interface AgentSiteClass {
  readonly name: string;
  /** Empty for a pure binding site. */
  readonly states: readonly string[];
  /** Identical sites of a molecule; site instances are numbered class by class. */
  readonly multiplicity: number;
}

export interface AgentType {
  readonly name: string;
  readonly sites: readonly AgentSiteClass[];
}

export type FragmentBond =
  | { readonly kind: "any" }
  | { readonly kind: "free" }
  | { readonly kind: "bound" }
  /** To another site of the same fragment; both ends say so. */
  | { readonly kind: "link"; readonly agent: number; readonly site: number }
  | { readonly kind: "partner"; readonly type: number; readonly siteClass: number };

export interface FragmentSite {
  readonly siteClass: number;
  /** -1: any. */
  readonly state: number;
  readonly bond: FragmentBond;
}

export interface FragmentAgent {
  readonly type: number;
  /** -1: any. */
  readonly compartment: number;
  readonly sites: readonly FragmentSite[];
}

/** Agents joined by links; the first one is the anchor that embeddings are counted at. */
export interface AgentFragment {
  readonly agents: readonly FragmentAgent[];
}

export interface AgentSeed {
  readonly name: string;
  readonly agents: readonly {
    readonly type: number;
    readonly compartment: number;
    /** One a site instance; -1 for a site without states. */
    readonly states: readonly number[];
  }[];
  readonly bonds: readonly {
    readonly a: AgentSite;
    readonly b: AgentSite;
  }[];
  /** Its number is held. */
  readonly isFixed: boolean;
  /** The state by which events set its number; -1: none do. */
  readonly counted: number;
  /** Of a seed whose number is held or set: its fragment, and how many embeddings one of them has; else null. */
  readonly whole: { readonly fragment: number; readonly embeddings: number } | null;
}

/**
 * An agent of a rule (matched ones first, then created ones) and, of a matched agent, the index of a site in its
 * fragment; of a created agent or a seed's agent, the site instance.
 */
export interface AgentSite {
  readonly agent: number;
  readonly site: number;
}

export type AgentAction =
  | { readonly kind: "state"; readonly at: AgentSite; readonly to: number }
  | { readonly kind: "bind"; readonly a: AgentSite; readonly b: AgentSite }
  | { readonly kind: "unbind"; readonly at: AgentSite }
  | { readonly kind: "delete"; readonly agent: number }
  | { readonly kind: "deleteComplex"; readonly agent: number }
  | { readonly kind: "move"; readonly agent: number; readonly compartment: number }
  /** With what hangs together with it within its compartment, except other agents of the rule. */
  | { readonly kind: "moveComplex"; readonly agent: number; readonly compartment: number };

/** What the complex of an agent must hold (include) or must not hold, before the rule (reactant) or after it. */
export interface AgentCondition {
  readonly kind: "include" | "exclude";
  readonly side: "reactant" | "product";
  readonly agent: number;
  /** All of them must be found. */
  readonly fragments: readonly number[];
}

/** A value of each match that a rule's rate reads: matches in the complex of one of its agents. */
export interface LocalValue {
  readonly agent: number;
  readonly fragments: readonly number[];
  /** Embeddings are divided by this. */
  readonly divisor: number;
  /** complexes: 1 when there are as many embeddings as `least` and `most` ask for (null: no upper end), else 0. */
  readonly measure: "count" | "complexes";
  readonly least: number;
  readonly most: number | null;
}

/** A value of each match that a rule's rate reads: by how much the rule changes the matches of a fragment there. */
export interface MatchChange {
  readonly fragment: number;
  readonly divisor: number;
  /** It is never less or more; null where that is not known. */
  readonly bounds: { readonly least: number; readonly most: number } | null;
}

/** Two agents of a rule. */
export type AgentPair = readonly [number, number];

/** Agents are the rule's; a site is its index in the agent's fragment. */
export interface DistinctPattern {
  readonly places: readonly number[];
  readonly agents: readonly number[];
  readonly centreAgents: readonly number[];
  readonly centreSites: readonly AgentSite[];
}

/**
 * Propensity: rate * product over groups of the ways to place the group * falling factorials of the reactants,
 * less the placements that the tests below refuse; of a channel with a total velocity just the rate, when there
 * is a placement.
 */
export interface AgentChannel {
  readonly name: string;
  readonly isTotal: boolean;
  /** Index into `fragments` for each place of the left side. */
  readonly places: readonly number[];
  /** Places of one group stand in one complex. */
  readonly groups: readonly (readonly number[])[];
  /** For each matched agent its place, and its index in that fragment. */
  readonly matched: readonly { readonly place: number; readonly agent: number }[];
  readonly created: readonly {
    readonly type: number;
    readonly compartment: number;
    readonly states: readonly number[];
  }[];
  readonly actions: readonly AgentAction[];
  readonly reactants: readonly { readonly state: number; readonly multiplicity: number }[];
  readonly changes: readonly { readonly state: number; readonly amount: number }[];
  /** States that the rate reads. */
  readonly reads: readonly number[];
  /** Agents that must stand in different complexes before, as far as that is not certain. */
  readonly apart: readonly AgentPair[];
  /** Sorted by agent. */
  readonly conditions: readonly AgentCondition[];
  /** What the rate reads as m: first these, */
  readonly locals: readonly LocalValue[];
  /** then these. */
  readonly matchChanges: readonly MatchChange[];
  /** Agents that must be connected after, and in different complexes after. */
  readonly joined: readonly AgentPair[];
  readonly parted: readonly AgentPair[];
  /** Patterns of which a match counts only once for what the rule changes in it, where it could match oftener. */
  readonly distinct: readonly DistinctPattern[];
  /** A site that is to bind may be bound already: then the rule does not apply there. */
  readonly mayCollide: boolean;
  /** The complexes of the groups may be in compartments from where they do not meet. */
  readonly mayBeApart: boolean;
  /**
   * The rate is divided by this power of the size of the compartment of highest rank among the groups, each of which
   * is in the one of lowest rank of its matched agents; 0: the rate says it all.
   */
  readonly sizePower: number;
  /** Index into `sizes` of what stands for the size when no matched agent is in a compartment; -1: no division. */
  readonly fallbackSize: number;
  /** It stands for the size also where that of the agents has a lower rank. */
  readonly fallbackRank: number;
}

export interface AgentMeasure {
  /** Index into y. */
  readonly state: number;
  readonly fragments: readonly number[];
  readonly measure: "count" | "complexes";
  /** Embeddings are divided by this (the automorphisms of the pattern). */
  readonly divisor: number;
  /** Embeddings that a counted complex has, both ends included; null: no upper end. */
  readonly least: number;
  readonly most: number | null;
  /** Rates or triggers read it, so that it must be right after every reaction. */
  readonly isLive: boolean;
}

export interface AgentCompartment {
  /** Empty: no compartment. */
  readonly name: string;
  readonly rank: number;
}

export interface AgentTables {
  readonly types: readonly AgentType[];
  readonly compartments: readonly AgentCompartment[];
  readonly seeds: readonly AgentSeed[];
  readonly fragments: readonly AgentFragment[];
  readonly channels: readonly AgentChannel[];
  readonly measures: readonly AgentMeasure[];
  /** Some rule asks which complex a molecule belongs to so often that this is kept for all of them. */
  readonly keepsComplexes: boolean;
  /** Entries of `sizes`: first the compartments. */
  readonly sizeCount: number;
}

/** The molecules as arrays; site k of agent a has the index (a << shift) + k. Not every number is an agent. */
export interface AgentArrays {
  /** By agent; -1 for a place that is free. */
  readonly type: Int16Array;
  readonly compartment: Int16Array;
  /** By site with states. */
  readonly state: Int32Array;
  /** By site: the site it is bound to, -1 when free. */
  readonly partner: Int32Array;
  /** All of these but the first two, see engines/networkFree/agentRecord.ts. */
  readonly record: Int32Array;
}

/**
 * Generated for each fragment: the number of its embeddings at an anchor agent, which must be of the anchor's
 * type. Embedding number `wanted`, when it is reached, is put into `agents` and `sites` (the fragment's own order).
 */
export type MatchFragment = (
  store: AgentArrays,
  anchor: number,
  wanted: number,
  agents: Int32Array,
  sites: Int32Array,
) => number;

/** Random numbers (see random/randomStream.ts). */
export interface RandomDraws {
  below(n: number): number;
  uniform(): number;
}

/** What generated rules call: the mixture of a run. */
export interface FiringMixture {
  readonly store: AgentArrays;
  readonly lists: readonly {
    /** Matches at all anchors. */
    readonly total: number;
    /** One of the anchors, each as often; there must be one. */
    draw(random: RandomDraws): number;
    /** The fragment has one match at the anchor, or none. */
    put(anchor: number): void;
    drop(anchor: number): void;
    /** Code that changes the list itself needs more room, and says at last how many matches there are. */
    readonly anchors: Int32Array;
    grow(): Int32Array;
    adopt(count: number): void;
  }[];
  /** Counts the matches of a fragment at an anchor again. */
  recount(fragment: number, anchor: number): void;
  /** Binds two free sites, or cuts their bond. */
  link(a: number, b: number): void;
  cut(a: number, b: number): void;
  /** A new molecule with all sites free and without states. */
  add(type: number, compartment: number): number;
  /** Whether two molecules stand in one complex. */
  isTogether(a: number, b: number): boolean;
}

/** A rule with the placement that was drawn for it. */
export interface FiringRule {
  /** Molecules, in the order of the rule's agents. */
  readonly image: Int32Array;
  /** Sites that the left side mentions, numbered through all its agents. */
  readonly sites: Int32Array;
  /** Draws the places of one group into `image` and `sites`. */
  drawGroup(group: number, random: RandomDraws): void;
}

/**
 * Generated for a rule: draws a placement, applies the rule there, and brings the lists of matches up to date.
 * False when the placement is refused, and nothing has changed.
 */
export interface RuleCode {
  /** Fragments whose matches may have changed. */
  readonly touched: readonly number[];
  fire(mixture: FiringMixture, rule: FiringRule, random: RandomDraws): boolean;
}

/** What a generated loop over the rules reads, and what it keeps between calls. */
export interface RuleRun {
  readonly mixture: FiringMixture;
  readonly random: RandomDraws & { readonly state: Int32Array };
  readonly match: readonly MatchFragment[];
  /** By channel. */
  readonly rules: readonly FiringRule[];
  /** What the ways to place the rule are multiplied with, in 1/s. */
  readonly coefficients: Float64Array;
  readonly propensity: Float64Array;
  /** Time of the last rule, and of the next one, in s. */
  now: number;
  next: number;
  /** Rules that happened, and null events. */
  fired: number;
  refused: number;
}

export interface AgentModel extends AgentTables {
  /** One a fragment. */
  readonly match: readonly MatchFragment[];
  /** One a channel; null for one that is applied from its tables. */
  readonly rules: readonly (RuleCode | null)[];
  /**
   * The whole loop of the direct method as code, for rules with code that only change molecules: lets rules happen
   * while the next one's time is not above `limit`, at most `work` of them; true when the limit was reached.
   */
  readonly unrolled?: (run: RuleRun, limit: number, work: number) => boolean;
  /** Index into c of each channel's rate; -1: computed by `rate`. */
  readonly rateConstant: Int32Array;
  /** How many of each seed, in count. */
  amounts(c: Float64Array, out: Float64Array): void;
  sizes(t: number, y: Float64Array, c: Float64Array, out: Float64Array): void;
  /** `m`: values of the match, for a channel with locals or matchChanges. */
  rate(channel: number, t: number, y: Float64Array, c: Float64Array, m: Float64Array): number;
}

/** Whether a channel's rate reads values of the match. */
export function differsBetweenMatches({ locals, matchChanges }: AgentChannel): boolean {
  return locals.length > 0 || matchChanges.length > 0;
}
