/**
 * Which reactions a reaction affects: those whose propensity reads a state that it changes (the dependency graph of
 * Gibson and Bruck 2000, doi:10.1021/jp993732q). It is made here, and only as far as a method needs it, since in
 * networks from rules it has far more entries than all other tables together.
 */
import type { JumpModel } from "../../model.ts";

/** Reactions by something: those of entry i are reaction[start[i]] .. reaction[start[i + 1] - 1], ascending. */
export interface ReactionLists {
  readonly start: Int32Array;
  readonly reaction: Int32Array;
}

/** The reactions that read each of so many states, without those whose entry in `isLeftOut` is 1. */
export function readersOfStates(jumps: JumpModel, states: number, isLeftOut?: Uint8Array): ReactionLists {
  const { readStart, readState } = jumps;
  const count = readStart.length - 1;
  const start = new Int32Array(states + 1);
  for (let j = 0; j < count; j++) {
    if (isLeftOut?.[j] === 1) continue;
    for (let entry = readStart[j]; entry < readStart[j + 1]; entry++) start[readState[entry] + 1]++;
  }
  for (let state = 0; state < states; state++) start[state + 1] += start[state];
  const next = start.slice();
  const reaction = new Int32Array(start[states]);
  for (let j = 0; j < count; j++) {
    if (isLeftOut?.[j] === 1) continue;
    for (let entry = readStart[j]; entry < readStart[j + 1]; entry++) reaction[next[readState[entry]]++] = j;
  }
  return { start, reaction };
}

/** The reactions among `readers` to update after each reaction. */
export function dependentsOfReactions(jumps: JumpModel, readers: ReactionLists): ReactionLists {
  const count = jumps.rateConstant.length;
  const start = new Int32Array(count + 1);
  const seenAfter = new Int32Array(count).fill(-1);
  const all: number[] = [];
  for (let j = 0; j < count; j++) {
    const from = all.length;
    forEachReader(jumps, readers, j, (other) => {
      if (seenAfter[other] === j) return;
      seenAfter[other] = j;
      all.push(other);
    });
    start[j + 1] = all.length;
    // Ascending entries are read from memory in order.
    if (all.length - from > 1) {
      const sorted = all.slice(from).sort((a, b) => a - b);
      for (let i = 0; i < sorted.length; i++) all[from + i] = sorted[i];
    }
  }
  return { start, reaction: Int32Array.from(all) };
}

/** How many propensities a reaction changes on average; one that reads two of the changed states counts twice. */
export function meanDependents(jumps: JumpModel, readers: ReactionLists): number {
  let sum = 0;
  for (const state of jumps.changeState) sum += readers.start[state + 1] - readers.start[state];
  return sum / Math.max(1, jumps.rateConstant.length);
}

/** Calls back with every reaction that reads a state that `reaction` changes; with some more than once. */
export function forEachReader(
  jumps: JumpModel,
  readers: ReactionLists,
  reaction: number,
  visit: (other: number) => void,
): void {
  for (let entry = jumps.changeStart[reaction]; entry < jumps.changeStart[reaction + 1]; entry++) {
    const state = jumps.changeState[entry];
    for (let at = readers.start[state]; at < readers.start[state + 1]; at++) visit(readers.reaction[at]);
  }
}
