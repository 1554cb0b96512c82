/**
 * Network-free plan (after Yang et al. 2008, doi:10.1103/PhysRevE.78.031910, and Sneddon et al. 2011,
 * doi:10.1038/nmeth.1546): the rules themselves, with their patterns cut into fragments, and rates that hold what
 * does not depend on where a rule is applied. The complexes are never listed.
 */
import type { DiagnosticSink } from "../../../diagnostics/diagnostic.ts";
import {
  type AgentChannel,
  type AgentMeasure,
  type AgentTables,
  differsBetweenMatches,
} from "../../../runtime/agentModel.ts";
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { FlatModel, FlatReaction } from "../../model/flatModel.ts";
import type { StructuredModel, StructuredRule } from "../../model/structured.ts";
import { patternAutomorphisms, ruleAutomorphisms } from "../network/automorphisms.ts";
import { highestPool } from "../network/complexReactions.ts";
import { referenceCompartment } from "../network/referenceCompartment.ts";
import type { AgentPlan } from "../plan.ts";
import { stateChanges } from "../planOde.ts";
import { identicalOrders, rateFactor } from "../rateFactor.ts";
import type { StateSpace } from "../stateSpace.ts";
import { fromTheRight } from "../triggerEdges.ts";
import { reactionCentre } from "../network/reactionCentre.ts";
import { agentSeed, mergedSeeds } from "./agentSeeds.ts";
import { keepsTrees } from "./bondTrees.ts";
import { mayCollide } from "./collisions.ts";
import { connectivityTests } from "./connectivityTests.ts";
import { ContactMap } from "./contactMap.ts";
import { distinctPatterns } from "./distinctPatterns.ts";
import { type CutPattern, FragmentTable } from "./fragments.ts";
import { MatchValuePlanner } from "./matchValues.ts";
import { mayBeApart } from "./meetings.ts";
import { withSortedSites } from "./sortedSites.ts";
import { variesBetweenReactions } from "./varying.ts";

const nothing: StructuredModel = {
  types: [],
  compartments: [],
  rules: [],
  seeds: [],
  measures: [],
  energies: [],
};

/** `reading`: expressions outside the rules that must be right after every reaction (triggers). */
export function planAgents(
  flat: FlatModel,
  space: StateSpace,
  reading: readonly ExpressionId[],
  sink: DiagnosticSink,
): AgentPlan {
  return new AgentPlanner(flat, space, sink).plan(reading);
}

class AgentPlanner {
  readonly #flat: FlatModel;
  readonly #space: StateSpace;
  readonly #sink: DiagnosticSink;
  readonly #model: StructuredModel;
  readonly #contacts: ContactMap;
  readonly #isTree: boolean;
  readonly #fragments = new FragmentTable();
  readonly #channels: AgentChannel[] = [];
  readonly #rates: { constant: ExpressionId | null; rate: ExpressionId | null }[] = [];
  readonly #sizes: ExpressionId[];
  readonly #stateBySymbol: ReadonlyMap<SymbolId, number>;
  /** States that flows move, and their symbols. */
  readonly #movedStates: ReadonlySet<number>;
  readonly #movedSymbols: ReadonlySet<SymbolId>;
  readonly #moving: number[] = [];
  readonly #matchValues: MatchValuePlanner;

  constructor(flat: FlatModel, space: StateSpace, sink: DiagnosticSink) {
    this.#flat = flat;
    this.#space = space;
    this.#sink = sink;
    this.#model = withSortedSites(flat.structured ?? nothing);
    this.#contacts = new ContactMap(this.#model);
    this.#isTree = keepsTrees(this.#model, flat.graph);
    this.#matchValues = new MatchValuePlanner(flat.graph, this.#model, this.#contacts);
    this.#sizes = this.#model.compartments.map(({ size }) => space.inStates(size));
    this.#stateBySymbol = new Map(space.states.map(({ symbol }, i) => [symbol, i]));
    this.#movedStates = new Set(flat.flows.flatMap(({ target }) => space.stateOf(target) ?? []));
    this.#movedSymbols = new Set([...this.#movedStates].map((state) => space.states[state].symbol));
  }

  plan(reading: readonly ExpressionId[]): AgentPlan {
    const { types, compartments, rules, measures } = this.#model;
    const seeds = mergedSeeds(this.#model, this.#flat.graph);
    for (const reaction of this.#flat.reactions) this.#addReaction(reaction);
    for (const rule of rules) this.#addRule(rule);
    const live = new Set<number>();
    for (const id of [...reading, ...this.#rates.flatMap(({ rate }) => rate ?? []), ...this.#sizes]) {
      for (const state of this.#readsOf(id)) live.add(state);
    }
    const measured = measures.map(({ symbol, pattern, measure, having }): AgentMeasure => {
      const automorphisms = patternAutomorphisms(pattern);
      const state = this.#stateBySymbol.get(symbol) ?? -1;
      return {
        state,
        fragments: this.#fragments.cut(pattern).fragments,
        measure,
        divisor: measure === "count" ? automorphisms : 1,
        least: having === null ? 1 : having.least * automorphisms,
        most: having === null || having.most === null ? null : having.most * automorphisms,
        isLive: live.has(state),
      };
    });
    const tables: AgentTables = {
      types,
      compartments: compartments.map(({ name, rank }) => ({ name, rank })),
      seeds: seeds.map((seed) => agentSeed(seed, this.#model, this.#fragments, this.#stateBySymbol)),
      fragments: this.#fragments.fragments,
      channels: this.#channels,
      measures: measured,
      // Where a cut always parts a complex, labels cost no more than the search that they spare.
      keepsComplexes: this.#channels.some(
        ({ groups, apart }) =>
          groups.some((members) => members.length > 1) || (this.#isTree && apart.length > 0),
      ),
      sizeCount: this.#sizes.length,
    };
    return {
      tables,
      rates: this.#rates,
      moving: this.#moving,
      matchValues: this.#matchValues.symbols,
      amounts: seeds.map(({ initial }) => this.#space.inStates(initial)),
      sizes: this.#sizes,
    };
  }

  /** A reaction of plain species only. */
  #addReaction(reaction: FlatReaction): void {
    const changes = stateChanges(this.#flat, this.#space, reaction);
    if (changes.length === 0) return;
    const { rate } = reaction;
    const { reactants, factors } = this.#reactants(reaction.reactants);
    const value =
      rate.kind === "total"
        ? rate.velocity
        : this.#scaled(
            [rate.constant, ...factors],
            rate.size,
            reaction.reactants.reduce((sum, { count }) => sum + count, 0),
            identicalOrders(reaction.reactants),
          );
    this.#push(value, reaction.origin, {
      ...emptyChannel,
      name: reaction.name,
      isTotal: rate.kind === "total",
      reactants,
      changes,
    });
  }

  #addRule(rule: StructuredRule): void {
    const { rate, patterns } = rule;
    if (rate.kind === "total") {
      this.#addChannel(rule, patterns.length > 1, rate.velocity, 1, "between");
      return;
    }
    const isAnywhere = rate.anywhere && patterns.length > 1;
    this.#addChannel(
      rule,
      !isAnywhere && patterns.length > 1,
      rate.constant,
      patterns.length,
      isAnywhere ? "anywhere" : "between",
    );
    if (rate.within !== null && !isAnywhere && patterns.length > 1) {
      this.#addChannel(rule, false, rate.within, 1, "within");
    }
  }

  #addChannel(
    rule: StructuredRule,
    isTested: boolean,
    rate: ExpressionId,
    complexes: number,
    kind: "between" | "anywhere" | "within",
  ): void {
    if (this.#flat.graph.numberValue(rate) === 0) return;
    const cuts = rule.patterns.map((pattern) => this.#fragments.cut(pattern));
    const { matched, places, groups } = placesOf(cuts, kind === "within");
    const tests = connectivityTests(rule, this.#contacts, kind === "between", isTested, this.#isTree);
    const { reactants, factors } = this.#reactants(rule.consumed);
    const { consumed, produced } = rule;
    const changes = stateChanges(this.#flat, this.#space, {
      name: rule.name,
      reactants: consumed,
      products: produced,
      rate: { kind: "total", velocity: rate },
      origin: rule.origin,
    });
    const order = complexes + consumed.reduce((sum, { count }) => sum + count, 0);
    const isTotal = rule.rate.kind === "total";
    const size = isTotal ? { kind: "static" as const, size: null } : this.#size(rule, order);
    const centre = rule.isDistinct ? reactionCentre(rule) : null;
    const distinct = rule.isDistinct
      ? distinctPatterns(rule, this.#model, this.#contacts, matched)
      : { tested: [], ways: 1 };
    const symmetry =
      identicalOrders(consumed) * ruleAutomorphisms(rule, this.#flat.graph, centre) * distinct.ways;
    const own = this.#matchValues.of(rule, rate, groups, matched, this.#fragments, this.#sink);
    const value = isTotal
      ? rate
      : this.#scaled([own.rate, ...factors], size.kind === "static" ? size.size : null, order, symmetry);
    this.#push(value, rule.origin, {
      name: rule.name,
      isTotal,
      places,
      groups,
      matched,
      created: rule.created,
      actions: rule.actions,
      conditions: rule.conditions
        .map(({ pattern, ...condition }) => ({
          ...condition,
          fragments: this.#fragments.cut(pattern).fragments,
        }))
        .sort((a, b) => a.agent - b.agent),
      locals: own.locals,
      matchChanges: own.matchChanges,
      reactants,
      changes,
      reads: [],
      ...tests,
      distinct: distinct.tested,
      mayCollide: mayCollide(rule),
      mayBeApart: kind !== "within" && mayBeApart(rule, this.#model.compartments),
      sizePower: size.kind === "static" ? 0 : order - 1,
      fallbackSize: size.kind === "static" ? -1 : size.fallback,
      fallbackRank: size.kind === "static" ? 0 : size.rank,
    });
  }

  #push(value: ExpressionId, origin: FlatReaction["origin"], channel: AgentChannel): void {
    const { graph } = this.#flat;
    // At a scheduled time the rate that holds from then on is needed.
    const rate = fromTheRight(graph, this.#flat.time, this.#space.inStates(value));
    const isConstant = [...dependencies(graph, rate)].every(
      (symbol) => graph.symbolInfo(symbol).kind === "parameter",
    );
    const isMoved = channel.reactants.some(({ state }) => this.#movedStates.has(state));
    const varies = (id: ExpressionId): boolean =>
      variesBetweenReactions(graph, this.#flat.time, this.#movedSymbols, id);
    if (isMoved || varies(rate)) {
      this.#moving.push(this.#channels.length);
      if (differsBetweenMatches(channel))
        this.#sink.report("TDL5126", origin, { rule: channel.name, how: "differs from match to match" });
    }
    if (channel.sizePower > 0 && this.#sizes.some(varies))
      this.#sink.report("TDL5126", origin, {
        rule: channel.name,
        how: "refers to the size of the place where molecules meet",
      });
    this.#channels.push({ ...channel, reads: isConstant ? [] : this.#readsOf(rate) });
    this.#rates.push(isConstant ? { constant: rate, rate: null } : { constant: null, rate });
  }

  #readsOf(id: ExpressionId): number[] {
    return [...dependencies(this.#flat.graph, id)]
      .flatMap((symbol) => this.#stateBySymbol.get(symbol) ?? [])
      .sort((a, b) => a - b);
  }

  /** Plain species that are counted one by one, and factors for those that stimuli or concentrations hold. */
  #reactants(consumed: readonly { readonly species: number; readonly count: number }[]): {
    reactants: { state: number; multiplicity: number }[];
    factors: ExpressionId[];
  } {
    const { graph, species } = this.#flat;
    const reactants: { state: number; multiplicity: number }[] = [];
    const factors: ExpressionId[] = [];
    for (const { species: index, count } of consumed) {
      const state = this.#space.stateOf({ kind: "species", index });
      if (state !== null && species[index].holds === "amount" && !this.#space.holds.has(state)) {
        reactants.push({ state, multiplicity: count });
        continue;
      }
      const amount = this.#space.inStates(species[index].amount);
      for (let i = 0; i < count; i++)
        factors.push(graph.maximum(graph.subtract(amount, graph.number(i)), graph.number(0)));
    }
    return { reactants, factors };
  }

  #scaled(
    factors: readonly ExpressionId[],
    size: ExpressionId | null,
    order: number,
    symmetry: number,
  ): ExpressionId {
    const { graph } = this.#flat;
    const scale = rateFactor(graph, size, order, symmetry);
    return graph.multiply(scale === null ? factors : [...factors, scale]);
  }

  /** The size that a rate constant refers to: known beforehand, or that of the molecules that meet. */
  #size(
    rule: StructuredRule,
    order: number,
  ): { kind: "static"; size: ExpressionId | null } | { kind: "met"; fallback: number; rank: number } {
    const { compartments } = this.#model;
    const plain = highestPool(this.#flat, rule.consumed);
    const only = compartments.length === 1 ? 0 : null;
    const known =
      rule.patterns.length === 0
        ? rule.created.map(({ compartment }) => [compartment])
        : rule.patterns.map(({ agents }) => agents.map(({ compartment }) => compartment ?? only));
    const isKnown = known.flat().every((compartment) => compartment !== null);
    if (isKnown || order === 1) {
      const best = referenceCompartment(
        known.map((members) => members.map((compartment) => compartment ?? 0)),
        compartments,
      );
      const own = best === null ? null : compartments[best];
      const isPlain = own === null || (plain !== null && plain.rank > own.rank);
      return { kind: "static", size: isPlain ? (plain?.size ?? null) : own.size };
    }
    if (plain === null) return { kind: "met", fallback: -1, rank: 0 };
    this.#sizes.push(this.#space.inStates(plain.size));
    return { kind: "met", fallback: this.#sizes.length - 1, rank: plain.rank };
  }
}

const emptyChannel: AgentChannel = {
  name: "",
  isTotal: false,
  places: [],
  groups: [],
  matched: [],
  created: [],
  actions: [],
  reactants: [],
  changes: [],
  reads: [],
  apart: [],
  conditions: [],
  locals: [],
  matchChanges: [],
  joined: [],
  parted: [],
  distinct: [],
  mayCollide: false,
  mayBeApart: false,
  sizePower: 0,
  fallbackSize: -1,
  fallbackRank: 0,
};

function placesOf(
  cuts: readonly CutPattern[],
  isOneComplex: boolean,
): Pick<AgentChannel, "matched" | "places" | "groups"> {
  const places: number[] = [];
  const groups: number[][] = [];
  const matched: { place: number; agent: number }[] = [];
  for (const { fragments, agents } of cuts) {
    const first = places.length;
    places.push(...fragments);
    const members = fragments.map((_, i) => first + i);
    const [open] = groups;
    if (isOneComplex && open !== undefined) open.push(...members);
    else groups.push(members);
    matched.push(...agents.map(({ part, agent }) => ({ place: first + part, agent })));
  }
  return { matched, places, groups };
}
