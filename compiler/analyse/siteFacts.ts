/**
 * What may ever be true of single sites: an over-approximation of everything that the rules can reach.
 *
 * A fact is a molecule type that is there, a state that some site has, a site that is free, a bond between two
 * kinds of sites, or a type in a compartment. Starting from the initial complexes, a rule whose facts are all
 * there adds those that it makes, until nothing is new. A rule that lacks a fact in the end can never happen,
 * since a match of it would have all of them. Relations between the sites of one molecule are forgotten, so that
 * not every rule that can not happen is found. (Danos, Feret, Fontana and Krivine 2008, Abstract interpretation
 * of cellular signalling networks, doi:10.1007/978-3-540-78163-9_11, with this coarsest of domains.)
 */
import type { ExpressionGraph } from "../expression/graph.ts";
import { classOfInstance, patternStart, type SiteKind } from "../model/siteKind.ts";
import type {
  MoleculePattern,
  PatternAgent,
  PatternBond,
  RuleAction,
  SiteReference,
  StructuredModel,
  StructuredRule,
} from "../model/structured.ts";

export type SiteFact =
  | { readonly kind: "present"; readonly type: number }
  | { readonly kind: "place"; readonly type: number; readonly compartment: number }
  | ({ readonly kind: "state"; readonly state: number } & SiteKind)
  | ({ readonly kind: "free" } & SiteKind)
  /** Bound to anything. */
  | ({ readonly kind: "bound" } & SiteKind)
  | { readonly kind: "bond"; readonly a: SiteKind; readonly b: SiteKind }
  /** Some of a plain species. */
  | { readonly kind: "pool"; readonly species: number };

/** Plain species, by index, beside the molecules of a model. */
export interface Pools {
  /** There at the start, or changed by what is no rule on these molecules. */
  readonly given: ReadonlySet<number>;
  readonly reactions: readonly { readonly taken: readonly number[]; readonly made: readonly number[] }[];
}

export function factKey(fact: SiteFact): string {
  switch (fact.kind) {
    case "present":
      return `present ${fact.type}`;
    case "place":
      return `place ${fact.type} ${fact.compartment}`;
    case "state":
      return `state ${siteKey(fact)} ${fact.state}`;
    case "free":
    case "bound":
      return `${fact.kind} ${siteKey(fact)}`;
    case "bond":
      return `bond ${[siteKey(fact.a), siteKey(fact.b)].sort().join(" ")}`;
    case "pool":
      return `pool ${fact.species}`;
  }
}

function siteKey({ type, siteClass }: SiteKind): string {
  return `${type}/${siteClass}`;
}

export class ReachableFacts {
  readonly #model: StructuredModel;
  readonly #pools: Pools | null;
  readonly #keys = new Set<string>();
  /** For each kind of site what binds it. */
  readonly #partners = new Map<string, SiteKind[]>();
  readonly #enabled = new Set<StructuredRule>();

  /** Without `pools` all plain species are taken to be there. */
  constructor(model: StructuredModel, graph: ExpressionGraph, pools: Pools | null = null) {
    this.#model = model;
    this.#pools = pools;
    for (const species of pools?.given ?? []) this.#add({ kind: "pool", species });
    for (const { complex, initial } of model.seeds) {
      if (graph.numberValue(initial) === 0) continue;
      for (const { type, compartment, states, bonds } of complex.agents) {
        this.#add({ kind: "present", type });
        this.#add({ kind: "place", type, compartment });
        states.forEach((state, site) => {
          const here = { type, siteClass: classOfInstance(model, type, site) };
          if (state >= 0) this.#add({ kind: "state", ...here, state });
          const bond = bonds[site] ?? null;
          if (bond === null) this.#add({ kind: "free", ...here });
          else {
            const other = complex.agents[bond.agent].type;
            this.#bond(here, { type: other, siteClass: classOfInstance(model, other, bond.site) });
          }
        });
      }
    }
    this.#close();
  }

  has(fact: SiteFact): boolean {
    return this.#keys.has(factKey(fact));
  }

  canHappen(rule: StructuredRule): boolean {
    return this.#enabled.has(rule);
  }

  /** What the rule needs and never is there. */
  missing(rule: StructuredRule): readonly SiteFact[] {
    const needed = [...neededFacts(rule), ...(this.#pools === null ? [] : rule.consumed.map(poolFact))];
    return needed.filter((fact) => !this.has(fact));
  }

  /** What the rule would make, whether it can happen or not. */
  madeBy(rule: StructuredRule): readonly SiteFact[] {
    const agents = rule.patterns.flatMap((pattern) => pattern.agents);
    const facts: SiteFact[] = rule.produced.map(poolFact);
    for (const { type, compartment, states } of rule.created) {
      facts.push({ kind: "present", type }, { kind: "place", type, compartment });
      states.forEach((state, site) => {
        const here = { type, siteClass: classOfInstance(this.#model, type, site) };
        if (state >= 0) facts.push({ kind: "state", ...here, state });
        facts.push({ kind: "free", ...here });
      });
    }
    for (const action of rule.actions) facts.push(...this.#madeByAction(action, rule, agents));
    return facts;
  }

  #madeByAction(action: RuleAction, rule: StructuredRule, agents: readonly PatternAgent[]): SiteFact[] {
    switch (action.kind) {
      case "state":
        return [{ kind: "state", ...this.#kindOf(action.at, rule, agents), state: action.to }];
      case "bind": {
        const a = this.#kindOf(action.a, rule, agents);
        const b = this.#kindOf(action.b, rule, agents);
        return [
          { kind: "bond", a, b },
          { kind: "bound", ...a },
          { kind: "bound", ...b },
        ];
      }
      case "unbind": {
        const here = this.#kindOf(action.at, rule, agents);
        return [here, ...this.#partnersOf(action.at, rule, agents)].map((site) => ({
          kind: "free",
          ...site,
        }));
      }
      case "delete": {
        const type = typeOf(action.agent, rule, agents);
        const freed = this.#model.types[type].sites.flatMap(
          (_, siteClass) => this.#partners.get(siteKey({ type, siteClass })) ?? [],
        );
        return freed.map((site) => ({ kind: "free", ...site }));
      }
      case "deleteComplex":
        return [];
      case "moveComplex":
        return this.#typesAlong(typeOf(action.agent, rule, agents)).map((type) => ({
          kind: "place",
          type,
          compartment: action.compartment,
        }));
      case "move": {
        const type = typeOf(action.agent, rule, agents);
        return [{ kind: "place", type, compartment: action.compartment }];
      }
    }
  }

  /** Types of molecules that may hang together with one of a type, itself first. */
  #typesAlong(start: number): readonly number[] {
    const types = [start];
    for (const type of types)
      for (const siteClass of this.#model.types[type].sites.keys())
        for (const partner of this.#partners.get(siteKey({ type, siteClass })) ?? [])
          if (!types.includes(partner.type)) types.push(partner.type);
    return types;
  }

  #partnersOf(at: SiteReference, rule: StructuredRule, agents: readonly PatternAgent[]): readonly SiteKind[] {
    const bond = agents[at.agent]?.sites[at.site]?.bond;
    if (bond?.kind === "partner") return [bond];
    if (bond?.kind === "link") {
      const other = patternStart(rule, at.agent) + bond.agent;
      return [this.#kindOf({ agent: other, site: bond.site }, rule, agents)];
    }
    return this.#partners.get(siteKey(this.#kindOf(at, rule, agents))) ?? [];
  }

  #kindOf({ agent, site }: SiteReference, rule: StructuredRule, agents: readonly PatternAgent[]): SiteKind {
    const type = typeOf(agent, rule, agents);
    const matched = agents[agent];
    const siteClass =
      matched === undefined ? classOfInstance(this.#model, type, site) : matched.sites[site].siteClass;
    return { type, siteClass };
  }

  #close(): void {
    for (let isNew = true; isNew; ) {
      isNew = this.#closeReactions();
      for (const rule of this.#model.rules) {
        if (!this.#enabled.has(rule)) {
          if (this.missing(rule).length > 0) continue;
          this.#enabled.add(rule);
          isNew = true;
        }
        for (const fact of this.madeBy(rule)) {
          if (this.has(fact)) continue;
          isNew = true;
          if (fact.kind === "bond") this.#bond(fact.a, fact.b);
          else this.#add(fact);
        }
      }
    }
  }

  /** Whether a reaction made something new. */
  #closeReactions(): boolean {
    const before = this.#keys.size;
    const isThere = (species: number): boolean => this.has({ kind: "pool", species });
    for (const { taken, made } of this.#pools?.reactions ?? [])
      if (taken.every(isThere)) for (const species of made) this.#add({ kind: "pool", species });
    return this.#keys.size > before;
  }

  #add(fact: SiteFact): void {
    this.#keys.add(factKey(fact));
  }

  #bond(a: SiteKind, b: SiteKind): void {
    const fact: SiteFact = { kind: "bond", a, b };
    if (this.has(fact)) return;
    this.#add(fact);
    for (const [here, there] of [
      [a, b],
      [b, a],
    ]) {
      this.#add({ kind: "bound", ...here });
      const known = this.#partners.get(siteKey(here));
      if (known === undefined) this.#partners.set(siteKey(here), [there]);
      else known.push(there);
    }
  }
}

function poolFact({ species }: { readonly species: number }): SiteFact {
  return { kind: "pool", species };
}

/** What must be there for a rule to match, molecules before their sites. */
function neededFacts({ patterns, conditions }: StructuredRule): readonly SiteFact[] {
  const included = conditions.filter(({ kind, side }) => kind === "include" && side === "reactant");
  // Several `include` of one complex are alternatives, of which any may be the one that holds.
  const alone = included.filter(
    ({ agent }) => included.filter((other) => other.agent === agent).length === 1,
  );
  return [...patterns, ...alone.map(({ pattern }) => pattern)].flatMap(patternFacts);
}

export function patternFacts({ agents }: MoleculePattern): readonly SiteFact[] {
  const facts: SiteFact[] = agents.map(({ type }) => ({ kind: "present", type }));
  for (const { type, compartment, sites } of agents) {
    if (compartment !== null) facts.push({ kind: "place", type, compartment });
    for (const { siteClass, state, bond } of sites) {
      if (state !== null) facts.push({ kind: "state", type, siteClass, state });
      const fact = bondFact(bond, { type, siteClass }, agents);
      if (fact !== null) facts.push(fact);
    }
  }
  return facts;
}

function bondFact(bond: PatternBond, here: SiteKind, agents: readonly PatternAgent[]): SiteFact | null {
  switch (bond.kind) {
    case "any":
      return null;
    case "free":
    case "bound":
      return { kind: bond.kind, ...here };
    case "partner":
      return { kind: "bond", a: here, b: { type: bond.type, siteClass: bond.siteClass } };
    case "link": {
      const other = agents[bond.agent];
      const b = { type: other.type, siteClass: other.sites[bond.site].siteClass };
      return { kind: "bond", a: here, b };
    }
  }
}

function typeOf(agent: number, rule: StructuredRule, agents: readonly PatternAgent[]): number {
  return agents[agent]?.type ?? rule.created[agent - agents.length].type;
}
