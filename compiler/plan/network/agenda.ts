/** In which order the complexes of a growing network are looked at. */
import type { ComplexGraph } from "./complexGraph.ts";

/** The complexes by number, in the order in which they are looked at; there are more of them as it goes on. */
export type Agenda = (complexes: readonly ComplexGraph[]) => Iterable<number>;

export function* inOrder(complexes: readonly ComplexGraph[]): Iterable<number> {
  for (let next = 0; next < complexes.length; next++) yield next;
}

/**
 * Every second one that is looked at is the largest so far, so that what grows without bound is large after a few
 * steps.
 */
export function* largestFirst(complexes: readonly ComplexGraph[]): Iterable<number> {
  const isDone: boolean[] = [];
  let oldest = 0;
  for (let turn = 0; ; turn++) {
    while (isDone[oldest]) oldest++;
    if (oldest >= complexes.length) return;
    let next = oldest;
    if (turn % 2 === 1)
      complexes.forEach(({ agentType }, i) => {
        if (!isDone[i] && agentType.length > complexes[next].agentType.length) next = i;
      });
    isDone[next] = true;
    yield next;
  }
}
