/**
 * Rules whose complexes may be drawn in places from where they do not meet, worked out from their text: two volumes, or
 * two surfaces. A complex with molecules in a membrane is in the membrane, whatever the rule says of the others.
 */
import type { MoleculePattern, StructuredModel, StructuredRule } from "../../model/structured.ts";

type Compartments = StructuredModel["compartments"];

export function mayBeApart({ patterns }: StructuredRule, compartments: Compartments): boolean {
  if (patterns.length < 2) return false;
  const ranks = [...new Set(compartments.map(({ rank }) => rank))];
  return ranks.some((rank) => {
    const several = compartments.filter((one) => one.rank === rank && one.name !== "").length > 1;
    if (!several) return false;
    const able = patterns.filter((pattern) => lowestRank(pattern, compartments) >= rank);
    if (able.length < 2) return false;
    const [first = [], ...others] = able.map((pattern) => named(pattern));
    const isShared = first.some(
      (place) => compartments[place].rank === rank && others.every((list) => list.includes(place)),
    );
    return !isShared;
  });
}

function named({ agents }: MoleculePattern): readonly number[] {
  return agents.flatMap(({ compartment }) => (compartment === null ? [] : [compartment]));
}

/** No molecule of the complex that the pattern names the place of is lower. */
function lowestRank(pattern: MoleculePattern, compartments: Compartments): number {
  return Math.min(Number.POSITIVE_INFINITY, ...named(pattern).map((place) => compartments[place].rank));
}
