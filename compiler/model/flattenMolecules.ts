/**
 * Molecules in the flat model: types, initial complexes, rules and pattern measures become indices.
 *
 * A rule with state variables becomes one rule for each combination of states. What a rule does is found by
 * comparing the sites of matched molecules on its two sides.
 */
import type { Initial, Participant, Rule } from "../../grammar/syntax/declaration.ts";
import type { Pattern } from "../../grammar/syntax/pattern.ts";
import type { Path } from "../../grammar/syntax/common.ts";
import { concentrationDimension } from "../../runtime/units/dimension.ts";
import { compartmentsOf, complexStarts } from "../check/checkStructuredRule.ts";
import { constantValue } from "../check/constantValue.ts";
import type { MoleculeSymbol } from "../check/moleculeTypes.ts";
import { type AnalysedAgent, type AnalysedSite, PatternAnalyser } from "../check/patternAnalysis.ts";
import { analyseRule, isStructured, type RuleDirection } from "../check/ruleAnalysis.ts";
import { noLocals } from "../check/typeChecker.ts";
import { fits } from "../check/valueType.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { Flattener } from "./flatten.ts";
import type { Instance } from "./instance.ts";
import type {
  Complex,
  ComplexAgent,
  ComplexCondition,
  CreatedAgent,
  MoleculePattern,
  MoleculeType,
  PatternAgent,
  PatternBond,
  PatternMeasure,
  PatternSite,
  RuleAction,
  SiteReference,
  StructuredCompartment,
  StructuredModel,
  StructuredRule,
  StructuredSeed,
} from "./structured.ts";

type Assignment = ReadonlyMap<string, number>;
const noAssignment: Assignment = new Map();

export class MoleculeFlattener {
  readonly #flattener: Flattener;
  readonly #types: MoleculeType[] = [];
  readonly #typeIndex = new Map<MoleculeSymbol, number>();
  readonly #compartments: StructuredCompartment[] = [];
  readonly #compartmentIndex = new Map<string, number>();
  readonly #rules: StructuredRule[] = [];
  readonly #seeds: StructuredSeed[] = [];
  readonly #measures: PatternMeasure[] = [];
  readonly #measureIndex = new Map<string, ExpressionId>();

  constructor(flattener: Flattener) {
    this.#flattener = flattener;
  }

  /** Null when the model has no molecules. */
  result(): StructuredModel | null {
    if (this.#rules.length === 0 && this.#seeds.length === 0 && this.#measures.length === 0) return null;
    return {
      types: this.#types,
      compartments: this.#compartments,
      rules: this.#rules,
      seeds: this.#seeds,
      measures: this.#measures,
    };
  }

  // --- Types, compartments, patterns

  #type(symbol: MoleculeSymbol): number {
    const known = this.#typeIndex.get(symbol);
    if (known !== undefined) return known;
    const index = this.#types.length;
    this.#typeIndex.set(symbol, index);
    this.#types.push({
      name: symbol.name,
      sites: this.#flattener.request.checker.molecules
        .sitesOf(symbol)
        .map(({ name, states, multiplicity }) => ({
          name: name.text,
          states: (states ?? []).map(({ text }) => text),
          multiplicity,
        })),
    });
    return index;
  }

  #moleculeType(index: number): MoleculeType {
    const type = this.#types[index];
    if (type === undefined) throw new Error(`no molecule type ${index}`);
    return type;
  }

  #compartment(path: Path, instance: Instance): number {
    const { tree, graph } = this.#flattener;
    const found = tree.find(instance, path);
    const name = found.instance.prefix + found.symbol.name;
    const known = this.#compartmentIndex.get(name);
    if (known !== undefined) return known;
    const measure =
      found.symbol.kind === "compartment" ? (found.symbol.node.size?.measure ?? "volume") : "volume";
    const index = this.#compartments.length;
    this.#compartmentIndex.set(name, index);
    const rank = measure === "volume" ? 3 : measure === "area" ? 2 : 1;
    const size = found.symbol.kind === "compartment" ? this.#flattener.size(found) : graph.number(1);
    this.#compartments.push({ name, size, rank });
    return index;
  }

  /** The compartment of a molecule that does not name one: the only one of its module, else the first. */
  #defaultCompartment(instance: Instance): number {
    const [only] = compartmentsOf(instance.scope);
    if (only !== undefined) {
      return this.#compartment({ parts: [{ text: only.name, span: only.span }], span: only.span }, instance);
    }
    const known = this.#compartmentIndex.get("");
    if (known !== undefined) return known;
    this.#compartmentIndex.set("", this.#compartments.length);
    this.#compartments.push({ name: "", size: this.#flattener.graph.number(1), rank: 3 });
    return this.#compartments.length - 1;
  }

  /** Agents of one complex (bond labels are looked up among them) as a pattern. */
  #pattern(agents: readonly AnalysedAgent[], instance: Instance, assignment: Assignment): MoleculePattern {
    const ends = labelEnds(agents);
    return {
      agents: agents.map(
        (agent, i): PatternAgent => ({
          type: this.#type(agent.type),
          compartment: agent.compartment === null ? null : this.#compartment(agent.compartment, instance),
          sites: agent.sites.map(
            (site, k): PatternSite => ({
              siteClass: site.siteClass,
              state: stateIndex(site, assignment),
              bond: this.#bond(site, i, k, ends),
            }),
          ),
        }),
      ),
    };
  }

  #bond(site: AnalysedSite, agent: number, index: number, ends: LabelEnds): PatternBond {
    const { bond } = site;
    if (bond === null) return { kind: "any" };
    switch (bond.kind) {
      case "any":
      case "free":
      case "bound":
        return { kind: bond.kind };
      case "partner":
        return { kind: "partner", type: this.#type(bond.type), siteClass: bond.siteClass };
      case "label": {
        const other = otherEnd(ends, bond.label, agent, index);
        return { kind: "link", agent: other.agent, site: other.site };
      }
    }
  }

  // --- Measures

  /** `count P`, `complexes P` and what is made of them, as an expression. */
  measure(
    pattern: Pattern,
    measure: "count" | "amount" | "fraction" | "complexes" | "concentration",
    instance: Instance,
  ): ExpressionId {
    const { graph, request } = this.#flattener;
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(pattern);
    if (agents === null) throw new Error("a pattern that the check phase refused");
    const text = instance.scope.file.text.slice(pattern.span.start, pattern.span.end).replace(/\s+/g, " ");
    const count = this.#measured(
      this.#pattern(agents, instance, noAssignment),
      measure === "complexes" ? "complexes" : "count",
      text,
    );
    if (measure === "fraction") {
      const [first] = agents;
      if (first === undefined) return count;
      const bare = { ...first, sites: [], label: null };
      const total = this.#measured(this.#pattern([bare], instance, noAssignment), "count", first.type.name);
      return graph.conditional(
        graph.greater(total, graph.number(0)),
        graph.divide(count, total),
        graph.number(0),
      );
    }
    if (measure !== "concentration") return count;
    const path = agents[0]?.compartment ?? null;
    const index = path === null ? this.#defaultCompartment(instance) : this.#compartment(path, instance);
    const size = this.#compartments[index]?.size ?? graph.number(1);
    return graph.divide(count, size);
  }

  #measured(pattern: MoleculePattern, measure: "count" | "complexes", name: string): ExpressionId {
    const key = `${measure} ${JSON.stringify(pattern)}`;
    const known = this.#measureIndex.get(key);
    if (known !== undefined) return known;
    const { graph } = this.#flattener;
    const symbol = graph.declareSymbol(`${measure} ${name}`, "definition");
    this.#measures.push({ symbol, pattern, measure, name: `${measure} ${name}` });
    const value = graph.symbol(symbol);
    this.#measureIndex.set(key, value);
    return value;
  }

  // --- Initial complexes

  addInitial(initial: Initial, instance: Instance): void {
    const { graph, request, translator } = this.#flattener;
    const agents = new PatternAnalyser(request.checker, instance.scope).molecules(initial.pattern);
    if (agents === null) return;
    const named = initial.compartment === null ? null : this.#compartment(initial.compartment, instance);
    const one = this.#complex(agents, instance, named);
    const complex = initial.template === null ? one : this.#repeat(one, initial, instance);
    const value = translator.translate(initial.value, instance);
    const type = request.checker.typeOf(initial.value, instance.scope, noLocals);
    const isConcentration =
      type.kind === "quantity" && type.dimension !== null && fits(type, concentrationDimension);
    const size = this.#compartments[complex.agents[0]?.compartment ?? 0]?.size ?? graph.number(1);
    this.#seeds.push({
      complex,
      initial: isConcentration ? graph.multiply([value, size]) : value,
      isFixed: initial.fixed,
    });
  }

  #complex(agents: readonly AnalysedAgent[], instance: Instance, compartment: number | null): Complex {
    const ends = labelEnds(agents);
    const instancesOf = agents.map((agent) =>
      siteInstances(this.#moleculeType(this.#type(agent.type)), agent.sites),
    );
    return {
      agents: agents.map((agent, i): ComplexAgent => {
        const created = this.#created(agent, instance, compartment, noAssignment);
        const bonds: ({ agent: number; site: number } | null)[] = created.states.map(() => null);
        agent.sites.forEach((site, k) => {
          if (site.bond?.kind !== "label") return;
          const other = otherEnd(ends, site.bond.label, i, k);
          const here = instancesOf[i]?.[k];
          const there = instancesOf[other.agent]?.[other.site];
          if (here !== undefined && there !== undefined) bonds[here] = { agent: other.agent, site: there };
        });
        return { ...created, bonds };
      }),
    };
  }

  /** A molecule as it is made: mentioned states as given, the others in their first state, all sites free. */
  #created(
    agent: AnalysedAgent,
    instance: Instance,
    compartment: number | null,
    assignment: Assignment,
  ): CreatedAgent {
    const index = this.#type(agent.type);
    const type = this.#moleculeType(index);
    const states = type.sites.flatMap(({ states: names, multiplicity }) =>
      Array.from({ length: multiplicity }, (): number => (names.length === 0 ? -1 : 0)),
    );
    siteInstances(type, agent.sites).forEach((instanceIndex, k) => {
      const site = agent.sites[k];
      const state = site === undefined ? null : stateIndex(site, assignment);
      if (state !== null) states[instanceIndex] = state;
    });
    const place = agent.compartment === null ? compartment : this.#compartment(agent.compartment, instance);
    return { type: index, compartment: place ?? this.#defaultCompartment(instance), states };
  }

  /** Copies of one molecule in a row, closed for a ring. */
  #repeat(one: Complex, initial: Initial, instance: Instance): Complex {
    const { template } = initial;
    const [agent] = one.agents;
    if (template === null || template.by === null || agent === undefined) return one;
    const count = constantValue(this.#flattener.request.program, instance.scope, template.count) ?? 1;
    const type = this.#moleculeType(agent.type);
    const forward = firstInstance(type, template.by.from.text);
    const backward = firstInstance(type, template.by.to.text);
    const isRing = template.shape === "ring";
    const agents = Array.from({ length: count }, (_, i): ComplexAgent => {
      const bonds = agent.bonds.map((bond) => bond);
      if (isRing || i < count - 1) bonds[forward] = { agent: (i + 1) % count, site: backward };
      if (isRing || i > 0) bonds[backward] = { agent: (i + count - 1) % count, site: forward };
      return { ...agent, bonds };
    });
    return { agents };
  }

  // --- Rules

  addRule(rule: Rule, instance: Instance): void {
    const { checker } = this.#flattener.request;
    const analysed = analyseRule(rule, instance.scope, checker);
    if (analysed === null) return;
    const names = [...analysed.variables];
    const name = instance.prefix + rule.name.text;
    forEachCombination(
      names.map(([, states]) => states.length),
      (choice) => {
        const assignment = new Map(names.map(([variable], i) => [variable, choice[i] ?? 0]));
        const labels = new Map(
          names.map(([variable, states], i) => [variable, states[choice[i] ?? 0] ?? ""]),
        );
        const suffix = names.length === 0 ? "" : `[${[...labels.values()].join(", ")}]`;
        this.#addDirection(
          `${name}${suffix}`,
          rule,
          rule.rate.forward,
          analysed.forward,
          instance,
          assignment,
          labels,
        );
        if (rule.rate.back !== null && analysed.back !== null) {
          this.#addDirection(
            `${name}${suffix} (back)`,
            rule,
            rule.rate.back,
            analysed.back,
            instance,
            assignment,
            labels,
          );
        }
      },
    );
  }

  #addDirection(
    name: string,
    rule: Rule,
    rateExpression: Rule["rate"]["forward"],
    direction: RuleDirection,
    instance: Instance,
    assignment: Assignment,
    labels: ReadonlyMap<string, string>,
  ): void {
    const { graph, translator } = this.#flattener;
    // A table that is zero for these states switches the rule off.
    const written = translator.translate(rateExpression, instance, undefined, labels);
    const when = rule.when === null ? null : translator.translate(rule.when, instance, undefined, labels);
    const switched = (id: ExpressionId): ExpressionId =>
      when === null ? id : graph.conditional(when, id, graph.number(0));
    const isForward = rateExpression === rule.rate.forward;
    const withinExpression = rule.rate.kind === "massAction" && isForward ? rule.rate.within : null;
    const within =
      withinExpression === null
        ? null
        : switched(translator.translate(withinExpression, instance, undefined, labels));
    if (graph.numberValue(written) === 0 && within === null) return;
    const order = leftOrder(direction);
    const patterns = order.complexes.map((members) =>
      this.#pattern(
        members.map((i) => agentAt(direction.left, i)),
        instance,
        assignment,
      ),
    );
    const actions = new ActionFinder(this.#typeOfAgent.bind(this), direction, order, patterns, assignment);
    const created = direction.right.flatMap((agent) =>
      agent.from === null ? [this.#created(agent, instance, null, assignment)] : [],
    );
    const found = actions.find((path) => this.#compartment(path, instance));
    this.#rules.push({
      name,
      patterns: actions.patterns,
      created,
      actions: found.actions,
      products: found.products,
      conditions: this.#conditions(rule, direction, isForward, order, instance),
      consumed: this.#pools(direction.consumed, instance),
      produced: this.#pools(direction.produced, instance),
      rate:
        rule.rate.kind === "total"
          ? { kind: "total", velocity: switched(written) }
          : { kind: "massAction", constant: switched(written), within, anywhere: rule.rate.anywhere },
      origin: { file: instance.scope.file, span: rule.span },
    });
  }

  /** The way back has the conditions of the other side. */
  #conditions(
    rule: Rule,
    direction: RuleDirection,
    isForward: boolean,
    order: LeftOrder,
    instance: Instance,
  ): ComplexCondition[] {
    const analyser = new PatternAnalyser(this.#flattener.request.checker, instance.scope);
    let created = direction.left.length;
    const rightIndex = direction.right.map(({ from }) =>
      from === null ? created++ : (order.position.get(from) ?? 0),
    );
    return rule.conditions.flatMap(({ kind, side, index, pattern }): ComplexCondition[] => {
      const written = side === "reactant" ? rule.left : (rule.right ?? rule.left);
      // Plain species are counted among the participants, but are no complexes.
      const isComplex = (participant: Participant): boolean =>
        isStructured(
          { ...rule, left: { participants: [participant], span: written.span }, right: null },
          instance.scope,
        );
      const complex = complexStarts(written.participants)
        .slice(0, index - 1)
        .filter(isComplex).length;
      const isBefore = (side === "reactant") === isForward;
      const agents = isBefore ? direction.left : direction.right;
      const member = agents.findIndex((agent) => agent.complex === complex);
      const analysed = analyser.molecules(pattern);
      if (member < 0 || analysed === null) return [];
      const agent = isBefore ? (order.position.get(member) ?? 0) : (rightIndex[member] ?? 0);
      const flat = this.#pattern(analysed, instance, noAssignment);
      return [{ kind, side: isBefore ? "reactant" : "product", agent, pattern: flat }];
    });
  }

  #typeOfAgent(agent: AnalysedAgent): MoleculeType {
    return this.#moleculeType(this.#type(agent.type));
  }

  #pools(pools: RuleDirection["consumed"], instance: Instance): { species: number; count: number }[] {
    const counts = new Map<number, number>();
    for (const { participant, coefficient } of pools) {
      const species = this.#flattener.speciesIndex(
        this.#flattener.translator.species(participant.pattern, instance),
      );
      counts.set(species, (counts.get(species) ?? 0) + coefficient);
    }
    return [...counts].map(([species, count]) => ({ species, count }));
  }
}

/** Left agents complex by complex: their order in the flat rule. */
interface LeftOrder {
  readonly complexes: readonly (readonly number[])[];
  /** Position of each left agent in the flat rule's numbering. */
  readonly position: ReadonlyMap<number, number>;
}

function leftOrder(direction: RuleDirection): LeftOrder {
  const complexes = Array.from({ length: direction.leftComplexes }, (_, complex) =>
    direction.left.flatMap((agent, i) => (agent.complex === complex ? [i] : [])),
  ).filter((members) => members.length > 0);
  return { complexes, position: new Map(complexes.flat().map((index, i) => [index, i])) };
}

/** Finds what a direction does by comparing matched molecules site by site. */
class ActionFinder {
  readonly #typeOf: (agent: AnalysedAgent) => MoleculeType;
  readonly #direction: RuleDirection;
  readonly #order: LeftOrder;
  readonly #assignment: Assignment;
  /** Patterns, with sites added that only the right side mentions. */
  readonly patterns: { agents: (Omit<PatternAgent, "sites"> & { sites: PatternSite[] })[] }[];

  constructor(
    typeOf: (agent: AnalysedAgent) => MoleculeType,
    direction: RuleDirection,
    order: LeftOrder,
    patterns: readonly MoleculePattern[],
    assignment: Assignment,
  ) {
    this.#typeOf = typeOf;
    this.#direction = direction;
    this.#order = order;
    this.#assignment = assignment;
    this.patterns = patterns.map(({ agents }) => ({
      agents: agents.map((agent) => ({ ...agent, sites: [...agent.sites] })),
    }));
  }

  find(compartmentOf: (path: Path) => number): Pick<StructuredRule, "actions" | "products"> {
    const { left, right } = this.#direction;
    const actions: RuleAction[] = [];
    const deleted: RuleAction[] = [];
    const flat = this.patterns.flatMap(({ agents }) => agents);
    const matchedCount = left.length;
    let createdCount = 0;
    /** Flat index of each right agent. */
    const indexOf = right.map((agent) =>
      agent.from === null ? matchedCount + createdCount++ : (this.#order.position.get(agent.from) ?? 0),
    );
    const bonds = new Map<string, { at: SiteReference; before: PatternBond }[]>();
    right.forEach((agent, r) => {
      const index = indexOf[r] ?? 0;
      if (agent.action === "delete") return void deleted.push({ kind: "delete", agent: index });
      if (agent.action === "delete complex")
        return void deleted.push({ kind: "deleteComplex", agent: index });
      if (agent.compartment !== null && agent.from !== null) {
        const to = compartmentOf(agent.compartment);
        if (flat[index]?.compartment !== to) actions.push({ kind: "move", agent: index, compartment: to });
      }
      const isNew = agent.from === null;
      const instances = isNew ? siteInstances(this.#typeOf(agent), agent.sites) : [];
      const seen = new Map<number, number>();
      agent.sites.forEach((site, k) => {
        const nth = seen.get(site.siteClass) ?? 0;
        seen.set(site.siteClass, nth + 1);
        const at = {
          agent: index,
          site: isNew ? (instances[k] ?? 0) : this.#leftSite(flat[index], site.siteClass, nth),
        };
        const before = isNew ? null : flat[index]?.sites[at.site];
        const to = stateIndex(site, this.#assignment);
        if (!isNew && to !== null && before?.state !== to) actions.push({ kind: "state", at, to });
        if (site.bond === null) return;
        const bondBefore: PatternBond = before?.bond ?? { kind: "free" };
        if (
          site.bond.kind === "free" &&
          (bondBefore.kind === "link" || bondBefore.kind === "bound" || bondBefore.kind === "partner")
        ) {
          actions.push({ kind: "unbind", at });
        } else if (site.bond.kind === "label") {
          const key = `${agent.complex}/${site.bond.label}`;
          const list = bonds.get(key) ?? [];
          list.push({ at, before: bondBefore });
          bonds.set(key, list);
        }
      });
    });
    for (const agent of left) {
      // `delete a` may also be written where the molecule is matched.
      const index = this.#order.position.get(left.indexOf(agent)) ?? 0;
      if (agent.action === "delete") deleted.push({ kind: "delete", agent: index });
      if (agent.action === "delete complex") deleted.push({ kind: "deleteComplex", agent: index });
    }
    const unbinds = actions.filter((action) => action.kind === "unbind");
    const binds: RuleAction[] = [];
    for (const ends of bonds.values()) {
      const [a, b] = ends;
      if (a === undefined || b === undefined) continue;
      if (this.#areLinked(a, b)) continue;
      for (const end of [a, b]) {
        const isBound =
          end.before.kind === "link" || end.before.kind === "bound" || end.before.kind === "partner";
        if (isBound) unbinds.push({ kind: "unbind", at: end.at });
      }
      binds.push({ kind: "bind", a: a.at, b: b.at });
    }
    const rest = actions.filter((action) => action.kind !== "unbind");
    const products =
      this.#direction.rightComplexes === null
        ? null
        : Array.from({ length: this.#direction.rightComplexes }, (_, complex) =>
            right.flatMap((agent, r) =>
              agent.complex === complex && !agent.action.startsWith("delete") ? [indexOf[r] ?? 0] : [],
            ),
          ).filter((members) => members.length > 0);
    return {
      actions: [...withoutMirrored(unbinds, flat, this.patterns), ...rest, ...binds, ...deleted],
      products,
    };
  }

  /** Index of the nth site of a class among the left agent's sites; adds it unconditioned when not mentioned. */
  #leftSite(agent: { sites: PatternSite[] } | undefined, siteClass: number, nth: number): number {
    if (agent === undefined) return 0;
    let seen = 0;
    for (const [i, site] of agent.sites.entries()) {
      if (site.siteClass !== siteClass) continue;
      if (seen === nth) return i;
      seen++;
    }
    agent.sites.push({ siteClass, state: null, bond: { kind: "any" } });
    return agent.sites.length - 1;
  }

  #areLinked(a: { at: SiteReference; before: PatternBond }, b: { at: SiteReference }): boolean {
    if (a.before.kind !== "link") return false;
    const start = this.#complexStart(a.at.agent);
    return a.before.agent + start === b.at.agent && a.before.site === b.at.site;
  }

  /** Flat index of the first agent of the complex that holds a flat agent. */
  #complexStart(agent: number): number {
    let start = 0;
    for (const { agents } of this.patterns) {
      if (agent < start + agents.length) return start;
      start += agents.length;
    }
    return start;
  }
}

/** One unbind for a bond whose two ends are both set free. */
function withoutMirrored(
  unbinds: readonly RuleAction[],
  flat: readonly { readonly sites: readonly PatternSite[] }[],
  patterns: readonly { readonly agents: readonly unknown[] }[],
): RuleAction[] {
  const starts: number[] = [];
  let start = 0;
  for (const { agents } of patterns) {
    for (let i = 0; i < agents.length; i++) starts.push(start);
    start += agents.length;
  }
  const done = new Set<string>();
  return unbinds.filter((action) => {
    if (action.kind !== "unbind") return true;
    const key = `${action.at.agent}/${action.at.site}`;
    if (done.has(key)) return false;
    done.add(key);
    const bond = flat[action.at.agent]?.sites[action.at.site]?.bond;
    if (bond?.kind === "link") done.add(`${bond.agent + (starts[action.at.agent] ?? 0)}/${bond.site}`);
    return true;
  });
}

function agentAt<T>(list: readonly T[], index: number): T {
  const agent = list[index];
  if (agent === undefined) throw new Error(`no agent ${index}`);
  return agent;
}

function stateIndex(site: AnalysedSite, assignment: Assignment): number | null {
  if (site.state === null || site.state.kind === "any") return null;
  return site.state.kind === "is" ? site.state.index : (assignment.get(site.state.name) ?? null);
}

/** Site instance of each mentioned site: the nth mention of a class is its nth instance. */
function siteInstances(type: MoleculeType, sites: readonly AnalysedSite[]): number[] {
  const starts: number[] = [];
  let start = 0;
  for (const { multiplicity } of type.sites) {
    starts.push(start);
    start += multiplicity;
  }
  const seen = new Map<number, number>();
  return sites.map(({ siteClass }) => {
    const nth = seen.get(siteClass) ?? 0;
    seen.set(siteClass, nth + 1);
    return (starts[siteClass] ?? 0) + nth;
  });
}

function firstInstance(type: MoleculeType, site: string): number {
  let start = 0;
  for (const { name, multiplicity } of type.sites) {
    if (name === site) return start;
    start += multiplicity;
  }
  throw new Error(`${type.name} has no site ${site}`);
}

type LabelEnds = ReadonlyMap<number, readonly { readonly agent: number; readonly site: number }[]>;

function labelEnds(agents: readonly AnalysedAgent[]): LabelEnds {
  const ends = new Map<number, { agent: number; site: number }[]>();
  agents.forEach(({ sites }, agent) => {
    sites.forEach(({ bond }, site) => {
      if (bond?.kind !== "label") return;
      ends.set(bond.label, [...(ends.get(bond.label) ?? []), { agent, site }]);
    });
  });
  return ends;
}

function otherEnd(
  ends: LabelEnds,
  label: number,
  agent: number,
  site: number,
): { agent: number; site: number } {
  const other = ends.get(label)?.find((end) => end.agent !== agent || end.site !== site);
  if (other === undefined) throw new Error(`the bond ${label} has one end`);
  return other;
}

function forEachCombination(sizes: readonly number[], visit: (choice: readonly number[]) => void): void {
  const choice = sizes.map(() => 0);
  for (;;) {
    visit(choice);
    let i = sizes.length - 1;
    while (i >= 0) {
      choice[i] = (choice[i] ?? 0) + 1;
      if ((choice[i] ?? 0) < (sizes[i] ?? 0)) break;
      choice[i] = 0;
      i--;
    }
    if (i < 0) return;
  }
}
