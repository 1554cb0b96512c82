/** `include` and `exclude`: what whole complexes must hold, before a rule or after it. */
import type { AgentChannel, AgentCondition } from "../../agentModel.ts";
import type { AgentMixture } from "./agentMixture.ts";
import { placeFragments } from "./measureComplexes.ts";
import type { PlacedRule } from "./placedRule.ts";

export class ComplexConditions {
  readonly #mixture: AgentMixture;
  readonly #before: readonly AgentCondition[];
  readonly #after: readonly AgentCondition[];

  constructor({ conditions }: AgentChannel, mixture: AgentMixture) {
    this.#mixture = mixture;
    this.#before = conditions.filter(({ side }) => side === "reactant");
    this.#after = conditions.filter(({ side }) => side === "product");
  }

  /** For the rule's present placement. */
  areMet(rule: PlacedRule): boolean {
    if (!this.#hold(this.#before, rule, false)) return false;
    if (this.#after.length === 0) return true;
    const { trial } = this.#mixture;
    const areMet = trial.apply(rule) && this.#hold(this.#after, rule, true);
    trial.undo();
    return areMet;
  }

  /** Of several `include` of one complex one is enough. */
  #hold(conditions: readonly AgentCondition[], { image }: PlacedRule, isTrial: boolean): boolean {
    let wanted = -1;
    let isThere = true;
    for (const { kind, agent, fragments } of conditions) {
      const isFound = this.#hasMatch(image[agent], fragments, isTrial);
      if (kind === "exclude") {
        if (isFound) return false;
        continue;
      }
      if (agent !== wanted && !isThere) return false;
      isThere = (agent === wanted && isThere) || isFound;
      wanted = agent;
    }
    return isThere;
  }

  #hasMatch(agent: number, fragments: readonly number[], isTrial: boolean): boolean {
    const { connectivity, store } = this.#mixture;
    if (store.type[agent] < 0) return false;
    connectivity.complexOf(agent);
    const members = connectivity.found.slice(0, connectivity.foundCount);
    return placeFragments(this.#mixture, fragments, members, true, isTrial) > 0;
  }
}
