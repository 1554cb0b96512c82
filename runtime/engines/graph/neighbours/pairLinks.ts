/**
 * Pairs of anchors as numbers from 0 without gaps, with the pairs of every anchor linked both ways. All that is kept
 * of a pair stands side by side, because an event takes several pairs away and moves the last ones to their numbers.
 */
import { grownInt32 } from "../../networkFree/agentStore.ts";

/** A record: the anchors of both sides, the next pairs of each, the previous ones; then nothing. */
const recordWidth = 8;
const nextOffset = 2;
const previousOffset = 4;

export class PairLinks {
  count = 0;
  #records = new Int32Array(64 * recordWidth);
  /** By side and anchor: its first pair, -1 for none. */
  readonly #heads = [new Int32Array(64).fill(-1), new Int32Array(64).fill(-1)];

  /** Of one side, 0 or 1. */
  anchor(pair: number, side: number): number {
    return this.#records[pair * recordWidth + side];
  }

  first(side: number, anchor: number): number {
    const heads = this.#heads[side];
    return anchor < heads.length ? heads[anchor] : -1;
  }

  /** The pair of the same anchor of a side after this one, -1 for none. */
  next(side: number, pair: number): number {
    return this.#records[pair * recordWidth + nextOffset + side];
  }

  /** Makes room for so many nodes. */
  fit(nodes: number): void {
    for (let side = 0; side < 2; side++) {
      let { length } = this.#heads[side];
      if (nodes <= length) continue;
      while (length < nodes) length *= 2;
      this.#heads[side] = grownInt32(this.#heads[side], length, -1);
    }
  }

  add(first: number, second: number): void {
    const at = this.count++ * recordWidth;
    if (at === this.#records.length) this.#records = grownInt32(this.#records, 2 * at, 0);
    this.#link(at, 0, first);
    this.#link(at, 1, second);
  }

  /** Takes a pair away; the last one gets its number. */
  remove(pair: number): void {
    const records = this.#records;
    const at = pair * recordWidth;
    const last = --this.count * recordWidth;
    for (let side = 0; side < 2; side++) {
      this.#pointTo(at, side, records[at + nextOffset + side], records[at + previousOffset + side]);
    }
    if (at === last) return;
    for (let i = 0; i < previousOffset + 2; i++) records[at + i] = records[last + i];
    for (let side = 0; side < 2; side++) {
      const next = records[at + nextOffset + side];
      const previous = records[at + previousOffset + side];
      if (previous >= 0) records[previous * recordWidth + nextOffset + side] = pair;
      else this.#heads[side][records[at + side]] = pair;
      if (next >= 0) records[next * recordWidth + previousOffset + side] = pair;
    }
  }

  clear(): void {
    this.count = 0;
    for (const heads of this.#heads) heads.fill(-1);
  }

  #link(at: number, side: number, anchor: number): void {
    const records = this.#records;
    const heads = this.#heads[side];
    const head = heads[anchor];
    const pair = at / recordWidth;
    records[at + side] = anchor;
    records[at + nextOffset + side] = head;
    records[at + previousOffset + side] = -1;
    if (head >= 0) records[head * recordWidth + previousOffset + side] = pair;
    heads[anchor] = pair;
  }

  /** Joins what stands before and after a pair. */
  #pointTo(at: number, side: number, next: number, previous: number): void {
    const records = this.#records;
    if (previous >= 0) records[previous * recordWidth + nextOffset + side] = next;
    else this.#heads[side][records[at + side]] = next;
    if (next >= 0) records[next * recordWidth + previousOffset + side] = previous;
  }
}
