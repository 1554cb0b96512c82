/**
 * Random states of a module that have its totals: amounts spread over powers of e, tilted until the totals hold. What
 * is the same function of amounts as another agrees with it at such states, and what is not does not.
 */
import { fdExp } from "../../runtime/math/exp.ts";
import { expandSeed } from "../../runtime/random/seedExpansion.ts";
import { nextUniform } from "../../runtime/random/xoshiro128.ts";
import { tilted } from "../../runtime/surrogate/tilt.ts";

interface Total {
  readonly weights: Float64Array;
  readonly value: number;
}

const stateCount = 3;
/** Amounts are spread over so many powers of e to either side. */
const spread = 3;

/** Fewer, or none, where the totals can not be met. The same in every call. */
export function randomStates(totals: readonly Total[], size: number): readonly Float64Array[] {
  const generator = expandSeed("random states of a module", 4);
  const start = [0];
  const species: number[] = [];
  const weight: number[] = [];
  for (const { weights } of totals) {
    weights.forEach((value, i) => {
      if (value === 0) return;
      species.push(i);
      weight.push(value);
    });
    start.push(species.length);
  }
  const right = totals.map(({ value }) => value);
  const mean = right.reduce((most, value) => Math.max(most, value), 1) / Math.max(size, 1);
  return Array.from({ length: stateCount }, () => {
    const base = Float64Array.from(
      { length: size },
      () => mean * fdExp(spread * (2 * nextUniform(generator) - 1)),
    );
    return tilted({ size, start, species, weight }, base, right, right.length, 0);
  }).filter((state) => state !== null);
}
