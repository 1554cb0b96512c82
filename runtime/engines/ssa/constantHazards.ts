/**
 * The direct method of exact stochastic simulation (Gillespie 1977, doi:10.1021/j100540a008) for models in
 * which nothing changes between reactions: the time to the next reaction is exponential with the total
 * propensity, and its kind is drawn by its share.
 *
 * The time of the next reaction is drawn once and kept over calls, so that the trajectory does not depend on
 * the times at which it is looked at.
 */
import type { EventQueue } from "../../events.ts";
import type { RandomStream } from "../../random/randomStream.ts";
import type { SimulationState } from "../engine.ts";
import type { Selector } from "./selector.ts";

/** What the method needs: reactions of a network, or rules on a graph. */
export interface HazardNetwork {
  readonly state: SimulationState;
  readonly selector: Selector;
  readonly random: RandomStream;
  readonly events: EventQueue;
  /** Lets a reaction happen and brings the propensities up to date; false when it was refused. */
  fire(reaction: number): boolean;
  /**
   * Fires the events whose triggers became true; at a scheduled time (and where a condition changes) rates may jump
   * as well. True when propensities may have changed.
   */
  settle(isScheduled: boolean): boolean;
  /**
   * Where there is code for it: lets at most `work` reactions happen while the time of the next one is not above
   * `limit`, and gives the time of the next one, which is in time while work is left.
   */
  readonly stretch?: ((next: number, limit: number, work: number) => number) | undefined;
}

export interface SavedConstantHazards {
  readonly next: number;
}

export class ConstantHazards {
  readonly #network: HazardNetwork;
  /** Time of the next reaction. */
  #next = Number.POSITIVE_INFINITY;
  #scheduled = Number.POSITIVE_INFINITY;

  constructor(network: HazardNetwork) {
    this.#network = network;
  }

  start(): void {
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
    this.#draw();
  }

  advance(until: number, maxWork: number): boolean {
    const network = this.#network;
    const { state, selector, random } = network;
    const { stretch } = network;
    const hasEvents = !network.events.isEmpty;
    let work = maxWork;
    let next = this.#next;
    let total = selector.total();
    for (;;) {
      const limit = Math.min(until, this.#scheduled);
      if (stretch !== undefined) {
        next = stretch(next, limit, work);
        if (next <= limit) {
          this.#next = next;
          return false;
        }
      }
      while (next <= limit) {
        if (work-- <= 0) {
          this.#next = next;
          return false;
        }
        state.t = next;
        const reaction = selector.pick(random.uniform() * total);
        // -1: rounding errors pretended that something could happen.
        if (reaction < 0) selector.rebuild();
        else if (network.fire(reaction) && hasEvents) network.settle(false);
        total = selector.total();
        next = total > 0 ? state.t + random.exponential() / total : Number.POSITIVE_INFINITY;
      }
      this.#next = next;
      if (this.#scheduled > until) {
        state.t = until;
        return true;
      }
      state.t = this.#scheduled;
      this.#scheduled = network.events.nextScheduled(state.t);
      if (network.settle(true)) {
        this.#draw();
        next = this.#next;
        total = selector.total();
      }
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return {};
  }

  save(): SavedConstantHazards {
    return { next: this.#next };
  }

  restore(saved: SavedConstantHazards): void {
    this.#next = saved.next;
    this.#scheduled = this.#network.events.nextScheduled(this.#network.state.t);
  }

  #draw(): void {
    const { state, selector, random } = this.#network;
    const total = selector.total();
    this.#next = total > 0 ? state.t + random.exponential() / total : Number.POSITIVE_INFINITY;
  }
}
