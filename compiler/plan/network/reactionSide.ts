/** One side of a reaction as a few numbers of complexes, in ascending order: what stands there, and how often. */
import type { Stoichiometry } from "../../model/flatModel.ts";

/** Of a sorted side: each complex once, with its number. */
export function countEach(sorted: readonly number[]): Stoichiometry[] {
  const counts: { species: number; count: number }[] = [];
  for (const species of sorted) {
    const last = counts.at(-1);
    if (last?.species === species) last.count++;
    else counts.push({ species, count: 1 });
  }
  return counts;
}

/** n! for each complex that stands n times in a sorted side. */
export function orders(sorted: readonly number[]): number {
  let product = 1;
  let run = 0;
  for (let i = 0; i < sorted.length; i++) {
    run = i > 0 && sorted[i] === sorted[i - 1] ? run + 1 : 1;
    product *= run;
  }
  return product;
}

/** Sorts a few numbers in place. */
export function ascending(numbers: number[]): number[] {
  for (let i = 1; i < numbers.length; i++)
    for (let k = i; k > 0 && numbers[k - 1] > numbers[k]; k--)
      [numbers[k - 1], numbers[k]] = [numbers[k], numbers[k - 1]];
  return numbers;
}
