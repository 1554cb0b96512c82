/**
 * Events and scheduled times, the same for every engine.
 *
 * An event fires when its trigger goes from false to true; a trigger that is true at the start does not
 * fire. Its right sides and its priority are computed at that moment. Several that become true together are
 * carried out by priority (highest first), then in the order of the model. Firing may make further triggers
 * true or false: the list is worked off until nothing changes.
 */
import type { CompiledModel, ScheduledTimes } from "./model.ts";
import { SimulationError } from "./simulationError.ts";

/** Events that fire each other at one instant more often than this are refused. */
const cascadeLimit = 10_000;

interface PendingEvent {
  readonly event: number;
  readonly priority: number;
  /** What it will assign, computed when it became true. */
  readonly values: Float64Array;
}

export class EventQueue {
  readonly #model: CompiledModel;
  readonly #c: Float64Array;
  readonly #rounds: boolean;
  readonly #truth: Uint8Array;
  readonly #next: Uint8Array;
  #schedule: readonly ScheduledTimes[] = [];
  /** How many events have fired. */
  fired = 0;

  /** `rounds`: counted states are set to whole numbers, as stochastic engines need them. */
  constructor(model: CompiledModel, c: Float64Array, rounds: boolean) {
    this.#rounds = rounds;
    this.#model = model;
    this.#c = c;
    this.#truth = new Uint8Array(model.events.length);
    this.#next = new Uint8Array(model.events.length);
  }

  get isEmpty(): boolean {
    return this.#model.events.length === 0;
  }

  /** Starts afresh at time t: remembers which triggers hold now, reads the schedule from the constants. */
  reset(t: number, y: Float64Array): void {
    this.#model.code.triggers(t, y, this.#c, this.#truth);
    this.#schedule = this.#model.code.schedule(this.#c);
    for (const { start, period, count } of this.#schedule) {
      // A period that the time can not resolve would never pass.
      if (count <= 1 || (period > 0 && start + period > start)) continue;
      throw new SimulationError(
        "badInput",
        `A stimulus repeats every ${period} s; the interval must be above zero.`,
        t,
      );
    }
  }

  /** Whether some trigger differs from what was last seen. Changes nothing. */
  wouldChange(t: number, y: Float64Array): boolean {
    this.#model.code.triggers(t, y, this.#c, this.#next);
    for (let event = 0; event < this.#next.length; event++) {
      if (this.#next[event] !== this.#truth[event]) return true;
    }
    return false;
  }

  /** Whether some event would fire. Changes nothing. */
  wouldFire(t: number, y: Float64Array): boolean {
    this.#model.code.triggers(t, y, this.#c, this.#next);
    return this.#next.some((now, event) => now === 1 && this.#truth[event] === 0);
  }

  /** Fires what became true at (t, y), changing y. True when any event fired. */
  settle(t: number, y: Float64Array): boolean {
    const { events, code } = this.#model;
    if (events.length === 0) return false;
    const pending: PendingEvent[] = [];
    let any = false;
    for (let rounds = 0; ; rounds++) {
      code.triggers(t, y, this.#c, this.#next);
      for (let event = 0; event < events.length; event++) {
        const now = this.#next[event] ?? 0;
        if (now === 1 && this.#truth[event] === 0) {
          const values = new Float64Array(events[event]?.targets.length ?? 0);
          code.fire(event, t, y, this.#c, values);
          pending.push({ event, priority: code.priority(event, t, y, this.#c), values });
        }
        this.#truth[event] = now;
      }
      if (pending.length === 0) return any;
      if (rounds > cascadeLimit) {
        const names = pending.map(({ event }) => events[event]?.name).join(", ");
        throw new SimulationError("eventLoop", `At ${t} s events keep triggering each other: ${names}.`, t);
      }
      let first = 0;
      for (let i = 1; i < pending.length; i++) {
        const candidate = pending[i];
        const best = pending[first];
        if (candidate === undefined || best === undefined) continue;
        const isEarlier =
          candidate.priority > best.priority ||
          (candidate.priority === best.priority && candidate.event < best.event);
        if (isEarlier) first = i;
      }
      const chosen = pending.splice(first, 1)[0];
      if (chosen === undefined) return any;
      const stop = events[chosen.event]?.stop;
      if (stop !== undefined)
        throw new SimulationError("leftDomain", `At ${Number(t.toPrecision(6))} s ${stop}`, t);
      const targets = events[chosen.event]?.targets ?? [];
      for (let i = 0; i < targets.length; i++) {
        const target = targets[i] ?? 0;
        const value = chosen.values[i] ?? Number.NaN;
        if (!Number.isFinite(value)) {
          throw new SimulationError(
            "notFinite",
            `At ${t} s the event ${events[chosen.event]?.name} sets ${this.#model.states[target]?.name} to ${value}.`,
            t,
          );
        }
        const isCounted = this.#rounds && this.#model.states[target].discrete;
        y[target] = isCounted ? Math.round(value) : value;
      }
      this.fired++;
      any = true;
    }
  }

  /** The first scheduled time after t; Infinity when there is none. */
  nextScheduled(t: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (const { start, period, count } of this.#schedule) {
      let time = start;
      if (time <= t && period > 0) {
        let index = Math.floor((t - start) / period);
        while (start + index * period <= t) index++;
        if (index >= count) continue;
        time = start + index * period;
      }
      if (time > t && time < next) next = time;
    }
    return next;
  }

  save(): { truth: number[]; fired: number } {
    return { truth: [...this.#truth], fired: this.fired };
  }

  /** Puts back what `save` gave; call after `reset`. */
  restore(saved: { truth: number[]; fired: number }): void {
    this.#truth.set(saved.truth);
    this.fired = saved.fired;
  }
}
