/** The exact method where no event watches the state: a stretch from one scheduled time to the next. */
import { EventQueue } from "../../events.ts";
import type { CompiledModel } from "../../model.ts";
import type { SimulationState } from "../engine.ts";
import type { Stretch } from "./stretch.ts";

interface SavedStretches {
  readonly events: { truth: number[]; fired: number };
  readonly stretch: unknown;
}

export class TimedStretches {
  readonly #state: SimulationState;
  readonly #stretch: Stretch;
  readonly #events: EventQueue;
  #scheduled = Number.POSITIVE_INFINITY;

  constructor(model: CompiledModel, state: SimulationState, stretch: Stretch) {
    this.#state = state;
    this.#stretch = stretch;
    this.#events = new EventQueue(model, state.c, true);
  }

  start(): void {
    this.#readSchedule();
    this.#stretch.refresh();
  }

  advance(until: number, maxWork: number): boolean {
    const state = this.#state;
    for (;;) {
      const limit = Math.min(until, this.#scheduled);
      if (!this.#stretch.advance(limit, maxWork)) return false;
      state.t = limit;
      if (this.#scheduled > until) return true;
      this.#scheduled = this.#events.nextScheduled(limit);
      if (this.#events.wouldChange(limit, state.y) && this.#events.settle(limit, state.y))
        this.#stretch.refresh();
    }
  }

  statistics(): Readonly<Record<string, number>> {
    return { ...this.#stretch.statistics(), events: this.#events.fired };
  }

  save(): SavedStretches {
    return { events: this.#events.save(), stretch: this.#stretch.save() };
  }

  restore(saved: SavedStretches): void {
    this.#readSchedule();
    this.#events.restore(saved.events);
    this.#stretch.restore(saved.stretch);
  }

  #readSchedule(): void {
    const { t, y } = this.#state;
    this.#events.reset(t, y);
    this.#scheduled = this.#events.nextScheduled(t);
  }
}
