/**
 * Tells once, while a run is under way, that it will take long: by the time that was measured, not by the model. It looks
 * after 5 s, and again whenever that has doubled, since steps may become shorter; the forecast is the time of the last
 * half of what was computed, for compilation of hot code and steps at the start say little.
 */

/** First look, in ms. */
const firstLook = 5000;
/** A run that will go on for longer than this is told of, in ms. */
const longRun = 600_000;

export class PaceWatch {
  readonly #until: number;
  #lookedAt = performance.now();
  #timeThen = 0;
  #nextLook = performance.now() + firstLook;
  readonly #began = performance.now();
  #isTold = false;

  /** A run to time `until`, in s, that begins now. */
  constructor(until: number) {
    this.#until = until;
  }

  /** A sentence, where it is the moment to say one. `t`: how far the run is, in s. */
  look(t: number): string | null {
    const now = performance.now();
    if (this.#isTold || now < this.#nextLook) return null;
    const left = ((this.#until - t) * (now - this.#lookedAt)) / (t - this.#timeThen);
    this.#lookedAt = now;
    this.#timeThen = t;
    this.#nextLook = now + (now - this.#began);
    if (!(left > longRun)) return null;
    this.#isTold = true;
    const short = (value: number): string => String(Number(value.toPrecision(2)));
    const after = `After ${short((now - this.#began) / 1000)} s the run is at ${short(t)} s of ${short(this.#until)} s`;
    return left === Number.POSITIVE_INFINITY
      ? `${after}.`
      : `${after}; at this pace it goes on for ${durationText(left)}.`;
  }
}

/** Milliseconds as `12 min`, `3.4 hours`, `56 days`. */
function durationText(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  const [value, unit] =
    minutes < 100
      ? [minutes, "min"]
      : minutes < 100 * 60
        ? [minutes / 60, "hours"]
        : minutes < 2 * 365 * 24 * 60
          ? [minutes / 1440, "days"]
          : [minutes / (365.25 * 1440), "years"];
  return `${Number(value.toPrecision(2))} ${unit}`;
}
