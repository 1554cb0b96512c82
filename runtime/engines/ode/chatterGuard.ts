/**
 * Keeps a run from standing still where a root function crosses zero again and again at once: a right-hand
 * side that pushes back from both sides of a threshold, or an event that undoes its own trigger. After some
 * crossings hardly apart, the function is not looked at for a number of steps, which doubles each time; the
 * error control then finds its own way along the threshold, and triggers are read at the ends of steps.
 */

/** So many crossings in a row, this close in units of the accuracy of a crossing, are chatter. */
const chatterCrossings = 8;
const chatterCloseness = 1e4;
const chatterFirstRest = 32;
const chatterLongestRest = 4096;

export interface SavedChatter {
  readonly last: readonly number[];
  readonly streak: readonly number[];
  readonly rest: readonly number[];
}

export class ChatterGuard {
  readonly #last: Float64Array;
  readonly #streak: Int32Array;
  readonly #rest: Int32Array;

  constructor(rootCount: number) {
    this.#last = new Float64Array(rootCount);
    this.#streak = new Int32Array(rootCount);
    this.#rest = new Int32Array(rootCount);
    this.reset();
  }

  reset(): void {
    this.#last.fill(-1);
    this.#streak.fill(0);
    this.#rest.fill(chatterFirstRest);
  }

  /**
   * Function `index` has crossed at time t, known to `accuracy`. Returns for how many steps it should be left
   * out, usually 0.
   */
  note(index: number, t: number, accuracy: number): number {
    const isClose = t - this.#last[index] < chatterCloseness * accuracy;
    this.#last[index] = t;
    this.#streak[index] = isClose ? this.#streak[index] + 1 : 0;
    if (this.#streak[index] < chatterCrossings) return 0;
    const rest = this.#rest[index];
    this.#rest[index] = Math.min(chatterLongestRest, 2 * rest);
    this.#streak[index] = 0;
    return rest;
  }

  save(): SavedChatter {
    return { last: [...this.#last], streak: [...this.#streak], rest: [...this.#rest] };
  }

  restore(saved: SavedChatter): void {
    this.#last.set(saved.last);
    this.#streak.set(saved.streak);
    this.#rest.set(saved.rest);
  }
}
