/** Measures of a pattern as expressions of the two that are counted: its matches, and the complexes that have one. */
import type { Having, Measure, MeasureExpression } from "../../grammar/syntax/expression.ts";
import type { AnalysedAgent } from "../check/patternAnalysis.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import type { MatchRange } from "./structured.ts";

/** What a measure asks for: the word, and how many matches a complex must have. */
export type MeasureKind = Pick<MeasureExpression, "measure" | "having">;

/** `[P]`. */
export const concentration = { measure: "concentration", having: null } as const;

/** Gives the value of a counted measure. `name` is the pattern as it is written. */
export type CountPattern = (
  agents: readonly AnalysedAgent[],
  measure: "count" | "complexes",
  having: MatchRange | null,
  name: string,
) => ExpressionId;

/** A fraction of none is 0. */
export function measureValue(
  graph: ExpressionGraph,
  agents: readonly AnalysedAgent[],
  { measure, having }: { readonly measure: Measure; readonly having: Having | null },
  name: string,
  count: CountPattern,
): ExpressionId {
  const counted = measure === "complexes" ? "complexes" : "count";
  const value = count(agents, counted, having === null ? null : matchRange(having), name);
  const [first] = agents;
  if (measure !== "fraction" || first === undefined) return value;
  const all = count([{ ...first, sites: [], label: null }], "count", null, first.type.name);
  return graph.conditional(graph.greater(all, graph.number(0)), graph.divide(value, all), graph.number(0));
}

function matchRange({ relation, number }: Having): MatchRange {
  switch (relation) {
    case "==":
      return { least: number, most: number };
    case ">=":
      return { least: number, most: null };
    case ">":
      return { least: number + 1, most: null };
    case "<":
      return { least: 0, most: number - 1 };
    case "<=":
      return { least: 0, most: number };
  }
}
