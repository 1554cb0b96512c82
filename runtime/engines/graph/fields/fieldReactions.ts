/**
 * Mass action among fields within each cell, by the strong-stability-preserving Runge-Kutta method of third order (Shu
 * and Osher 1988, doi:10.1016/0021-9991(88)90177-5) in steps of at most a tenth of the time in which a field would be lost
 * at the rate of all reactions together: its stages are Euler steps, so that no amount falls below 0.
 */
import type { GraphFieldReaction } from "../../../graphModel.ts";

/** Share of what is there of the field that is lost fastest, which a step takes. */
const lossInStep = 0.1;

export class FieldReactions {
  /** The fastest loss of a field that was met last, in 1/s. */
  fastestLoss = 0;
  readonly #reactions: readonly GraphFieldReaction[];
  readonly #constants: Float64Array;
  readonly #c: Float64Array;
  readonly #stage: Float64Array;
  readonly #rates: Float64Array;
  /** By field: what all reactions take, in count/um^3/s. */
  readonly #losses: Float64Array;

  /** Of `count` fields on one grid. */
  constructor(reactions: readonly GraphFieldReaction[], count: number) {
    this.#reactions = reactions;
    this.#constants = new Float64Array(reactions.length);
    this.#c = new Float64Array(count);
    this.#stage = new Float64Array(count);
    this.#rates = new Float64Array(count);
    this.#losses = new Float64Array(count);
  }

  get isEmpty(): boolean {
    return this.#reactions.length === 0;
  }

  setConstants(constants: Float64Array): void {
    this.#constants.set(constants);
  }

  /** Changes the amounts (by field, in cells of `volume` um^3) as they do in `time` s. */
  advance(amounts: readonly Float64Array[], cells: number, volume: number, time: number): void {
    const c = this.#c;
    this.fastestLoss = 0;
    for (let cell = 0; cell < cells; cell++) {
      for (let i = 0; i < c.length; i++) c[i] = amounts[i][cell] / volume;
      for (let done = 0; done < time; ) {
        const loss = this.#rate(c);
        this.fastestLoss = Math.max(this.fastestLoss, loss);
        const h = loss * (time - done) > lossInStep ? lossInStep / loss : time - done;
        this.#step(c, h);
        done = h === time - done ? time : done + h;
      }
      for (let i = 0; i < c.length; i++) amounts[i][cell] = c[i] * volume;
    }
  }

  #step(c: Float64Array, h: number): void {
    const stage = this.#stage;
    const rates = this.#rates;
    // The rates at c are there already.
    for (let i = 0; i < c.length; i++) stage[i] = c[i] + h * rates[i];
    this.#rate(stage);
    for (let i = 0; i < c.length; i++) stage[i] = 0.75 * c[i] + 0.25 * (stage[i] + h * rates[i]);
    this.#rate(stage);
    for (let i = 0; i < c.length; i++) c[i] = c[i] / 3 + (2 / 3) * (stage[i] + h * rates[i]);
  }

  /** Rates of change at concentrations c; gives the fastest loss of a field relative to what is there, in 1/s. */
  #rate(c: Float64Array): number {
    const rates = this.#rates.fill(0);
    const losses = this.#losses.fill(0);
    for (let r = 0; r < this.#reactions.length; r++) {
      const { reactants, changes } = this.#reactions[r];
      let velocity = this.#constants[r];
      for (const { field, multiplicity } of reactants)
        for (let i = 0; i < multiplicity; i++) velocity *= c[field];
      if (velocity === 0) continue;
      for (const { field, amount } of changes) {
        rates[field] += amount * velocity;
        if (amount < 0) losses[field] -= amount * velocity;
      }
    }
    let fastest = 0;
    for (let i = 0; i < c.length; i++) if (losses[i] > 0) fastest = Math.max(fastest, losses[i] / c[i]);
    return fastest;
  }
}
