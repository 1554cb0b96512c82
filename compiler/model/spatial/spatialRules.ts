/**
 * Rules on molecules with attributes in the flat model. A rule with variables becomes one rule for each combination of
 * what they stand for, and a reversible one two.
 */
import type { Rule } from "../../../grammar/syntax/declaration.ts";
import type { Expression } from "../../../grammar/syntax/expression.ts";
import { orderOf } from "../../check/rateDimension.ts";
import type { RuleDirection } from "../../check/analysedRule.ts";
import { analyseRule } from "../../check/ruleAnalysis.ts";
import { hasPosition } from "../../check/spatial/attributes.ts";
import { proximityOf, referenceOf } from "../../check/spatial/checkSpatialRule.ts";
import type { ExpressionId } from "../../expression/graph.ts";
import type { Flattening } from "../flattening.ts";
import type { Instance } from "../instance.ts";
import { isSameSpatialRule } from "../../plan/graph/spatialSymmetry.ts";
import { ActionFinder, type LeftOrder, leftOrder } from "../ruleActions.ts";
import { keyOfParts } from "../mirroredRules.ts";
import { type RuleWay, rulesOfWays } from "../ruleWays.ts";
import { isSamePools, poolsOf } from "../rulePools.ts";
import type { AttributeSet, FieldPlace, Proximity, SpatialRule } from "../spatial.ts";
import type { LocalValue, RuleContext } from "../translate.ts";
import { DrawList, MatchScope } from "./matchScope.ts";
import type { SpatialTables } from "./spatialTables.ts";

type Pools = ReturnType<typeof poolsOf>;

interface Way extends RuleWay {
  readonly rule: Rule;
  readonly instance: Instance;
}

export class SpatialRuleFlattener {
  readonly rules: SpatialRule[] = [];
  readonly #flattener: Flattening;
  readonly #tables: SpatialTables;

  constructor(flattener: Flattening, tables: SpatialTables) {
    this.#flattener = flattener;
    this.#tables = tables;
  }

  add(rule: Rule, instance: Instance): void {
    const written = analyseRule(rule, instance.scope, this.#flattener.request.checker);
    if (written === null) return;
    const { graph } = this.#flattener;
    const isSame = (one: SpatialRule, other: SpatialRule): boolean => isSameSpatialRule(graph, one, other);
    const back = new Set<SpatialRule>();
    // Mirrored ways that take what is a field from different molecules are kept: each happens for its share.
    const isOne = (one: SpatialRule, other: SpatialRule): boolean =>
      one.fieldPlace === null && isSame(one, other);
    const ways = rulesOfWays(written, isOne, (way) => {
      const made = this.#way({ ...way, rule, instance });
      if (made !== null && !way.isForward) back.add(made);
      return made;
    });
    const keyOf = (way: SpatialRule): string => `${back.has(way) ? "back" : "forward"} ${keyOfParts(way)}`;
    const alike = Map.groupBy(
      ways.filter(({ fieldPlace }) => fieldPlace !== null),
      keyOf,
    );
    for (const way of ways) {
      const group = way.fieldPlace === null ? [way] : (alike.get(keyOf(way)) ?? []);
      this.rules.push(this.#shareOf(way, group.filter((other) => isSame(way, other)).length));
    }
  }

  /** A rule that happens for one of so many, all equally often. */
  #shareOf(rule: SpatialRule, among: number): SpatialRule {
    if (among === 1) return rule;
    const { graph } = this.#flattener;
    const share = (rate: ExpressionId): ExpressionId => graph.divide(rate, graph.number(among));
    const { rate } = rule;
    return {
      ...rule,
      rate:
        rate.kind === "match"
          ? { ...rate, constant: share(rate.constant) }
          : { ...rate, velocity: share(rate.velocity) },
    };
  }

  /** Null where the rule does nothing for these states. */
  #way({ rule, analysed, isForward, instance, assignment, states }: Way): SpatialRule | null {
    const { graph, translator } = this.#flattener;
    const direction = isForward ? analysed.forward : analysed.back;
    if (direction === null) return null;
    const written = isForward ? rule.rate.forward : rule.rate.back;
    if (written === null) return null;
    const found = proximityOf(rule, direction, instance.scope, this.#flattener.request.checker);
    const order = inOrderOfProximity(leftOrder(direction), direction, found);
    const scope = new MatchScope(graph, this.#tables);
    const draws = new DrawList(graph);
    const context = (source: DrawList | null): RuleContext => ({
      states,
      local: () => {
        throw new Error("a measure of a complex, which the check phase refused");
      },
      draws: source,
    });
    const locals = scope.locals(direction.left, (i) => order.position.get(i) ?? 0);
    const translate = (expression: Expression): ExpressionId =>
      translator.translate(expression, instance, locals, context(null));
    const rate = translate(written);
    // A table that is zero for these states switches the rule off.
    if (graph.numberValue(rate) === 0) return null;
    // That they are near is known of every pair in the list.
    const when = found === null ? rule.when : found.rest;
    const condition = when === null ? null : translate(when);
    const patterns = order.complexes.map((members) =>
      this.#tables.molecules.pattern(
        members.flatMap((i) => direction.left[i] ?? []),
        instance,
        assignment,
      ),
    );
    const typeOf = ({ type }: { readonly type: Parameters<SpatialTables["type"]>[0] }) =>
      this.#tables.molecules.moleculeType(this.#tables.type(type));
    const finder = new ActionFinder(typeOf, direction, order, patterns, assignment);
    const created = direction.right.flatMap((agent) =>
      agent.from === null ? [this.#tables.molecules.created(agent, instance, null, assignment)] : [],
    );
    const { actions } = finder.find((path) => this.#tables.molecules.compartment(path, instance));
    const suffix = states.size === 0 ? "" : `[${[...states.values()].join(", ")}]`;
    const consumed = poolsOf(direction.consumed, instance, this.#flattener);
    const produced = poolsOf(direction.produced, instance, this.#flattener);
    // `s{?i -> ?j}` stands for changes: none where both are one state.
    const isIdle = actions.length === 0 && created.length === 0 && isSamePools(consumed, produced);
    if (states.size > 0 && isIdle && rule.sets.length === 0) return null;
    const fieldPlace = this.#fieldPlace(rule, direction, order, scope, consumed, produced, instance);
    const sets = isForward ? this.#sets(rule, direction, order, locals, context(draws), instance) : [];
    return {
      name: `${instance.prefix}${rule.name.text}${suffix}${isForward ? "" : " (back)"}`,
      patterns: finder.patterns,
      created,
      actions,
      consumed,
      produced,
      fieldPlace,
      anywhere: rule.rate.kind === "massAction" && rule.rate.anywhere,
      proximity: this.#proximity(found, order, instance),
      condition,
      rate:
        rule.rate.kind === "total"
          ? { kind: "total", velocity: rate }
          : { kind: "match", constant: rate, size: this.#size(rule, direction, found !== null, instance) },
      reads: scope.reads,
      draws: draws.draws,
      sets,
      origin: { file: instance.scope.file, span: rule.span },
    };
  }

  /** What is a field is taken and given where the first matched molecule with a place is. */
  #fieldPlace(
    rule: Rule,
    { left }: RuleDirection,
    order: LeftOrder,
    scope: MatchScope,
    consumed: Pools,
    produced: Pools,
    instance: Instance,
  ): FieldPlace | null {
    const {
      fields,
      species: { all: species },
      request,
    } = this.#flattener;
    const spread = [...consumed, ...produced].filter((pool) => fields.of(pool.species) !== null);
    const [first] = spread;
    if (first === undefined) return null;
    const at = { file: instance.scope.file, span: rule.name.span };
    const values = { rule: rule.name.text, species: species[first.species].name };
    const index = left.findIndex(({ type }) => hasPosition(request.checker, type));
    const owner = left[index];
    if (owner === undefined) {
      request.sink.report("TDL5245", at, values);
      return null;
    }
    if (consumed.some((pool) => pool.count > 1 && fields.of(pool.species) !== null))
      request.sink.report("TDL5246", at, { ...values, reason: "it takes several at one place" });
    const agent = order.position.get(index) ?? 0;
    const molecule = scope.molecule(agent, owner.type, owner.label ?? owner.type.name);
    return {
      agent,
      concentrations: consumed.flatMap((pool) => {
        const field = fields.of(pool.species);
        return field === null ? [] : [{ species: pool.species, value: molecule.concentrationOf(field) }];
      }),
    };
  }

  #proximity(found: ReturnType<typeof proximityOf>, order: LeftOrder, instance: Instance): Proximity | null {
    if (found === null) return null;
    const { a, b, end } = nearFirst(found, order);
    const place = (agent: number): number => order.position.get(agent) ?? 0;
    return {
      a: place(a),
      b: place(b),
      end: end === null ? null : place(end),
      below: this.#flattener.translator.translate(found.below, instance),
      isClosed: found.isClosed,
    };
  }

  #sets(
    { sets }: Rule,
    direction: RuleDirection,
    order: LeftOrder,
    locals: ReadonlyMap<string, LocalValue>,
    context: RuleContext,
    instance: Instance,
  ): AttributeSet[] {
    let created = direction.left.length;
    const agents = new Map(
      direction.left.flatMap(({ label, type }, i) =>
        label === null ? [] : [[label, { type, agent: order.position.get(i) ?? 0 }] as const],
      ),
    );
    for (const { label, type, from } of direction.right) {
      const agent = from === null ? created++ : null;
      if (label !== null && agent !== null) agents.set(label, { type, agent });
    }
    return sets.flatMap(({ target, value }) => {
      const [label, name] = target.kind === "reference" ? target.path.parts : [];
      const owner = agents.get(label?.text ?? "");
      if (owner === undefined || name === undefined) return [];
      const { slot } = this.#tables.attribute(owner.type, name.text);
      const components = this.#flattener.translator.components(value, instance, locals, context);
      return components.map((component, i) => ({ agent: owner.agent, slot: slot + i, value: component }));
    });
  }

  /** Of the compartment that the constant refers to; null where it refers to none. */
  #size(rule: Rule, direction: RuleDirection, isNear: boolean, instance: Instance): ExpressionId | null {
    const flattener = this.#flattener;
    const order = (isNear ? 1 : direction.leftComplexes) + orderOf(direction.consumed);
    const place = referenceOf(rule, direction, order, instance.scope, flattener.request.checker);
    if (place === null || place === "told") return null;
    const pools = order === 0 ? direction.produced : direction.consumed;
    const pool = pools.find((one) => one.place === place);
    if (pool !== undefined) {
      const species = flattener.translator.species(pool.participant.pattern, instance);
      return flattener.species.all[flattener.species.index(species)]?.size ?? null;
    }
    if (place.kind !== "compartment") return null;
    const { name, span } = place.symbol;
    return flattener.values.size(flattener.tree.find(instance, { parts: [{ text: name, span }], span }));
  }
}

type Near = NonNullable<ReturnType<typeof proximityOf>>;

/** The pattern of the molecule that is near a segment comes first. */
function inOrderOfProximity(order: LeftOrder, { left }: RuleDirection, found: Near | null): LeftOrder {
  if (
    found === null ||
    found.end === null ||
    left[found.a]?.complex === order.complexes[0]?.map((i) => left[i]?.complex)[0]
  )
    return order;
  const complexes = [...order.complexes].reverse();
  return { complexes, position: new Map(complexes.flat().map((index, i) => [index, i])) };
}

/** With `a` in the first pattern. */
function nearFirst(found: Near, order: LeftOrder): Near {
  const isFirst = order.complexes[0]?.includes(found.a) === true;
  return isFirst ? found : { ...found, a: found.b, b: found.a };
}
