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
import type { StructuredModel, StructuredRule } from "../../model/structured.ts";
import { ruleAutomorphisms } from "./automorphisms.ts";
import { CanonicalCoder } from "./canonicalCode.ts";
import { canonicalForm } from "./canonicalLabel.ts";
import { type ComplexGraph, complexGraph, type TypeLayout, typeLayout } from "./complexGraph.ts";
import { type Embedding, PatternSearch } from "./embedding.ts";
import { IdleMatches } from "./idleMatches.ts";
import { MatchValues } from "./matchValues.ts";
import { distinctEmbeddings, reactionCentre } from "./reactionCentre.ts";
import {
  extractComplex,
  meetsConditions,
  type Placement,
  RuleApplication,
  type RuleProducts,
} from "./ruleApplication.ts";
import { referenceCompartment } from "./referenceCompartment.ts";
import { longer, SequenceTable } from "./sequenceTable.ts";

export interface NetworkLimits {
  readonly species: number;
  readonly reactions: number;
  /** Molecules in one complex, unless one of the start is nearly as large. */
  readonly molecules: number;
}

/** What grows beyond 100 molecules will hardly end, and listing it gets slow: told in seconds, not after minutes. */
export const defaultNetworkLimits: NetworkLimits = {
  species: 100_000,
  reactions: 1_000_000,
  molecules: 100,
};

export interface NetworkReaction {
  readonly rule: StructuredRule;
  /** Complexes (not plain species), each once. */
  readonly reactants: readonly Stoichiometry[];
  readonly products: readonly Stoichiometry[];
  /** Multiplies the rule's constant: ways to happen, with n!/symmetry for identical reactants. */
  readonly factor: number;
  /** What the symbols in the rule's rates stand for here. */
  readonly values: ReadonlyMap<SymbolId, number>;
  /** The rate inside one complex applies. */
  readonly isWithin: boolean;
  /** The compartment whose size the rate constant refers to; null: no molecule decides. */
  readonly compartment: number | null;
}

export interface Network {
  readonly complexes: readonly ComplexGraph[];
  readonly layouts: readonly TypeLayout[];
  /** Initial amount of each complex, null for none. */
  readonly initial: readonly (ExpressionId | null)[];
  /** Complexes whose quantity is held. */
  readonly isFixed: readonly boolean[];
  readonly reactions: readonly NetworkReaction[];
  /** Set when a limit stopped the generation: which, and the rule that was being applied. */
  readonly stopped: {
    readonly what: keyof NetworkLimits;
    readonly limit: number;
    readonly rule: string;
  } | null;
}

interface Match {
  readonly complex: number;
  readonly embeddings: readonly Embedding[];
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
  return new Generator(model, graph, limits).run();
}

class Generator {
  readonly #model: StructuredModel;
  readonly #graph: ExpressionGraph;
  readonly #limits: NetworkLimits;
  readonly #layouts: readonly TypeLayout[];
  readonly #complexes: ComplexGraph[] = [];
  /** Number of each complex, by its canonical code (those that have none: by their label). */
  readonly #codes = new SequenceTable();
  readonly #numberOfCode: number[] = [];
  readonly #numberOfLabel = new Map<string, number>();
  readonly #coder: CanonicalCoder;
  readonly #application: RuleApplication;
  readonly #initial: (ExpressionId | null)[] = [];
  readonly #isFixed: boolean[] = [];
  readonly #reactions: { -readonly [K in keyof NetworkReaction]: NetworkReaction[K] }[] = [];
  /** Numbers of reactions, by rule, sides and values. */
  readonly #keys = new SequenceTable();
  #key = new Int32Array(64);
  readonly #singles: Stoichiometry[] = [];
  readonly #valueKeys = new Map<string, number>();
  readonly #idle: IdleMatches;
  /** Of each complex: its compartment. */
  readonly #places: (readonly number[])[] = [];
  /** Different patterns, and by rule which of them its patterns are. */
  readonly #searches: PatternSearch[] = [];
  readonly #patterns: readonly (readonly number[])[];
  /** For each rule and pattern the complexes that match it so far. */
  readonly #matches: Match[][][];
  readonly #automorphisms: readonly number[];
  /** Of `distinct` rules, else null. */
  readonly #centres: readonly (ReturnType<typeof reactionCentre> | null)[];
  readonly #values: MatchValues;
  #rule = "";

  constructor(model: StructuredModel, graph: ExpressionGraph, limits: NetworkLimits) {
    this.#model = model;
    this.#graph = graph;
    this.#idle = new IdleMatches(graph);
    const largest = Math.max(0, ...model.seeds.map(({ complex }) => complex.agents.length));
    this.#limits = { ...limits, molecules: Math.max(limits.molecules, 2 * largest) };
    this.#layouts = model.types.map(typeLayout);
    const numbers = new Map<string, number>();
    this.#patterns = model.rules.map(({ patterns }) =>
      patterns.map((pattern) => {
        const key = JSON.stringify(pattern);
        const number = numbers.get(key) ?? numbers.size;
        if (number === numbers.size) this.#searches.push(new PatternSearch(pattern, this.#layouts));
        numbers.set(key, number);
        return number;
      }),
    );
    this.#matches = model.rules.map(({ patterns }) => patterns.map(() => []));
    this.#centres = model.rules.map((rule) => (rule.isDistinct ? reactionCentre(rule) : null));
    this.#automorphisms = model.rules.map((rule, r) => ruleAutomorphisms(rule, graph, this.#centres[r]));
    this.#values = new MatchValues(model, this.#layouts);
    this.#coder = new CanonicalCoder(this.#layouts);
    this.#application = new RuleApplication(this.#layouts);
  }

  run(): Network {
    let stopped: Network["stopped"] = null;
    try {
      this.#generate();
    } catch (error) {
      if (!(error instanceof LimitReached)) throw error;
      stopped = { what: error.what, limit: this.#limits[error.what], rule: error.rule };
    }
    return {
      complexes: this.#complexes,
      layouts: this.#layouts,
      initial: this.#initial,
      isFixed: this.#isFixed,
      reactions: this.#reactions,
      stopped,
    };
  }

  #generate(): void {
    for (const seed of this.#model.seeds) {
      const index = this.#addSeed(complexGraph(seed.complex));
      const before = this.#initial[index];
      if (seed.isFixed) this.#isFixed[index] = true;
      this.#initial[index] = before === null ? seed.initial : this.#graph.add([before, seed.initial]);
    }
    this.#model.rules.forEach((rule, i) => {
      if (rule.patterns.length === 0) this.#react(rule, i, [], []);
    });
    for (let next = 0; next < this.#complexes.length; next++) this.#visit(next);
  }

  #addSeed(graph: ComplexGraph): number {
    const members = Int32Array.from(graph.agentType, (_, i) => i);
    const start = Int32Array.of(0, members.length);
    return this.#add({ graph, count: 1, start, members }, 0);
  }

  /** Number of a product, added when it is new. */
  #add(products: RuleProducts, index: number): number {
    const { graph, start, members } = products;
    const size = start[index + 1] - start[index];
    if (size > this.#limits.molecules) throw new LimitReached("molecules", this.#rule);
    const coder = this.#coder;
    if (coder.encode(graph, members, start[index], start[index + 1])) {
      const code = this.#codes.find(coder.code, coder.length);
      if (code >= 0) return this.#numberOfCode[code];
      const number = this.#open(extractComplex(products, index));
      this.#codes.intern(coder.code, coder.length);
      this.#numberOfCode.push(number);
      return number;
    }
    const complex = extractComplex(products, index);
    const { label } = canonicalForm(complex, this.#layouts);
    const known = this.#numberOfLabel.get(label);
    if (known !== undefined) return known;
    const number = this.#open(complex);
    this.#numberOfLabel.set(label, number);
    return number;
  }

  #open(complex: ComplexGraph): number {
    if (this.#complexes.length >= this.#limits.species) throw new LimitReached("species", this.#rule);
    this.#complexes.push(complex);
    this.#initial.push(null);
    this.#places.push(this.#placesOf(complex));
    return this.#complexes.length - 1;
  }

  /** Applies every rule to every combination of matches in which complex `index` is the newest. */
  #visit(index: number): void {
    const complex = this.#complexes[index];
    // Rules share patterns: each is searched for once.
    const known: (readonly Embedding[] | undefined)[] = [];
    const { rules } = this.#model;
    for (let r = 0; r < rules.length; r++) {
      const rule = rules[r];
      this.#rule = rule.name;
      const shared = this.#patterns[r];
      const found: (readonly Embedding[])[] = [];
      let last = -1;
      for (let p = 0; p < shared.length; p++) {
        const isAllowed = rule.conditions.length === 0 || this.#isAllowed(rule, p, complex);
        let list = isAllowed ? (known[shared[p]] ??= this.#searches[shared[p]].all(complex)) : nowhere;
        const centre = this.#centres[r];
        if (centre !== null && list.length > 1) list = distinctEmbeddings(list, centre[p]);
        found.push(list);
        if (list.length === 0) continue;
        this.#matches[r][p].push({ complex: index, embeddings: list });
        last = p;
      }
      if (rule.patterns.length > 1) this.#reactWithin(rule, r, index, found);
      if (last < 0) continue;
      // Only inside one complex: pairs of complexes would react at rate zero, and without end.
      if (rule.patterns.length > 1 && this.#isOff(rule)) continue;
      this.#combine(rule, r, index, last, false, []);
    }
  }

  #isOff({ rate }: StructuredRule): boolean {
    return rate.kind === "massAction" && !rate.anywhere && this.#graph.numberValue(rate.constant) === 0;
  }

  /** Whether a complex meets the conditions on the reactant of pattern `p`. */
  #isAllowed({ conditions, patterns }: StructuredRule, p: number, complex: ComplexGraph): boolean {
    if (conditions.length === 0) return true;
    const start = patterns.slice(0, p).reduce((sum, { agents }) => sum + agents.length, 0);
    const end = start + (patterns[p]?.agents.length ?? 0);
    const own = conditions.filter(({ side, agent }) => side === "reactant" && agent >= start && agent < end);
    return meetsConditions(own, () => complex, this.#layouts);
  }

  /**
   * Chooses a matched complex for each pattern; at least one must be the newest, which no pattern after number
   * `last` matches.
   */
  #combine(
    rule: StructuredRule,
    r: number,
    newest: number,
    last: number,
    hasNewest: boolean,
    chosen: Match[],
  ): void {
    const p = chosen.length;
    if (p === rule.patterns.length) {
      if (chosen.length === 1 || this.#canMeet(chosen)) this.#place(rule, r, chosen, []);
      return;
    }
    const list = this.#matches[r][p];
    // The newest complex stands at the end of the list, if it is there.
    for (let i = !hasNewest && p === last ? list.length - 1 : 0; i < list.length; i++) {
      chosen.push(list[i]);
      this.#combine(rule, r, newest, last, hasNewest || list[i].complex === newest, chosen);
      chosen.pop();
    }
  }

  /** A complex with a part in a membrane is in the membrane: its compartments of lowest rank. */
  #placesOf({ agentCompartment }: ComplexGraph): readonly number[] {
    const { compartments } = this.#model;
    const named = [...new Set(agentCompartment)].filter((one) => compartments[one].name !== "");
    const lowest = Math.min(...named.map((one) => compartments[one].rank));
    return named.filter((one) => compartments[one].rank === lowest);
  }

  /** Complexes meet in one volume and on one surface: not from two of them. */
  #canMeet(chosen: readonly Match[]): boolean {
    const { compartments } = this.#model;
    if (compartments.length < 2) return true;
    return chosen.every(({ complex }, i) => {
      const own = this.#places[complex];
      return chosen.slice(0, i).every((earlier) => {
        const other = this.#places[earlier.complex];
        if (own.length === 0 || other.length === 0) return true;
        const isOneRank = compartments[own[0]].rank === compartments[other[0]].rank;
        return !isOneRank || own.some((place) => other.includes(place));
      });
    });
  }

  /** Reacts at every combination of embeddings. */
  #place(rule: StructuredRule, r: number, chosen: readonly Match[], placed: Placement[]): void {
    const i = placed.length;
    if (i === chosen.length) {
      this.#react(
        rule,
        r,
        chosen.map(({ complex }) => complex),
        placed,
      );
      return;
    }
    const list = chosen[i].embeddings;
    for (let k = 0; k < list.length; k++) {
      placed.push({ complex: i, embedding: list[k] });
      this.#place(rule, r, chosen, placed);
      placed.pop();
    }
  }

  /** All patterns of a rule inside one complex, without sharing molecules. */
  #reactWithin(
    rule: StructuredRule,
    r: number,
    index: number,
    found: readonly (readonly Embedding[])[],
  ): void {
    const { rate } = rule;
    if (rate.kind !== "massAction" || (rate.within === null && !rate.anywhere)) return;
    const placed: Placement[] = [];
    const place = (p: number): void => {
      if (p === found.length) {
        this.#react(rule, r, [index], placed, true);
        return;
      }
      for (const embedding of found[p]) {
        const isFree = placed.every(
          (other) => !other.embedding.agents.some((agent) => embedding.agents.includes(agent)),
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
    rule: StructuredRule,
    r: number,
    numbers: readonly number[],
    placed: readonly Placement[],
    isWithin = false,
  ): void {
    const matched = placed.map(({ complex }) => numbers[complex]);
    let values = noValues;
    if (rule.locals.length > 0) {
      values = this.#values.of(rule, matched, [], [], this.#complexes);
      if (this.#idle.has(rule, values)) return;
    }
    const complexes = numbers.map((number) => this.#complexes[number]);
    const results = this.#application.apply(rule, complexes, placed);
    if (results === null) return;
    const made: number[] = [];
    for (let i = 0; i < results.count; i++) made.push(this.#add(results, i));
    ascending(made);
    const taken = ascending([...numbers]);
    if (rule.isBalanced)
      values = this.#values.of(rule, matched, countEach(taken), countEach(made), this.#complexes);
    const valueKey = values.size === 0 ? 0 : this.#valueNumber([...values.values()].join());
    // Identical reactants: n!/symmetry; the propensity of the flat reaction divides by n! again.
    const way = orders(taken) / this.#automorphisms[r];
    const before = this.#keys.size;
    const place = this.#sizeAt(rule, numbers, placed);
    const length = this.#writeKey(r, isWithin, valueKey, place, taken, made);
    const reaction = this.#keys.intern(this.#key, length);
    if (reaction < before) {
      this.#reactions[reaction].factor += way;
      return;
    }
    if (reaction >= this.#limits.reactions) throw new LimitReached("reactions", rule.name);
    this.#reactions.push({
      rule,
      reactants: this.#side(taken),
      products: this.#side(made),
      factor: way,
      values,
      isWithin,
      compartment: place < 0 ? null : place,
    });
  }

  /** As countEach; reactions share what stands once on a side. */
  #side(sorted: readonly number[]): readonly Stoichiometry[] {
    for (let i = 1; i < sorted.length; i++) if (sorted[i] === sorted[i - 1]) return countEach(sorted);
    return sorted.map((species) => (this.#singles[species] ??= { species, count: 1 }));
  }

  /** The compartment whose size the constant refers to; of a source, that of what it makes. -1: none. */
  #sizeAt(
    { patterns, created }: StructuredRule,
    numbers: readonly number[],
    placed: readonly Placement[],
  ): number {
    const { compartments } = this.#model;
    if (compartments.length === 1) return patterns.length + created.length > 0 ? 0 : -1;
    const members =
      patterns.length === 0
        ? created.map(({ compartment }) => [compartment])
        : placed.map(({ complex, embedding: { agents } }) => {
            const { agentCompartment } = this.#complexes[numbers[complex]];
            return Array.from(agents, (agent) => agentCompartment[agent]);
          });
    return referenceCompartment(members, compartments) ?? -1;
  }

  /** Writes a reaction as a sequence of numbers; gives its length. */
  #writeKey(
    r: number,
    isWithin: boolean,
    valueKey: number,
    place: number,
    taken: readonly number[],
    made: readonly number[],
  ): number {
    const length = 5 + taken.length + made.length;
    if (length > this.#key.length) this.#key = longer(this.#key, 2 * length);
    const key = this.#key;
    key[0] = r;
    key[1] = isWithin ? 1 : 0;
    key[2] = valueKey;
    key[3] = taken.length;
    key[4] = place;
    for (let i = 0; i < taken.length; i++) key[5 + i] = taken[i];
    for (let i = 0; i < made.length; i++) key[5 + taken.length + i] = made[i];
    return length;
  }

  #valueNumber(text: string): number {
    const known = this.#valueKeys.get(text) ?? this.#valueKeys.size;
    this.#valueKeys.set(text, known);
    return known;
  }
}

const nowhere: readonly Embedding[] = [];
const noValues: ReadonlyMap<SymbolId, number> = new Map();

/** Of a sorted side: each complex once, with its number. */
function countEach(sorted: readonly number[]): Stoichiometry[] {
  const counts: { species: number; count: number }[] = [];
  for (const species of sorted) {
    const last = counts.at(-1);
    if (last?.species === species) last.count++;
    else counts.push({ species, count: 1 });
  }
  return counts;
}

/** n! for each complex that stands n times in a sorted side. */
function orders(sorted: readonly number[]): number {
  let product = 1;
  let run = 0;
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    product *= run;
  }
  return product;
}

/** Sorts a few numbers in place. */
function ascending(numbers: number[]): number[] {
  for (let i = 1; i < numbers.length; i++)
    for (let k = i; k > 0 && numbers[k - 1] > numbers[k]; k--)
      [numbers[k - 1], numbers[k]] = [numbers[k], numbers[k - 1]];
  return numbers;
}
