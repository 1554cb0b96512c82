/**
 * The direct method in the loop that was made for the model's rules (`AgentModel.unrolled`), between the times at
 * which rates change. Draw by draw it does what ../ssa/constantHazards.ts does.
 */
import type { AgentModel, RuleRun } from "../../agentModel.ts";
import type { SavedConstantHazards } from "../ssa/constantHazards.ts";
import type { AgentNetwork } from "./agentNetwork.ts";

export class UnrolledRules {
  readonly #network: AgentNetwork;
  readonly #unrolled: NonNullable<AgentModel["unrolled"]>;
  readonly #run: RuleRun;
  #scheduled = Number.POSITIVE_INFINITY;

  constructor(network: AgentNetwork, unrolled: NonNullable<AgentModel["unrolled"]>) {
    this.#network = network;
    this.#unrolled = unrolled;
    this.#run = network.ruleRun();
  }

  start(): void {
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
    this.#draw();
  }

  advance(until: number, maxWork: number): boolean {
    const network = this.#network;
    const { state } = network;
    const run = this.#run;
    let work = maxWork;
    for (;;) {
      run.now = state.t;
      run.fired = 0;
      run.refused = 0;
      const isDone = this.#unrolled(run, Math.min(until, this.#scheduled), work);
      network.selector.rebuild();
      network.reactions += run.fired;
      network.refused += run.refused;
      work -= run.fired + run.refused;
      state.t = run.now;
      if (!isDone) return false;
      if (this.#scheduled > until) {
        state.t = until;
        return true;
      }
      state.t = this.#scheduled;
      this.#scheduled = network.events.nextScheduled(state.t);
      if (network.settle(true)) this.#draw();
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return {};
  }

  save(): SavedConstantHazards {
    return { next: this.#run.next };
  }

  restore(saved: SavedConstantHazards): void {
    this.#run.next = saved.next;
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
  }

  #draw(): void {
    const { state, selector, random } = this.#network;
    const total = selector.total();
    this.#run.next = total > 0 ? state.t + random.exponential() / total : Number.POSITIVE_INFINITY;
  }
}
