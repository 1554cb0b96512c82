/** Sums of states that reactions conserve, read from a model's tables of changes. */
import type { CompiledModel } from "../runtime/model.ts";
import type { ConservedSum } from "../runtime/steady/conservedSums.ts";
import { conservationLaws } from "./plan/conservation.ts";

/** Of a model that was compiled for `ssa`; states that flows move are in none. A state that nothing changes is one. */
export function conservedStates({ jumps, states }: CompiledModel): readonly ConservedSum[] {
  if (jumps === null) throw new Error("the model was not compiled for stochastic simulation");
  const { changeStart, changeState, changeAmount, continuous } = jumps;
  const changes = Array.from({ length: changeStart.length - 1 }, (_, reaction) => {
    const change = new Map<number, number>();
    for (let entry = changeStart[reaction]; entry < changeStart[reaction + 1]; entry++)
      change.set(changeState[entry], changeAmount[entry]);
    return change;
  });
  const flows = Array.from(continuous, (state) => new Map([[state, 1]]));
  return conservationLaws(states.length, [...changes, ...flows]).map(({ terms }) => ({
    terms: terms.map(({ species, coefficient }) => ({ state: species, coefficient })),
  }));
}
