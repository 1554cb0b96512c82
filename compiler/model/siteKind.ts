/** Kinds of sites, and where the sites and molecules that rules name stand in their types and patterns. */
import type { StructuredModel, StructuredRule } from "./structured.ts";

/** Sites of one name of a type of molecule, which are alike. */
export interface SiteKind {
  readonly type: number;
  readonly siteClass: number;
}

/** Number of the first agent of the pattern that holds an agent. */
export function patternStart({ patterns }: StructuredRule, agent: number): number {
  let start = 0;
  for (const { agents } of patterns) {
    if (agent < start + agents.length) return start;
    start += agents.length;
  }
  return start;
}

/** Site class of a site instance of a type. */
export function classOfInstance(
  { types }: Pick<StructuredModel, "types">,
  type: number,
  site: number,
): number {
  let end = 0;
  return types[type].sites.findIndex(({ multiplicity }) => {
    end += multiplicity;
    return site < end;
  });
}
