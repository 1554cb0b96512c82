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
import { applyRule, meetsConditions } from "./applyRule.ts";
import { identicalOrders } from "../rateFactor.ts";
import { ruleAutomorphisms } from "./automorphisms.ts";
import { canonicalForm } from "./canonicalLabel.ts";
import { type ComplexGraph, complexGraph, type TypeLayout, typeLayout } from "./complexGraph.ts";
import { type Embedding, embeddings } from "./embedding.ts";
import { MatchValues } from "./matchValues.ts";

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
  /** Where the complexes that take part are (in a membrane, if a part of them is). */
  readonly compartments: readonly number[];
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
  readonly #index = new Map<string, number>();
  readonly #initial: (ExpressionId | null)[] = [];
  readonly #isFixed: boolean[] = [];
  readonly #reactions = new Map<string, { -readonly [K in keyof NetworkReaction]: NetworkReaction[K] }>();
  /** For each rule and pattern the complexes that match it so far. */
  readonly #matches: Match[][][];
  readonly #automorphisms: readonly number[];
  readonly #values: MatchValues;
  #rule = "";

  constructor(model: StructuredModel, graph: ExpressionGraph, limits: NetworkLimits) {
    this.#model = model;
    this.#graph = graph;
    const largest = Math.max(0, ...model.seeds.map(({ complex }) => complex.agents.length));
    this.#limits = { ...limits, molecules: Math.max(limits.molecules, 2 * largest) };
    this.#layouts = model.types.map(typeLayout);
    this.#matches = model.rules.map(({ patterns }) => patterns.map(() => []));
    this.#automorphisms = model.rules.map((rule) => ruleAutomorphisms(rule, graph));
    this.#values = new MatchValues(model, this.#layouts);
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
      reactions: [...this.#reactions.values()],
      stopped,
    };
  }

  #generate(): void {
    for (const seed of this.#model.seeds) {
      const index = this.#add(complexGraph(seed.complex));
      const before = this.#initial[index];
      if (seed.isFixed) this.#isFixed[index] = true;
      this.#initial[index] = before === null ? seed.initial : this.#graph.add([before, seed.initial]);
    }
    this.#model.rules.forEach((rule, i) => {
      if (rule.patterns.length === 0) this.#react(rule, i, [], [], []);
    });
    for (let next = 0; next < this.#complexes.length; next++) this.#visit(next);
  }

  /** Index of a complex, added when it is new. */
  #add(complex: ComplexGraph): number {
    if (complex.agentType.length > this.#limits.molecules) throw new LimitReached("molecules", this.#rule);
    const { label } = canonicalForm(complex, this.#layouts);
    const known = this.#index.get(label);
    if (known !== undefined) return known;
    if (this.#complexes.length >= this.#limits.species) throw new LimitReached("species", this.#rule);
    const index = this.#complexes.length;
    this.#index.set(label, index);
    this.#complexes.push(complex);
    this.#initial.push(null);
    return index;
  }

  /** Applies every rule to every combination of matches in which complex `index` is the newest. */
  #visit(index: number): void {
    const complex = this.#complexes[index];
    this.#model.rules.forEach((rule, r) => {
      this.#rule = rule.name;
      const found = rule.patterns.map((pattern, p) =>
        this.#isAllowed(rule, p, complex) ? embeddings(pattern, complex, this.#layouts) : [],
      );
      found.forEach((list, p) => {
        if (list.length > 0) this.#matches[r][p].push({ complex: index, embeddings: list });
      });
      if (rule.patterns.length > 1) this.#reactWithin(rule, r, index, found);
      if (found.every((list) => list.length === 0)) return;
      // Only inside one complex: pairs of complexes would react at rate zero, and without end.
      const { rate } = rule;
      const isOff =
        rate.kind === "massAction" && !rate.anywhere && this.#graph.numberValue(rate.constant) === 0;
      if (isOff && rule.patterns.length > 1) return;
      this.#combine(rule, r, index, 0, false, []);
    });
  }

  /** Whether a complex meets the conditions on the reactant of pattern `p`. */
  #isAllowed({ conditions, patterns }: StructuredRule, p: number, complex: ComplexGraph): boolean {
    if (conditions.length === 0) return true;
    const start = patterns.slice(0, p).reduce((sum, { agents }) => sum + agents.length, 0);
    const end = start + (patterns[p]?.agents.length ?? 0);
    const own = conditions.filter(({ side, agent }) => side === "reactant" && agent >= start && agent < end);
    return meetsConditions(own, () => complex, this.#layouts);
  }

  /** Chooses a matched complex for each pattern; at least one must be the newest. */
  #combine(
    rule: StructuredRule,
    r: number,
    newest: number,
    p: number,
    hasNewest: boolean,
    chosen: Match[],
  ): void {
    const { patterns } = rule;
    if (p === patterns.length) {
      if (chosen.length > 1 && !this.#canMeet(chosen.map(({ complex }) => this.#complexes[complex]))) return;
      this.#forEachPlacing(chosen, (placed) => {
        const complexes = placed.map((_, i) => this.#complexes[chosen[i].complex]);
        this.#react(
          rule,
          r,
          complexes,
          placed,
          chosen.map(({ complex }) => complex),
        );
      });
      return;
    }
    const list = this.#matches[r][p];
    const mustBeNewest = !hasNewest && p === patterns.length - 1;
    if (mustBeNewest) {
      const last = list.at(-1);
      if (last?.complex === newest) this.#combine(rule, r, newest, p + 1, true, [...chosen, last]);
      return;
    }
    for (const match of list) {
      this.#combine(rule, r, newest, p + 1, hasNewest || match.complex === newest, [...chosen, match]);
    }
  }

  /** A complex with a part in a membrane is in the membrane: its compartment of lowest rank. */
  #compartmentOf({ agentCompartment }: ComplexGraph): number {
    const { compartments } = this.#model;
    return agentCompartment.reduce((best, one) =>
      compartments[one].rank < compartments[best].rank ? one : best,
    );
  }

  /** Complexes meet in one volume and on one surface: not from two of them. */
  #canMeet(complexes: readonly ComplexGraph[]): boolean {
    const byRank = new Map<number, number>();
    return complexes.every((complex) => {
      const own = this.#compartmentOf(complex);
      const { rank } = this.#model.compartments[own];
      const other = byRank.get(rank);
      byRank.set(rank, own);
      return other === undefined || other === own;
    });
  }

  #forEachPlacing(
    chosen: readonly Match[],
    visit: (placed: { complex: number; embedding: Embedding }[]) => void,
  ): void {
    const placed: { complex: number; embedding: Embedding }[] = [];
    const place = (i: number): void => {
      if (i === chosen.length) {
        visit([...placed]);
        return;
      }
      for (const embedding of chosen[i].embeddings) {
        placed.push({ complex: i, embedding });
        place(i + 1);
        placed.pop();
      }
    };
    place(0);
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
    const complex = this.#complexes[index];
    const placed: { complex: number; embedding: Embedding }[] = [];
    const place = (p: number): void => {
      if (p === found.length) {
        this.#react(rule, r, [complex], [...placed], [index], true);
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

  #react(
    rule: StructuredRule,
    r: number,
    complexes: readonly ComplexGraph[],
    placed: readonly { readonly complex: number; readonly embedding: Embedding }[],
    reactantIndices: readonly number[],
    isWithin = false,
  ): void {
    const results = applyRule(rule, complexes, placed, this.#layouts);
    if (results === null) return;
    const products = countEach(results.map((result) => this.#add(result)));
    const reactants = countEach(reactantIndices);
    const matched = placed.map(({ complex }) => reactantIndices[complex]);
    const values = this.#values.of(rule, matched, reactants, products, this.#complexes);
    const key = `${r}|${isWithin ? "w" : ""}|${sideKey(reactants)}>${sideKey(products)}|${[...values.values()].join()}`;
    const known = this.#reactions.get(key);
    // Identical reactants: n!/symmetry; the propensity of the flat reaction divides by n! again.
    const identical = identicalOrders(reactants);
    const way = identical / this.#automorphisms[r];
    if (known !== undefined) {
      known.factor += way;
      return;
    }
    if (this.#reactions.size >= this.#limits.reactions) throw new LimitReached("reactions", rule.name);
    const compartments = new Set(complexes.map((complex) => this.#compartmentOf(complex)));
    for (const { compartment } of rule.patterns.length === 0 ? rule.created : [])
      compartments.add(compartment);
    this.#reactions.set(key, {
      rule,
      reactants,
      products,
      factor: way,
      values,
      isWithin,
      compartments: [...compartments],
    });
  }
}

function countEach(indices: readonly number[]): Stoichiometry[] {
  const counts = new Map<number, number>();
  for (const index of indices) counts.set(index, (counts.get(index) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => a - b).map(([species, count]) => ({ species, count }));
}

function sideKey(side: readonly Stoichiometry[]): string {
  return side.map(({ species, count }) => `${count}*${species}`).join("+");
}
