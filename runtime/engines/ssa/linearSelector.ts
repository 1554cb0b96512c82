/**
 * Direct method: linear search along all propensities (Gillespie 1977, doi:10.1021/j100540a008). Their sum is
 * made anew for every reaction, so it carries no old rounding errors; nothing beats it in tiny networks.
 */
import type { Selector, SelectorTraits } from "./selector.ts";

class LinearSelector implements Selector {
  readonly propensity: Float64Array;

  constructor(reactions: number) {
    this.propensity = new Float64Array(reactions);
  }

  rebuild(): void {}

  change(reactions: Int32Array, start: number, end: number, values: Float64Array): void {
    const { propensity } = this;
    for (let entry = start; entry < end; entry++) propensity[reactions[entry]] = values[entry - start];
  }

  total(): number {
    const { propensity } = this;
    let sum = 0;
    for (let reaction = 0; reaction < propensity.length; reaction++) sum += propensity[reaction];
    return sum;
  }

  pick(target: number): number {
    const { propensity } = this;
    let rest = target;
    for (let reaction = 0; reaction < propensity.length; reaction++) {
      const value = propensity[reaction];
      if (rest < value) return reaction;
      rest -= value;
    }
    return lastPossible(propensity, 0, propensity.length);
  }

  save(): number[] {
    return [];
  }

  restore(): void {}
}

/** The last reaction of a range that can happen, -1 when there is none. */
export function lastPossible(propensity: Float64Array, start: number, end: number): number {
  for (let reaction = end - 1; reaction >= start; reaction--) {
    if (propensity[reaction] > 0) return reaction;
  }
  return -1;
}

export const linearSelector: SelectorTraits = {
  name: "direct, linear search",
  reference: "Gillespie 1977, doi:10.1021/j100540a008",
  suits: (reactions) => reactions <= 24,
  rejects: false,
  create: (reactions) => new LinearSelector(reactions),
};
