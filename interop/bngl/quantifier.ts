/** How many matches of a pattern a complex must have to be counted, as in `R()==2`. */
import type { BnglPattern } from "./syntax.ts";

type Quantifier = NonNullable<BnglPattern["quantifier"]>;

export function isAsked(matches: number, relation: Quantifier["relation"], number: number): boolean {
  switch (relation) {
    case "==":
      return matches === number;
    case "!=":
      return matches !== number;
    case "<":
      return matches < number;
    case "<=":
      return matches <= number;
    case ">":
      return matches > number;
    case ">=":
      return matches >= number;
  }
}

/** Whether complexes without any match are counted, as in `R()<2`: then all kinds of complexes are. */
export function countsNone({ quantifier }: BnglPattern): boolean {
  return quantifier !== null && isAsked(0, quantifier.relation, quantifier.number);
}
