/**
 * Rules on molecules with attributes that match, demand and set the same, whatever their labels and their rates: such
 * a rule only adds to the rate of the other. Those without conditions and sets are compared in reportIdleRules.ts.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import { substituteAll } from "../expression/substitute.ts";
import type { Draw, SpatialModel, SpatialRule } from "../model/spatial.ts";
import { keyOf, type RuleIndex } from "./ruleIndex.ts";
import { tellRepeated } from "./tellRepeated.ts";

export function reportRepeatedSpatialRules(
  { rules }: SpatialModel,
  graph: ExpressionGraph,
  index: RuleIndex,
  sink: DiagnosticSink,
): void {
  const alike = new Map<string, SpatialRule[]>();
  const told = new Set<string>();
  for (const rule of rules) {
    const { patterns, created, actions, consumed, produced, anywhere, rate } = rule;
    const key = JSON.stringify([patterns, created, actions, consumed, produced, anywhere, rate.kind]);
    const others = alike.get(key) ?? [];
    alike.set(key, [...others, rule]);
    const same = others.find(
      (other) => keyOf(other.origin) !== keyOf(rule.origin) && isRepeated(other, rule, graph),
    );
    if (same === undefined || told.has(keyOf(rule.origin))) continue;
    told.add(keyOf(rule.origin));
    tellRepeated(rule.origin, same.origin, index, sink);
  }
}

/** Of two rules whose patterns and actions are the same, in the same order. */
function isRepeated(one: SpatialRule, other: SpatialRule, graph: ExpressionGraph): boolean {
  if (one.condition === null && one.sets.length === 0 && one.reads.length === 0) return false;
  if (one.draws.length !== other.draws.length || one.sets.length !== other.sets.length) return false;
  const names = new Map<SymbolId, ExpressionId>();
  for (const { symbol, agent, slot } of other.reads) {
    const own = one.reads.find((read) => read.agent === agent && read.slot === slot);
    if (own !== undefined) names.set(symbol, graph.symbol(own.symbol));
  }
  other.draws.forEach(({ symbol }, i) => names.set(symbol, graph.symbol(one.draws[i].symbol)));
  const always = graph.boolean(true);
  const values = ({ condition, sets, draws }: SpatialRule): readonly ExpressionId[] => [
    condition ?? always,
    ...sets.map(({ value }) => value),
    ...draws.flatMap(parametersOf),
  ];
  const [own, renamed] = [values(one), substituteAll(graph, values(other), names)];
  return (
    own.length === renamed.length &&
    own.every((value, i) => value === renamed[i]) &&
    one.sets.every(({ agent, slot }, i) => agent === other.sets[i].agent && slot === other.sets[i].slot)
  );
}

function parametersOf({ distribution }: Draw): readonly [ExpressionId, ExpressionId] {
  return distribution.kind === "uniform"
    ? [distribution.low, distribution.high]
    : [distribution.mean, distribution.sd];
}
