/**
 * Whole numbers with the sums of sixteen neighbours each, of sixteen of these sums, and so on: one unit of all that
 * they add up to is found in a few steps (a partial-sum tree, Wong and Easton 1980, doi:10.1137/0209009, but wide, so
 * that a change writes few numbers). Sums of whole numbers have no rounding errors, up to 2 ** 53.
 */
import { grownInt32 } from "../../networkFree/agentStore.ts";

const firstCounts = 256;
/** Numbers to a sum: 2 ** 4. */
const sumShift = 4;

export class CountTree {
  total = 0;
  /** What the unit that was found last has before it within its number. */
  rest = 0;
  /** The numbers, their sums, the sums of these, …, down to sixteen at most. */
  #counts = new Int32Array(firstCounts);
  #levels = levelsOf(this.#counts);

  get(index: number): number {
    return this.#counts[index];
  }

  add(index: number, change: number): void {
    const levels = this.#levels;
    let at = index;
    for (let level = 0; level < levels.length; level++) {
      levels[level][at] += change;
      at >>= sumShift;
    }
    this.total += change;
  }

  /** The number that unit 0, 1, …, total - 1 is part of. */
  find(unit: number): number {
    const levels = this.#levels;
    let rest = unit;
    let at = 0;
    for (let level = levels.length - 1; level >= 0; level--) {
      const sums = levels[level];
      at <<= sumShift;
      while (rest >= sums[at]) rest -= sums[at++];
    }
    this.rest = rest;
    return at;
  }

  /** Makes room for so many numbers. */
  fit(count: number): void {
    let { length } = this.#counts;
    if (count <= length) return;
    while (length < count) length *= 2;
    this.#counts = grownInt32(this.#counts, length, 0);
    this.#levels = levelsOf(this.#counts);
  }

  clear(): void {
    for (const level of this.#levels) level.fill(0);
    this.total = 0;
  }
}

/** Sums may be beyond what the numbers themselves may be. */
function levelsOf(counts: Int32Array): readonly (Int32Array | Float64Array)[] {
  const levels: (Int32Array | Float64Array)[] = [counts];
  for (let below = levels[0]; below.length > 1 << sumShift; below = levels[levels.length - 1]) {
    const sums = new Float64Array(Math.ceil(below.length / (1 << sumShift)));
    for (let i = 0; i < below.length; i++) sums[i >> sumShift] += below[i];
    levels.push(sums);
  }
  return levels;
}
