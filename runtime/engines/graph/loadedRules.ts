/**
 * Rules whose rates read the force of contacts. Their events change the forces that the next ones feel, and what gives way
 * to them does so in the next step of motion; so a step may hold only few of them.
 */
import type { GraphNetwork } from "./graphNetwork.ts";
import { VaryingWeights } from "./ruleWeights.ts";

interface LoadedRule {
  /** Its place in `varying` of the network. */
  readonly at: number;
  readonly weights: VaryingWeights;
}

export class LoadedRules {
  readonly #rules: readonly LoadedRule[];
  /** Events in a step for each place where one can happen. */
  readonly #share: number;

  constructor({ graph, channels, varying }: GraphNetwork, share: number) {
    this.#share = share;
    const isForce = (type: number, slot: number): boolean =>
      graph.types[type].attributes.some((own) => own.computed === "contactForce" && own.slot === slot);
    this.#rules = channels.flatMap(({ rule, weights }, channel) => {
      const types = rule.fragments.flatMap((fragment) =>
        graph.fragments[fragment].agents.map(({ type }) => type),
      );
      const isLoaded = rule.weightReads.some(({ agent, slot }) => isForce(types[agent], slot));
      return isLoaded && weights instanceof VaryingWeights ? [{ at: varying.indexOf(channel), weights }] : [];
    });
  }

  /** The longest step, in s, from hazards of the varying channels at both ends of the step before; it may hold one event. */
  longestStep(start: Float64Array, end: Float64Array): number {
    let hazard = 0;
    let places = 0;
    for (const { at, weights } of this.#rules) {
      hazard += Math.max(start[at], end[at]);
      places += weights.count;
    }
    return hazard > 0 ? Math.max(1, this.#share * places) / hazard : Number.POSITIVE_INFINITY;
  }
}
