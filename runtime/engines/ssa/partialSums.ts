/**
 * Sums of partial propensities, by group and by piece of a group of about the root of its size, so that a choice
 * in a group costs about two roots. Sums change by differences and so gather rounding errors: a sum of nothing but
 * zeros is zero exactly, and a group whose sum has fallen far below what it was is summed anew.
 */
import type { PartialGroups } from "./partialGroups.ts";

/** A group's sum may fall to this part of its largest value. */
const partialSumDecay = 1 / 64;
/** A group is summed anew after so many changes for each of its reactions. */
const changesPerPlace = 64;

export interface SavedPartialSums {
  readonly group: number[];
  readonly piece: number[];
  readonly peak: number[];
  readonly changes: number[];
}

export class PartialSums {
  readonly #groups: PartialGroups;
  /** By place. */
  readonly value: Float64Array;
  /** By group. */
  readonly sum: Float64Array;
  readonly #positive: Int32Array;
  readonly #peak: Float64Array;
  readonly #changes: Int32Array;
  /** By group: log2 of the size of its pieces, and where they begin. */
  readonly #shift: Uint8Array;
  readonly #pieceStart: Int32Array;
  readonly #piece: Float64Array;

  constructor(groups: PartialGroups) {
    const { start } = groups;
    const count = start.length - 1;
    this.#groups = groups;
    this.value = new Float64Array(groups.reaction.length);
    this.sum = new Float64Array(count);
    this.#positive = new Int32Array(count);
    this.#peak = new Float64Array(count);
    this.#changes = new Int32Array(count);
    this.#shift = new Uint8Array(count);
    this.#pieceStart = new Int32Array(count + 1);
    for (let group = 0; group < count; group++) {
      const size = start[group + 1] - start[group];
      let shift = 2;
      while (1 << (2 * shift) < size) shift++;
      this.#shift[group] = shift;
      this.#pieceStart[group + 1] = this.#pieceStart[group] + ((size + (1 << shift) - 1) >> shift);
    }
    this.#piece = new Float64Array(this.#pieceStart[count]);
  }

  /** Gives a place another value, which is not negative. */
  set(place: number, value: number): void {
    const old = this.value[place];
    if (value === old) return;
    const { start, group: groupOf } = this.#groups;
    const group = groupOf[place];
    this.value[place] = value;
    if (old === 0) this.#positive[group]++;
    else if (value === 0) this.#positive[group]--;
    this.#piece[this.#pieceStart[group] + ((place - start[group]) >> this.#shift[group])] += value - old;
    const sum = this.sum[group] + (value - old);
    this.sum[group] = sum;
    if (sum > this.#peak[group]) this.#peak[group] = sum;
    const mayGather = ++this.#changes[group] <= changesPerPlace * (start[group + 1] - start[group]);
    if (!mayGather || this.#positive[group] === 0 || sum < this.#peak[group] * partialSumDecay)
      this.addUp(group);
  }

  /** Sums a group anew. */
  addUp(group: number): void {
    const { start } = this.#groups;
    const shift = this.#shift[group];
    const end = start[group + 1];
    let piece = this.#pieceStart[group];
    let sum = 0;
    let positive = 0;
    for (let from = start[group]; from < end; from += 1 << shift) {
      let part = 0;
      for (let place = from; place < Math.min(end, from + (1 << shift)); place++) {
        part += this.value[place];
        if (this.value[place] > 0) positive++;
      }
      this.#piece[piece++] = part;
      sum += part;
    }
    this.sum[group] = sum;
    this.#peak[group] = sum;
    this.#positive[group] = positive;
    this.#changes[group] = 0;
  }

  /** The place at `target` on the line of a group's values; -1 where rounding errors pretended that there is one. */
  pick(group: number, target: number): number {
    const { start } = this.#groups;
    const shift = this.#shift[group];
    const last = this.#pieceStart[group + 1] - 1;
    let piece = this.#pieceStart[group];
    let from = start[group];
    let rest = target;
    while (piece < last && rest >= this.#piece[piece]) {
      rest -= this.#piece[piece++];
      from += 1 << shift;
    }
    const end = Math.min(start[group + 1], from + (1 << shift));
    for (let place = from; place < end; place++) {
      if (rest < this.value[place]) return place;
      rest -= this.value[place];
    }
    return -1;
  }

  save(): SavedPartialSums {
    return {
      group: [...this.sum],
      piece: [...this.#piece],
      peak: [...this.#peak],
      changes: [...this.#changes],
    };
  }

  /** Puts back what `save` gave; the values stand there already. */
  restore({ group, piece, peak, changes }: SavedPartialSums): void {
    this.sum.set(group);
    this.#piece.set(piece);
    this.#peak.set(peak);
    this.#changes.set(changes);
  }
}
