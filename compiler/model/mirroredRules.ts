/**
 * Combinations of a rule's variables that are one rule. In `A(s{?i}) + A(s{?j}) -> A(s[1]), A(s[1]) @ k[i, j]` the
 * rule treats its two molecules alike, so that i = u, j = p and i = p, j = u are the same pairs: with the same constant
 * they are one rule, as the factor 1/2 of one combination says where i = j.
 */
import type { MoleculePattern } from "./structured.ts";

export interface Comparable {
  readonly patterns: readonly MoleculePattern[];
}

/** Those of one way of a rule. */
export class MirroredRules<R extends Comparable> {
  readonly #isSame: (one: R, other: R) => boolean;
  readonly #known = new Map<string, R[]>();

  constructor(isSame: (one: R, other: R) => boolean) {
    this.#isSame = isSame;
  }

  /** Whether a rule that was asked about before is the same; else it is kept to be compared with later ones. */
  has(rule: R): boolean {
    const key = keyOfParts(rule);
    const alike = this.#known.get(key) ?? [];
    if (alike.some((other) => this.#isSame(other, rule))) return true;
    this.#known.set(key, [...alike, rule]);
    return false;
  }
}

/** The same for rules that differ in the order of their molecules: types and states, sorted. */
export function keyOfParts({ patterns }: Comparable): string {
  return patterns
    .flatMap(({ agents }) =>
      agents.map(
        ({ type, sites }) =>
          `${type} ${sites
            .map(({ siteClass, state, bond }) => `${siteClass}{${state}}${bond.kind}`)
            .sort()
            .join(" ")}`,
      ),
    )
    .sort()
    .join("; ");
}
