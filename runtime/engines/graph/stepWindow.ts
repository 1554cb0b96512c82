/**
 * The two ends of the present step of motion, between which attributes and moving states run linearly. While no step
 * is under way both ends are the present state. The store holds the attributes at the start.
 */
import type { GraphClock, StepEnds } from "./graphClock.ts";
import type { GraphStore } from "./graphStore.ts";

export interface SavedWindow {
  readonly startTime: number;
  readonly endTime: number;
  readonly startX: number[];
  readonly endX: number[];
  readonly startY: number[];
  readonly endY: number[];
}

export class StepWindow implements StepEnds {
  isOpen = false;
  /** Attributes at the end of an open step; as long as the store's. */
  x1: Float64Array = new Float64Array(0);
  /** By state; only those of `states` count. */
  readonly y0: Float64Array;
  readonly y1: Float64Array;
  /** States that run between the ends. */
  readonly states: Int32Array;
  readonly #store: GraphStore;
  readonly #clock: GraphClock;
  #startTime = 0;
  #endTime = 0;
  #rows = new Float64Array(0);

  constructor(store: GraphStore, clock: GraphClock, states: readonly number[]) {
    this.#store = store;
    this.#clock = clock;
    this.states = Int32Array.from(states);
    this.y0 = new Float64Array(clock.y.length);
    this.y1 = new Float64Array(clock.y.length);
  }

  get startTime(): number {
    return this.isOpen ? this.#startTime : this.#clock.t;
  }

  get endTime(): number {
    return this.isOpen ? this.#endTime : this.#clock.t;
  }

  startX(): Float64Array {
    return this.#store.x;
  }

  endX(): Float64Array {
    return this.isOpen ? this.x1 : this.#store.x;
  }

  /** Begins a step whose end is the present state until it is written. */
  prepare(): void {
    this.#fit();
    this.x1.set(this.#store.x);
    for (let i = 0; i < this.states.length; i++) {
      const state = this.states[i];
      this.y0[state] = this.#clock.y[state];
      this.y1[state] = this.#clock.y[state];
    }
  }

  open(startTime: number, endTime: number): void {
    this.#startTime = startTime;
    this.#endTime = endTime;
    this.isOpen = true;
  }

  close(): void {
    this.isOpen = false;
  }

  /** Sets moving states to their values at the fraction s. */
  locateStates(s: number): void {
    const { y } = this.#clock;
    for (let i = 0; i < this.states.length; i++) {
      const state = this.states[i];
      y[state] = this.y0[state] + s * (this.y1[state] - this.y0[state]);
    }
  }

  /** An event changed a moving state: both ends move with it. */
  addToState(state: number, amount: number): void {
    this.y0[state] += amount;
    this.y1[state] += amount;
  }

  /** Moves some nodes in the store to the fraction s of the step, for an event that reads them. */
  enter(n: Int32Array, count: number, s: number): void {
    const { attributeStride, x } = this.#store;
    if (this.#rows.length < 2 * count * attributeStride)
      this.#rows = new Float64Array(2 * count * attributeStride);
    const rows = this.#rows;
    const half = count * attributeStride;
    for (let i = 0; i < count; i++) {
      const at = n[i] * attributeStride;
      for (let k = 0; k < attributeStride; k++) {
        const start = x[at + k];
        const now = start + s * (this.x1[at + k] - start);
        rows[i * attributeStride + k] = start;
        rows[half + i * attributeStride + k] = now;
        x[at + k] = now;
      }
    }
  }

  /**
   * Puts the nodes back to the start of the step, with what the event has changed at both of its ends; nodes that it
   * has made stay where they are.
   */
  leave(n: Int32Array, count: number): void {
    const { attributeStride, x } = this.#store;
    this.#fit();
    const rows = this.#rows;
    const half = count * attributeStride;
    for (let i = 0; i < count; i++) {
      const at = n[i] * attributeStride;
      for (let k = 0; k < attributeStride; k++) {
        const change = x[at + k] - rows[half + i * attributeStride + k];
        x[at + k] = rows[i * attributeStride + k] + change;
        if (change !== 0) this.x1[at + k] += change;
      }
    }
    for (let i = count; i < n.length; i++) this.hold(n[i]);
  }

  /** A node stays where it is until the end of the step. */
  hold(node: number): void {
    const { attributeStride, x } = this.#store;
    this.#fit();
    const at = node * attributeStride;
    for (let k = at; k < at + attributeStride; k++) this.x1[k] = x[k];
  }

  /** Moves the store and the states to the end of the step, and closes it. */
  finish(): void {
    const store = this.#store;
    const { attributeStride } = store;
    this.#fit();
    for (let node = 0; node < store.used; node++) {
      if (store.type[node] >= 0) continue;
      this.x1.fill(0, node * attributeStride, (node + 1) * attributeStride);
    }
    const before = store.x;
    store.x = this.x1;
    this.x1 = before;
    this.locateStates(1);
    this.isOpen = false;
  }

  save(): SavedWindow {
    const { used, attributeStride, x } = this.#store;
    return {
      startTime: this.#startTime,
      endTime: this.#endTime,
      startX: Array.from(x.subarray(0, used * attributeStride)),
      endX: Array.from(this.x1.subarray(0, used * attributeStride)),
      startY: Array.from(this.y0),
      endY: Array.from(this.y1),
    };
  }

  restore(saved: SavedWindow): void {
    this.#fit();
    this.#store.x.set(saved.startX);
    this.x1.set(this.#store.x);
    this.x1.set(saved.endX);
    this.y0.set(saved.startY);
    this.y1.set(saved.endY);
    this.open(saved.startTime, saved.endTime);
  }

  #fit(): void {
    const { length } = this.#store.x;
    if (this.x1.length === length) return;
    const grown = new Float64Array(length);
    grown.set(this.x1.subarray(0, Math.min(length, this.x1.length)));
    this.x1 = grown;
  }
}
