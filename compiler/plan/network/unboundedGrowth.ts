/**
 * Whether listing all complexes can not end because rules join ever more molecules. Rules that may (polymers.ts) are
 * tried on the largest complexes first, which get as large as the limit within a few steps, or do not.
 */
import { growingRules } from "./polymers.ts";
import type { ExpressionGraph } from "../../expression/graph.ts";
import type { StructuredModel, StructuredRule } from "../../model/structured.ts";
import { defaultNetworkLimits, type NetworkLimits } from "./network.ts";
import { generateLargest } from "./generateNetwork.ts";

/** What a trial makes at most before it gives up: less than a second's work. */
const trial = { species: 2000, reactions: 40_000 };

export interface UnboundedGrowth {
  readonly rule: StructuredRule;
  /** Molecules of a complex, which it goes beyond. */
  readonly molecules: number;
}

/** A rule that makes complexes larger than the limit of every network; null where none was found. */
export function unboundedGrowth(
  model: StructuredModel,
  graph: ExpressionGraph,
  canHappen: (rule: StructuredRule) => boolean,
  limits: NetworkLimits = defaultNetworkLimits,
): UnboundedGrowth | null {
  const growing = growingRules(model, graph, canHappen);
  if (growing.length === 0) return null;
  // Conditions may end the growth; the trial shows whether they do.
  const { stopped } = generateLargest(model, graph, { ...trial, molecules: limits.molecules });
  if (stopped?.what !== "molecules") return null;
  const rule = growing.find(({ name }) => name === stopped.rule) ?? growing[0];
  return rule === undefined ? null : { rule, molecules: stopped.limit };
}
