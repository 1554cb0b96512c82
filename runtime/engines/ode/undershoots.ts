/**
 * Species whose amount falls below 0: equations go on where molecules would have run out, when a rate does not fall to
 * zero with its reactants or a constant is negative. What a tolerance explains is not told.
 */
import type { StateInfo } from "../../model.ts";

/** Amounts below 0 by so many absolute tolerances are no error of the integration. */
const clearlyBelow = 1000;
/** So many species are named. */
const namedAtMost = 3;

export class Undershoots {
  readonly #states: readonly StateInfo[];
  readonly #species: Int32Array;
  readonly #limit: Float64Array;
  /** In s; NaN: not yet. */
  readonly #first: Float64Array;
  #count = 0;

  /** `absolute`: absolute tolerances of the states, in internal units. */
  constructor(states: readonly StateInfo[], absolute: Float64Array) {
    this.#states = states;
    this.#species = Int32Array.from(states.flatMap(({ kind }, i) => (kind === "species" ? [i] : [])));
    this.#limit = absolute.map((tolerance) => -clearlyBelow * tolerance);
    this.#first = new Float64Array(states.length).fill(Number.NaN);
  }

  look(t: number, y: Float64Array): void {
    const species = this.#species;
    for (let i = 0; i < species.length; i++) {
      const state = species[i];
      if (y[state] < this.#limit[state] && Number.isNaN(this.#first[state])) {
        this.#first[state] = t;
        this.#count++;
      }
    }
  }

  notices(): readonly string[] {
    if (this.#count === 0) return [];
    const below = [...this.#species].filter((state) => !Number.isNaN(this.#first[state]));
    const named = below
      .slice(0, namedAtMost)
      .map((state) => `${this.#states[state].name} (from ${Number(this.#first[state].toPrecision(3))} s)`);
    const others = below.length > namedAtMost ? ` and ${below.length - namedAtMost} more` : "";
    return [
      `Below 0: ${named.join(", ")}${others}. Some rate does not fall to zero with what it uses up, or is negative.`,
    ];
  }
}
