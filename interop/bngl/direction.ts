/** One direction of a BNGL rule, with which molecule of its right side is which of its left. */
import { correspondence, moleculesOf, type SideMolecule } from "./correspondence.ts";
import type { Follower } from "./ruleChanges.ts";
import type { BnglPattern, BnglRule } from "./syntax.ts";

export interface Direction {
  readonly rule: BnglRule;
  readonly left: readonly BnglPattern[];
  readonly right: readonly BnglPattern[];
  /** Molecules of the left side, pattern by pattern. */
  readonly molecules: readonly SideMolecule[];
  readonly followers: readonly Follower[];
}

export function directionOf(
  rule: BnglRule,
  left: readonly BnglPattern[],
  right: readonly BnglPattern[],
): Direction {
  const molecules = moleculesOf(left);
  const after = moleculesOf(right);
  const from = correspondence(molecules, after);
  const followers = after.map((one, i): Follower => ({ ...one, from: from[i] ?? null }));
  return { rule, left, right, molecules, followers };
}

/** Left molecules that the right side lacks. */
export function vanished({ molecules, followers }: Direction): ReadonlySet<number> {
  const kept = new Set(followers.map(({ from }) => from));
  return new Set([...molecules.keys()].filter((i) => !kept.has(i)));
}
