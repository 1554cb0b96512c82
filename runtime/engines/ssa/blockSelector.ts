/**
 * Direct method with a two-level search: reactions stand in blocks of about the square root of their number,
 * first the block is found by the blocks' sums, then the reaction in it. With the dependency graph (Cao et al.
 * 2004, doi:10.1063/1.1778376) one reaction costs a few changes of sums and about one root of the network.
 *
 * Sums change by differences and so gather rounding errors: they are made anew after as many changes as there
 * are reactions, and whenever the total has fallen far below what it was.
 */
import { lastPossible } from "./linearSelector.ts";
import type { Selector, SelectorTraits } from "./selector.ts";

/** The total may fall to this part of its largest value before all sums are made anew. */
const blockSumDecay = 1 / 64;

class BlockSelector implements Selector {
  readonly propensity: Float64Array;
  readonly #blocks: Float64Array;
  /** log2 of the block size. */
  readonly #shift: number;
  readonly #rebuildAfter: number;
  #total = 0;
  #peak = 0;
  #changes = 0;

  constructor(reactions: number) {
    let shift = 2;
    while (2 * (1 << shift) * (1 << shift) < reactions) shift++;
    this.#shift = shift;
    this.propensity = new Float64Array(reactions);
    this.#blocks = new Float64Array(Math.max(1, Math.ceil(reactions / (1 << shift))));
    this.#rebuildAfter = Math.max(4096, 4 * reactions);
  }

  rebuild(): void {
    const { propensity } = this;
    const blocks = this.#blocks;
    const size = 1 << this.#shift;
    let total = 0;
    for (let block = 0; block < blocks.length; block++) {
      const end = Math.min(propensity.length, (block + 1) * size);
      let sum = 0;
      for (let reaction = block * size; reaction < end; reaction++) sum += propensity[reaction];
      blocks[block] = sum;
      total += sum;
    }
    this.#total = total;
    this.#peak = total;
    this.#changes = 0;
  }

  change(reactions: Int32Array, start: number, end: number, values: Float64Array): void {
    const { propensity } = this;
    const blocks = this.#blocks;
    const shift = this.#shift;
    let total = this.#total;
    for (let entry = start; entry < end; entry++) {
      const reaction = reactions[entry];
      const value = values[entry - start];
      const difference = value - propensity[reaction];
      propensity[reaction] = value;
      blocks[reaction >> shift] += difference;
      total += difference;
    }
    this.#total = total;
    this.#changes += end - start;
  }

  total(): number {
    if (this.#total > this.#peak) this.#peak = this.#total;
    if (this.#changes > this.#rebuildAfter || this.#total < this.#peak * blockSumDecay) this.rebuild();
    return this.#total;
  }

  pick(target: number): number {
    const { propensity } = this;
    const blocks = this.#blocks;
    const last = blocks.length - 1;
    let rest = target;
    let block = 0;
    while (block < last && rest >= blocks[block]) rest -= blocks[block++];
    const start = block << this.#shift;
    const end = Math.min(propensity.length, start + (1 << this.#shift));
    for (let reaction = start; reaction < end; reaction++) {
      if (rest < propensity[reaction]) return reaction;
      rest -= propensity[reaction];
    }
    return lastPossible(propensity, start, end);
  }

  save(): number[] {
    return [this.#total, this.#peak, this.#changes, ...this.#blocks];
  }

  restore(saved: readonly number[]): void {
    [this.#total = 0, this.#peak = 0, this.#changes = 0] = saved;
    this.#blocks.set(saved.slice(3));
  }
}

export const blockSelector: SelectorTraits = {
  name: "direct, two-level search",
  reference: "Cao, Li and Petzold 2004, doi:10.1063/1.1778376",
  suits: (reactions) => reactions <= 5000,
  rejects: false,
  create: (reactions) => new BlockSelector(reactions),
};
