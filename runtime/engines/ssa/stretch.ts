/** What runs a model in which nothing changes between reactions, from one scheduled time to the next. */
export interface Stretch {
  /**
   * Reads the constants and the state afresh, after a change from outside, and draws the time of the next reaction.
   * @throws SimulationError when a number of molecules or a propensity is impossible.
   */
  refresh(): void;
  /** Lets reactions happen up to time `limit`, about `work` of them at most; true when the limit was reached. */
  advance(limit: number, work: number): boolean;
  statistics(): Readonly<Record<string, number>>;
  save(): unknown;
  /** Puts back what `save` gave; the time, the state and the random stream have been put back before. */
  restore(saved: unknown): void;
}
