/**
 * By how much a rule would change the number of matches of fragments where it is placed: the rule is tried, and the
 * fragments are counted, after and before, at the anchors from which what it changes can be reached.
 */
import type { AgentFragment, MatchChange } from "../../agentModel.ts";
import type { AgentMixture } from "./agentMixture.ts";
import { grownInt32 } from "./agentStore.ts";
import type { RuleChannel } from "./ruleChannel.ts";

/** The largest number of bonds on the shortest ways from an agent of a fragment to the others. */
export function fragmentReach({ agents }: AgentFragment, from: number): number {
  const depth = new Map([[from, 0]]);
  for (const [agent, steps] of depth) {
    for (const { bond } of agents[agent].sites)
      if (bond.kind === "link" && !depth.has(bond.agent)) depth.set(bond.agent, steps + 1);
  }
  return Math.max(...depth.values());
}

export class MatchChanges {
  readonly #mixture: AgentMixture;
  readonly #changes: readonly MatchChange[];
  /** Bonds from an anchor to the farthest molecule of its fragment. */
  readonly #radius: number;
  /** Agents around what changes. */
  #around = new Int32Array(64);
  #count = 0;
  #mark = new Int32Array(64);
  #epoch = 0;

  constructor(changes: readonly MatchChange[], mixture: AgentMixture) {
    this.#mixture = mixture;
    this.#changes = changes;
    const { fragments } = mixture.tables;
    this.#radius = Math.max(0, ...changes.map(({ fragment }) => fragmentReach(fragments[fragment], 0)));
  }

  /** Puts the changes at the rule's present placement into `out` from `offset` on. */
  compute(rule: RuleChannel, out: Float64Array, offset: number): void {
    const { trial, store, matchers, lists } = this.#mixture;
    trial.apply(rule);
    this.#surroundings(trial.touched);
    for (let i = 0; i < this.#changes.length; i++) {
      const { fragment } = this.#changes[i];
      const matcher = matchers[fragment];
      let after = 0;
      for (let k = 0; k < this.#count; k++) {
        const agent = this.#around[k];
        if (store.type[agent] === matcher.anchorType) after += matcher.count(agent);
      }
      out[offset + i] = after;
    }
    trial.undo();
    for (let i = 0; i < this.#changes.length; i++) {
      const { fragment, divisor } = this.#changes[i];
      const list = lists[fragment];
      let known = 0;
      for (let k = 0; k < this.#count; k++) {
        const agent = this.#around[k];
        if (store.type[agent] === list.anchorType) known += list.countOf(agent);
      }
      out[offset + i] = (out[offset + i] - known) / divisor;
    }
  }

  /**
   * What is at most as many bonds away as the fragments reach. A way to what changes is the same before and after up
   * to the first molecule that changes, so that one search finds the anchors of both.
   */
  #surroundings(touched: readonly number[]): void {
    const { partner, shift, siteCount, type } = this.#mixture.store;
    if (this.#mark.length < type.length) this.#mark = grownInt32(this.#mark, type.length, 0);
    this.#epoch++;
    this.#count = 0;
    for (const agent of touched) this.#add(agent);
    let from = 0;
    for (let step = 0; step < this.#radius; step++) {
      const end = this.#count;
      for (; from < end; from++) {
        const agent = this.#around[from];
        if (type[agent] < 0) continue;
        const base = agent << shift;
        const last = base + siteCount[type[agent]];
        for (let site = base; site < last; site++) if (partner[site] >= 0) this.#add(partner[site] >> shift);
      }
    }
  }

  #add(agent: number): void {
    if (this.#mark[agent] === this.#epoch) return;
    this.#mark[agent] = this.#epoch;
    if (this.#count === this.#around.length) this.#around = grownInt32(this.#around, 2 * this.#count, 0);
    this.#around[this.#count++] = agent;
  }
}
