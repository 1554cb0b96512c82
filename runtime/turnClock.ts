/** Finds how much work an engine does between two turns for whoever waits: the event loop, or a request to stop. */

/** Time between turns, in ms. */
const turnLength = 30;

export class TurnClock {
  readonly #pause: () => Promise<boolean>;
  #last = performance.now();
  /** Steps or reactions to ask of an engine at once. */
  work = 16;
  isStopped: boolean;

  /** `pause` gives the others their turn and resolves with true when the work is to stop. */
  constructor(pause: () => Promise<boolean>, isStopped: boolean = false) {
    this.#pause = pause;
    this.isStopped = isStopped;
  }

  get isDue(): boolean {
    return performance.now() - this.#last > turnLength;
  }

  /** Call when `work` was used up; true when the work is to stop. */
  async turn(): Promise<boolean> {
    const passed = performance.now() - this.#last;
    if (passed < turnLength) {
      if (passed < turnLength / 4) this.work = Math.min(1_000_000, this.work * 2);
      return this.isStopped;
    }
    if (passed > 2 * turnLength) this.work = Math.max(1, this.work >> 1);
    this.isStopped = await this.#pause();
    this.#last = performance.now();
    return this.isStopped;
  }
}

/** A turn of the event loop; true when `signal` is aborted. */
export async function turnOfEventLoop(signal: AbortSignal | undefined): Promise<boolean> {
  await new Promise<void>((resolve) => {
    setTimeout(resolve, 0);
  });
  return signal?.aborted ?? false;
}
