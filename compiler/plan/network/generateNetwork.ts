/**
 * Network generation: all complexes that the rules can make from the initial ones, and all reactions between
 * them, by repeated application of the rules (Blinov et al. 2004, doi:10.1093/bioinformatics/bth378).
 *
 * Complexes are taken in the order in which they are found. Each new one is matched once against every
 * pattern; a rule with several patterns is applied to every combination of matches that involves the new
 * complex, so that no combination is tried twice. Reactions with the same reactants, products and rule are
 * one, with the number of ways in which they happen as a factor.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { Stoichiometry } from "../../model/flatModel.ts";
import type {
  ComplexCondition,
  MoleculePattern,
  StructuredModel,
  StructuredRule,
} from "../../model/structured.ts";
import { type Agenda, inOrder, largestFirst } from "./agenda.ts";
import { ruleAutomorphisms } from "./automorphisms.ts";
import { meetsConditions } from "./complexConditions.ts";
import { type ComplexGraph, complexGraph, type TypeLayout, typeLayout } from "./complexGraph.ts";
import { IdleMatches } from "./idleMatches.ts";
import { MatchValues } from "./matchValues.ts";
import { canMeet, placesOf } from "./meetingPlaces.ts";
import type { Network, NetworkLimits, NetworkReaction } from "./network.ts";
import { NetworkKernel, type Placement } from "./networkKernel.ts";
import { distinctEmbeddings, reactionCentre } from "./reactionCentre.ts";
import { ascending, countEach, orders } from "./reactionSide.ts";
import { referenceCompartment } from "./referenceCompartment.ts";

interface Match {
  readonly complex: number;
  /** Addresses in the kernel. */
  readonly embeddings: readonly number[];
}

/** A rule with what is asked of it often. */
interface PreparedRule {
  readonly rule: StructuredRule;
  readonly number: number;
  /** Which of the kernel's patterns its own are. */
  readonly patterns: readonly number[];
  /** By pattern: the complexes that match it so far. */
  readonly matches: readonly Match[][];
  readonly automorphisms: number;
  /** Of a `distinct` rule, else null. */
  readonly centre: ReturnType<typeof reactionCentre> | null;
  /** Between different complexes it never happens. */
  readonly isOff: boolean;
  /** Conditions on what it takes, and on what it makes. */
  readonly before: readonly ComplexCondition[];
  readonly after: readonly ComplexCondition[];
}

class LimitReached extends Error {
  readonly what: keyof NetworkLimits;
  readonly rule: string;

  constructor(what: keyof NetworkLimits, rule: string) {
    super(what);
    this.what = what;
    this.rule = rule;
  }
}

export function generateNetwork(
  model: StructuredModel,
  graph: ExpressionGraph,
  limits: NetworkLimits,
): Network {
  return new Generator(model, graph, limits).run(inOrder);
}

/** The same, or the part of it up to a limit, with large complexes first. */
export function generateLargest(
  model: StructuredModel,
  graph: ExpressionGraph,
  limits: NetworkLimits,
): Network {
  return new Generator(model, graph, limits).run(largestFirst);
}

class Generator {
  readonly #model: StructuredModel;
  readonly #graph: ExpressionGraph;
  readonly #limits: NetworkLimits;
  readonly #layouts: readonly TypeLayout[];
  readonly #kernel: NetworkKernel;
  readonly #initial: (ExpressionId | null)[] = [];
  readonly #isFixed: boolean[] = [];
  readonly #reactions: { -readonly [K in keyof NetworkReaction]: NetworkReaction[K] }[] = [];
  readonly #singles: Stoichiometry[] = [];
  readonly #valueKeys = new Map<string, number>();
  readonly #idle: IdleMatches;
  /** Of each complex: its compartment. */
  readonly #places: (readonly number[])[] = [];
  readonly #rules: readonly PreparedRule[];
  /** By the kernel's patterns: rules that have them. */
  readonly #rulesOfPattern: readonly (readonly number[])[];
  readonly #values: MatchValues;
  readonly #seeds: number[] = [];
  #rule = "";
  /** Molecules in all complexes so far. */
  #together = 0;

  constructor(model: StructuredModel, graph: ExpressionGraph, limits: NetworkLimits) {
    this.#model = model;
    this.#graph = graph;
    this.#idle = new IdleMatches(graph);
    const largest = Math.max(0, ...model.seeds.map(({ complex }) => complex.agents.length));
    this.#limits = { ...limits, molecules: Math.max(limits.molecules, 2 * largest) };
    this.#layouts = model.types.map(typeLayout);
    const different: MoleculePattern[] = [];
    const numbers = new Map<string, number>();
    const numberOf = (pattern: MoleculePattern): number => {
      const key = JSON.stringify(pattern);
      const known = numbers.get(key);
      if (known !== undefined) return known;
      numbers.set(key, different.length);
      return different.push(pattern) - 1;
    };
    this.#rules = model.rules.map((rule, number) => {
      const centre = rule.isDistinct ? reactionCentre(rule) : null;
      const { patterns, conditions, rate } = rule;
      return {
        rule,
        number,
        patterns: patterns.map(numberOf),
        matches: patterns.map(() => []),
        automorphisms: ruleAutomorphisms(rule, graph, centre),
        centre,
        isOff: rate.kind === "massAction" && !rate.anywhere && graph.numberValue(rate.constant) === 0,
        before: conditions.filter(({ side }) => side === "reactant"),
        after: conditions.filter(({ side }) => side === "product"),
      };
    });
    this.#rulesOfPattern = different.map((_, pattern) =>
      this.#rules.flatMap(({ patterns, number }) => (patterns.includes(pattern) ? [number] : [])),
    );
    this.#kernel = new NetworkKernel(this.#layouts, model.rules, different, this.#limits);
    this.#values = new MatchValues(model, this.#layouts);
  }

  run(agenda: Agenda): Network {
    let stopped: Network["stopped"] = null;
    try {
      this.#generate(agenda);
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      stopped = { what: error.what, limit: this.#limits[error.what] ?? 0, rule: error.rule };
    }
    return {
      complexes: this.#kernel.complexes,
      layouts: this.#layouts,
      initial: this.#initial,
      seeds: this.#seeds,
      isFixed: this.#isFixed,
      reactions: this.#reactions,
      stopped,
    };
  }

  #generate(agenda: Agenda): void {
    for (const seed of this.#model.seeds) {
      const index = this.#addSeed(complexGraph(seed.complex));
      this.#seeds.push(index);
      const before = this.#initial[index];
      if (seed.isFixed) this.#isFixed[index] = true;
      this.#initial[index] = before === null ? seed.initial : this.#graph.add([before, seed.initial]);
    }
    for (const rule of this.#rules) if (rule.patterns.length === 0) this.#react(rule, [], []);
    for (const next of agenda(this.#kernel.complexes)) this.#visit(next);
  }

  #addSeed(graph: ComplexGraph): number {
    this.#kernel.begin(graph);
    this.#identify();
    return this.#kernel.made[0];
  }

  /** Numbers what was made, new complexes included. */
  #identify(): void {
    const limit = this.#kernel.identify();
    const { complexes } = this.#kernel;
    while (this.#places.length < complexes.length) {
      const complex = complexes[this.#places.length];
      this.#together += complex.agentType.length;
      this.#places.push(placesOf(complex, this.#model.compartments));
      this.#initial.push(null);
    }
    if (limit !== null) throw new LimitReached(limit, this.#rule);
    const { together } = this.#limits;
    if (together !== undefined && this.#together > together) throw new LimitReached("together", this.#rule);
  }

  /** Applies every rule to every combination of matches in which complex `index` is the newest. */
  #visit(index: number): void {
    const there = this.#kernel.search(index);
    // Rules share patterns: each is searched for once.
    const known: (readonly number[])[] = [];
    const numbers = new Set<number>();
    for (const pattern of there) {
      known[pattern] = this.#kernel.found(pattern);
      for (const rule of this.#rulesOfPattern[pattern]) numbers.add(rule);
    }
    for (const number of [...numbers].sort((a, b) => a - b))
      this.#visitWith(this.#rules[number], index, known);
  }

  #visitWith(prepared: PreparedRule, index: number, known: readonly (readonly number[] | undefined)[]): void {
    const { rule, patterns, centre, matches } = prepared;
    this.#rule = rule.name;
    const found: (readonly number[])[] = [];
    let last = -1;
    for (let p = 0; p < patterns.length; p++) {
      let list = known[patterns[p]] ?? nowhere;
      if (list.length > 0 && prepared.before.length > 0 && !this.#isAllowed(prepared, p, index))
        list = nowhere;
      if (centre !== null && list.length > 1)
        list = distinctEmbeddings(list, centre[p], (at) => this.#kernel.embedding(patterns[p], at));
      found.push(list);
      if (list.length === 0) continue;
      matches[p].push({ complex: index, embeddings: list });
      last = p;
    }
    if (patterns.length > 1) this.#reactWithin(prepared, index, found);
    if (last < 0) return;
    // Only inside one complex: pairs of complexes would react at rate zero, and without end.
    if (patterns.length > 1 && prepared.isOff) return;
    this.#combine(prepared, index, last, false, []);
  }

  /** Whether a complex meets the conditions on the reactant of pattern `p`. */
  #isAllowed({ before, rule: { patterns } }: PreparedRule, p: number, index: number): boolean {
    const start = patterns.slice(0, p).reduce((sum, { agents }) => sum + agents.length, 0);
    const end = start + patterns[p].agents.length;
    const own = before.filter(({ agent }) => agent >= start && agent < end);
    return meetsConditions(own, () => this.#kernel.complexes[index], this.#layouts);
  }

  /**
   * Chooses a matched complex for each pattern; at least one must be the newest, which no pattern after number
   * `last` matches.
   */
  #combine(prepared: PreparedRule, newest: number, last: number, hasNewest: boolean, chosen: Match[]): void {
    const p = chosen.length;
    if (p === prepared.patterns.length) {
      const numbers = chosen.map(({ complex }) => complex);
      if (p === 1 || canMeet(numbers, this.#places, this.#model.compartments))
        this.#place(prepared, chosen, numbers, []);
      return;
    }
    const list = prepared.matches[p];
    // The newest complex stands at the end of the list, if it is there.
    for (let i = !hasNewest && p === last ? list.length - 1 : 0; i < list.length; i++) {
      chosen.push(list[i]);
      this.#combine(prepared, newest, last, hasNewest || list[i].complex === newest, chosen);
      chosen.pop();
    }
  }

  /** Reacts at every combination of embeddings; `numbers`: of the chosen complexes. */
  #place(
    prepared: PreparedRule,
    chosen: readonly Match[],
    numbers: readonly number[],
    placed: Placement[],
  ): void {
    const i = placed.length;
    if (i === chosen.length) {
      this.#react(prepared, numbers, placed);
      return;
    }
    const list = chosen[i].embeddings;
    for (let k = 0; k < list.length; k++) {
      placed.push({ complex: i, embedding: list[k] });
      this.#place(prepared, chosen, numbers, placed);
      placed.pop();
    }
  }

  /** All patterns of a rule inside one complex, without sharing molecules. */
  #reactWithin(prepared: PreparedRule, index: number, found: readonly (readonly number[])[]): void {
    const { patterns } = prepared;
    const { rate } = prepared.rule;
    if (rate.kind !== "massAction" || (rate.within === null && !rate.anywhere)) return;
    const placed: Placement[] = [];
    const agentsAt = (p: number, at: number): Int32Array => this.#kernel.embedding(patterns[p], at).agents;
    const place = (p: number): void => {
      if (p === found.length) {
        this.#react(prepared, [index], placed, true);
        return;
      }
      for (const embedding of found[p]) {
        const own = agentsAt(p, embedding);
        const isFree = placed.every(
          (other, q) => !agentsAt(q, other.embedding).some((agent) => own.includes(agent)),
        );
        if (!isFree) continue;
        placed.push({ complex: 0, embedding });
        place(p + 1);
        placed.pop();
      }
    };
    place(0);
  }

  /** `placed` refers to the places in `numbers`, which holds the distinct complexes that take part. */
  #react(
    prepared: PreparedRule,
    numbers: readonly number[],
    placed: readonly Placement[],
    isWithin = false,
  ): void {
    const { rule, number: r } = prepared;
    const kernel = this.#kernel;
    let values = noValues;
    const matched = (): number[] => placed.map(({ complex }) => numbers[complex]);
    if (rule.locals.length > 0) {
      values = this.#values.of(rule, matched(), [], [], kernel.complexes);
      if (this.#idle.has(rule, values)) return;
    }
    if (!kernel.apply(r, numbers, placed)) return;
    if (prepared.after.length > 0 && !this.#makesAllowed(prepared)) return;
    this.#identify();
    const taken = numbers.length < 2 ? numbers : ascending([...numbers]);
    if (rule.isBalanced)
      values = this.#values.of(rule, matched(), countEach(taken), countEach(kernel.made), kernel.complexes);
    const valueKey = values.size === 0 ? 0 : this.#valueNumber([...values.values()].join());
    // Identical reactants: n!/symmetry; the propensity of the flat reaction divides by n! again.
    const way = orders(taken) / prepared.automorphisms;
    const place = this.#sizeAt(prepared, numbers, placed);
    const reaction = kernel.react(r, isWithin, valueKey, place);
    if (reaction < this.#reactions.length) {
      this.#reactions[reaction].factor += way;
      return;
    }
    if (reaction >= this.#limits.reactions) throw new LimitReached("reactions", rule.name);
    this.#reactions.push({
      rule,
      reactants: this.#side(taken),
      products: this.#side(kernel.made),
      factor: way,
      values,
      isWithin,
      compartment: place < 0 ? null : place,
    });
  }

  /** Whether the products meet the conditions on them. */
  #makesAllowed({ after }: PreparedRule): boolean {
    return meetsConditions(after, ({ agent }) => this.#kernel.productWith(agent), this.#layouts);
  }

  /** As countEach; reactions share what stands once on a side. */
  #side(sorted: readonly number[]): readonly Stoichiometry[] {
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return countEach(sorted);
    return sorted.map((species) => (this.#singles[species] ??= { species, count: 1 }));
  }

  /** The compartment whose size the constant refers to; of a source, that of what it makes. -1: none. */
  #sizeAt(
    { rule: { created }, patterns }: PreparedRule,
    numbers: readonly number[],
    placed: readonly Placement[],
  ): number {
    const { compartments } = this.#model;
    if (compartments.length === 1) return patterns.length + created.length > 0 ? 0 : -1;
    const members =
      patterns.length === 0
        ? created.map(({ compartment }) => [compartment])
        : placed.map(({ complex, embedding }, p) => {
            const { agentCompartment } = this.#kernel.complexes[numbers[complex]];
            const { agents } = this.#kernel.embedding(patterns[p], embedding);
            return Array.from(agents, (agent) => agentCompartment[agent]);
          });
    return referenceCompartment(members, compartments) ?? -1;
  }

  #valueNumber(text: string): number {
    const known = this.#valueKeys.get(text) ?? this.#valueKeys.size;
    this.#valueKeys.set(text, known);
    return known;
  }
}

const nowhere: readonly number[] = [];
const noValues: ReadonlyMap<SymbolId, number> = new Map();
