/** Fragments of whose matches something is kept one by one (weights, summands, near pairs), and must be told. */
import type { GraphMeasure, GraphTables } from "../../graphModel.ts";
import { ruleTraits } from "./ruleTraits.ts";

export function followedFragments(tables: GraphTables): ReadonlySet<number> {
  const followed = new Set<number>();
  const add = (fragments: readonly number[]): void => {
    for (const fragment of fragments) followed.add(fragment);
  };
  for (const rule of tables.rules) {
    const { places, weighing } = ruleTraits(rule, tables);
    if (places === "pairs" || places === "near points" || weighing !== "uniform") add(rule.fragments);
  }
  for (const { fragments } of tables.energies) if (fragments.length === 2) add(fragments);
  for (const measure of tables.measures) if (isKeptSum(measure)) add([measure.fragment]);
  return followed;
}

/** Whether the summands of a measure are kept, so that an event changes only those that it touches. */
export function isKeptSum({ measure, isLive, varies }: GraphMeasure): boolean {
  return isLive && !varies && (measure === "sum" || measure === "mean");
}
