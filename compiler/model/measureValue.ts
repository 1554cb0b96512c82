/** Measures of a pattern as expressions of the two that are counted: its matches, and the complexes that have one. */
import type { AnalysedAgent } from "../check/patternAnalysis.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";

/** Gives the value of a counted measure. `name` is the pattern as it is written. */
export type CountPattern = (
  agents: readonly AnalysedAgent[],
  measure: "count" | "complexes",
  name: string,
) => ExpressionId;

/** A fraction of none is 0. */
export function measureValue(
  graph: ExpressionGraph,
  agents: readonly AnalysedAgent[],
  measure: "count" | "amount" | "fraction" | "complexes",
  name: string,
  count: CountPattern,
): ExpressionId {
  const value = count(agents, measure === "complexes" ? "complexes" : "count", name);
  const [first] = agents;
  if (measure !== "fraction" || first === undefined) return value;
  const all = count([{ ...first, sites: [], label: null }], "count", first.type.name);
  return graph.conditional(graph.greater(all, graph.number(0)), graph.divide(value, all), graph.number(0));
}
