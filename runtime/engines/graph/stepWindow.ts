/**
 * The two ends of the present time step. While none is under way both are the present state.
 */
import type { GraphClock } from "./graphMixture.ts";
import type { GraphStore } from "./graphStore.ts";
import type { StepEnds } from "./ruleWeights.ts";

export class StepWindow implements StepEnds {
  readonly #store: GraphStore;
  readonly #clock: GraphClock;
  #endX: Float64Array | null = null;
  #startTime = 0;
  #endTime = 0;

  constructor(store: GraphStore, clock: GraphClock) {
    this.#store = store;
    this.#clock = clock;
  }

  get startTime(): number {
    return this.#endX === null ? this.#clock.t : this.#startTime;
  }

  get endTime(): number {
    return this.#endX === null ? this.#clock.t : this.#endTime;
  }

  startX(): Float64Array {
    return this.#store.x;
  }

  endX(): Float64Array {
    return this.#endX ?? this.#store.x;
  }

  /** A step from the store's attributes to others. */
  open(endX: Float64Array, startTime: number, endTime: number): void {
    this.#endX = endX;
    this.#startTime = startTime;
    this.#endTime = endTime;
  }

  close(): void {
    this.#endX = null;
  }
}
