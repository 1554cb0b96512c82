/** Matches of a pattern in the complex of an agent, counted once a complex until molecules change. */
import type { LocalValue } from "../../agentModel.ts";
import { grownInt32 } from "./agentStore.ts";
import type { AgentMixture } from "./agentMixture.ts";
import { asksForOne, isAsked, placeFragments } from "./measureComplexes.ts";

export class LocalCounts {
  readonly #mixture: AgentMixture;
  readonly #value: LocalValue;
  /** By agent: when the number was counted, and the number. */
  #counted = new Int32Array(64);
  #numbers = new Int32Array(64);
  #now = 1;

  constructor(value: LocalValue, mixture: AgentMixture) {
    this.#value = value;
    this.#mixture = mixture;
  }

  /** Call after molecules have changed. */
  forget(): void {
    this.#now++;
  }

  at(agent: number): number {
    if (agent >= this.#counted.length) {
      const length = this.#mixture.store.type.length;
      this.#counted = grownInt32(this.#counted, length, 0);
      this.#numbers = grownInt32(this.#numbers, length, 0);
    }
    if (this.#counted[agent] !== this.#now) this.#count(agent);
    return this.#numbers[agent] / this.#value.divisor;
  }

  #count(agent: number): void {
    const { connectivity } = this.#mixture;
    const { fragments, measure } = this.#value;
    connectivity.complexOf(agent);
    const members = connectivity.found.slice(0, connectivity.foundCount);
    const isOneEnough = measure === "complexes" && asksForOne(this.#value);
    const found = placeFragments(this.#mixture, fragments, members, isOneEnough, false);
    const number = measure === "count" ? found : isAsked(this.#value, found) ? 1 : 0;
    for (const member of members) {
      if (member >= this.#counted.length) continue;
      this.#counted[member] = this.#now;
      this.#numbers[member] = number;
    }
  }
}
