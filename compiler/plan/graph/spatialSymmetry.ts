/**
 * The divisor of a spatial rule: automorphisms of its left side that leave unchanged what it does, which attributes
 * it sets to what, when and how fast. Two patterns that a rule treats alike are counted once and not twice.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import { isSameValue } from "./sameValue.ts";
import type { AttributeRead, SpatialRule } from "../../model/spatial.ts";
import { ruleAutomorphismsThat } from "../network/automorphisms.ts";

export function spatialRuleAutomorphisms(graph: ExpressionGraph, rule: SpatialRule): number {
  const structured = {
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
    isBalanced: false,
    origin: rule.origin,
  } as const;
  return ruleAutomorphismsThat(structured, (images) => keepsValues(graph, rule, images));
}

function keepsValues(graph: ExpressionGraph, rule: SpatialRule, images: readonly number[]): boolean {
  const imageOf = (agent: number): number => images[agent] ?? agent;
  const replacements = relabelled(graph, rule.reads, imageOf);
  if (replacements === null) return false;
  const isSame = (id: ExpressionId): boolean => isSameValue(graph, id, substitute(graph, id, replacements));
  const rate = rule.rate.kind === "match" ? rule.rate.constant : rule.rate.velocity;
  if (!isSame(rate) || (rule.condition !== null && !isSame(rule.condition))) return false;
  return rule.sets.every(({ agent, slot, value }) =>
    rule.sets.some(
      (other) =>
        other.agent === imageOf(agent) &&
        other.slot === slot &&
        isSameValue(graph, other.value, substitute(graph, value, replacements)),
    ),
  );
}

/** The symbol of every read that stands for it after relabelling; null when some is not read. */
function relabelled(
  graph: ExpressionGraph,
  reads: readonly AttributeRead[],
  imageOf: (agent: number) => number,
): ReadonlyMap<SymbolId, ExpressionId> | null {
  const replacements = new Map<SymbolId, ExpressionId>();
  for (const { symbol, agent, slot } of reads) {
    const image = reads.find((other) => other.agent === imageOf(agent) && other.slot === slot);
    if (image === undefined) return null;
    replacements.set(symbol, graph.symbol(image.symbol));
  }
  return replacements;
}
