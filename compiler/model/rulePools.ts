/** What rules on molecules share when they become indices: plain species, and states that variables stand for. */
import type { RuleDirection } from "../check/analysedRule.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";

/** Plain species of one side, each once. */
export function poolsOf(
  pools: RuleDirection["consumed"],
  instance: Instance,
  flattener: Flattening,
): { readonly species: number; readonly count: number }[] {
  const counts = new Map<number, number>();
  for (const { participant, coefficient } of pools) {
    const species = flattener.species.index(flattener.translator.species(participant.pattern, instance));
    counts.set(species, (counts.get(species) ?? 0) + coefficient);
  }
  return [...counts].map(([species, count]) => ({ species, count }));
}

/** Whether both sides hold the same plain species equally often. */
export function isSamePools(one: ReturnType<typeof poolsOf>, other: ReturnType<typeof poolsOf>): boolean {
  return (
    one.length === other.length &&
    one.every(({ species, count }) => other.some((pool) => pool.species === species && pool.count === count))
  );
}

/** Every choice of one of `sizes[i]` numbers for each i. */
export function forEachCombination(
  sizes: readonly number[],
  visit: (choice: readonly number[]) => void,
): void {
  const choice = sizes.map(() => 0);
  for (;;) {
    visit(choice);
    let i = sizes.length - 1;
    while (i >= 0) {
      choice[i] = (choice[i] ?? 0) + 1;
      if ((choice[i] ?? 0) < (sizes[i] ?? 0)) break;
      choice[i] = 0;
      i--;
    }
    if (i < 0) return;
  }
}
