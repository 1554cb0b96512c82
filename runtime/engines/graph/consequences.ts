/**
 * What an event may change beyond the graph, worked out once for every rule and reaction: an event then brings only
 * those measures and hazards up to date that it can change.
 */
import type { GraphTables } from "../../graphModel.ts";
import { countedFragments } from "./ruleTraits.ts";

export interface Consequences {
  readonly measures: readonly number[];
  /** Rules whose weights must all be computed again. */
  readonly weights: readonly number[];
  /** Rules whose coefficient must be computed again. */
  readonly coefficients: readonly number[];
  /** Channels whose hazard changes: rules, then plain reactions. */
  readonly channels: readonly number[];
}

/** `touched`: fragments whose matches the event may change; `changed`: states that it changes. */
export function consequencesOf(
  tables: GraphTables,
  isRule: boolean,
  touched: ReadonlySet<number>,
  changed: readonly number[],
): Consequences {
  const { rules, measures, reactionReads } = tables;
  const states = new Set(changed);
  const changesGraph = touched.size > 0;
  const live = measures.flatMap(({ isLive, fragment, measure, state }, i) => {
    // Bonds outside a pattern may join or part complexes.
    const isTouched = touched.has(fragment) || (measure === "complexes" && (changesGraph || isRule));
    if (!isLive || !isTouched) return [];
    states.add(state);
    return [i];
  });
  const reads = (list: readonly number[]): boolean => list.some((state) => states.has(state));
  const indices = rules.map((_, i) => i);
  const weights = indices.filter((i) => reads(rules[i].weightReadsStates));
  const coefficients = indices.filter((i) => reads(rules[i].scaleReads));
  const hazards = indices.filter((i) => {
    const fragments = countedFragments(i, tables);
    if (fragments === null) return false;
    const { reactants } = rules[i];
    return (
      fragments.some((fragment) => touched.has(fragment)) ||
      reactants.some(({ state }) => states.has(state)) ||
      weights.includes(i) ||
      coefficients.includes(i)
    );
  });
  const reactions = reactionReads.flatMap((list, reaction) => (reads(list) ? [rules.length + reaction] : []));
  return { measures: live, weights, coefficients, channels: [...hazards, ...reactions] };
}
