/**
 * The divisor of a spatial rule: automorphisms of its left side that leave unchanged what it does, which attributes
 * it sets to what, when and how fast. Two patterns that a rule treats alike are counted once and not twice.
 */
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import { isSameValue } from "./sameValue.ts";
import type { StructuredRule } from "../../model/structured.ts";
import type { AttributeRead, SpatialRule } from "../../model/spatial.ts";
import { isSameRuleThat, ruleAutomorphismsThat } from "../network/automorphisms.ts";

export function spatialRuleAutomorphisms(graph: ExpressionGraph, rule: SpatialRule): number {
  const structured = withoutRate(graph, rule);
  return ruleAutomorphismsThat(structured, (images) => keepsValues(graph, rule, rule, images));
}

/** Whether two rules are one with its molecules named in another order, rates and settings included. */
export function isSameSpatialRule(graph: ExpressionGraph, one: SpatialRule, other: SpatialRule): boolean {
  return isSameRuleThat(withoutRate(graph, one), withoutRate(graph, other), (images) =>
    keepsValues(graph, one, other, images),
  );
}

function withoutRate(graph: ExpressionGraph, rule: SpatialRule): StructuredRule {
  return {
    name: rule.name,
    patterns: rule.patterns,
    created: rule.created,
    actions: rule.actions,
    products: null,
    conditions: [],
    isDistinct: false,
    locals: [],
    consumed: rule.consumed,
    produced: rule.produced,
    rate: { kind: "total", velocity: graph.number(0) },
    when: null,
    isBalanced: false,
    origin: rule.origin,
  };
}

function keepsValues(
  graph: ExpressionGraph,
  rule: SpatialRule,
  to: SpatialRule,
  images: readonly number[],
): boolean {
  const imageOf = (agent: number): number => images[agent] ?? agent;
  const replacements = relabelled(graph, readsThatCount(graph, rule), to.reads, imageOf);
  if (replacements === null) return false;
  const isSame = (id: ExpressionId | null, image: ExpressionId | null): boolean =>
    id === null || image === null
      ? id === image
      : isSameValue(graph, image, substitute(graph, id, replacements));
  if (!isSame(rateOf(rule), rateOf(to)) || !isSame(rule.condition, to.condition)) return false;
  return rule.sets.every(({ agent, slot, value }) =>
    to.sets.some(
      (other) =>
        other.agent === imageOf(agent) &&
        other.slot === slot &&
        isSameValue(graph, other.value, substitute(graph, value, replacements)),
    ),
  );
}

/**
 * All but the concentrations by which alone a rule takes what is a field: where it takes that makes no difference between
 * molecules that are alike else, as it makes none where a species is the same everywhere.
 */
function readsThatCount(graph: ExpressionGraph, rule: SpatialRule): readonly AttributeRead[] {
  const { condition, sets, fieldPlace, reads } = rule;
  if (fieldPlace === null) return reads;
  const symbolsOf = (ids: readonly (ExpressionId | null)[]): ReadonlySet<SymbolId> =>
    new Set(ids.flatMap((id) => (id === null ? [] : [...dependencies(graph, id)])));
  const said = symbolsOf([rateOf(rule), condition, ...sets.map(({ value }) => value)]);
  const taken = symbolsOf(fieldPlace.concentrations.map(({ value }) => value));
  return reads.filter(({ symbol }) => said.has(symbol) || !taken.has(symbol));
}

function rateOf({ rate }: SpatialRule): ExpressionId {
  return rate.kind === "match" ? rate.constant : rate.velocity;
}

/** The symbol of every read that stands for it after relabelling; null when some is not read. */
function relabelled(
  graph: ExpressionGraph,
  reads: readonly AttributeRead[],
  imageReads: readonly AttributeRead[],
  imageOf: (agent: number) => number,
): ReadonlyMap<SymbolId, ExpressionId> | null {
  const replacements = new Map<SymbolId, ExpressionId>();
  for (const { symbol, agent, slot } of reads) {
    const image = imageReads.find((other) => other.agent === imageOf(agent) && other.slot === slot);
    if (image === undefined) return null;
    replacements.set(symbol, graph.symbol(image.symbol));
  }
  return replacements;
}
