/** Rate constants that become negative in a deterministic run: their reactions run backwards, which is told once. */
import type { OdeModel } from "../../model.ts";

/** So many rules are named. */
const shownAtMost = 3;

export class NegativeConstants {
  readonly #signed: NonNullable<OdeModel["signed"]> | null;
  readonly #values: Float64Array;
  /** By rule: when it was seen first, in s, and the value then. */
  readonly #found = new Map<string, { readonly time: number; readonly value: number }>();

  constructor(signed: OdeModel["signed"]) {
    this.#signed = signed ?? null;
    this.#values = new Float64Array(signed?.rules.length ?? 0);
  }

  look(t: number, y: Float64Array, c: Float64Array): void {
    if (this.#signed === null) return;
    const { rules } = this.#signed;
    this.#signed.values(t, y, c, this.#values);
    for (let i = 0; i < rules.length; i++) {
      const value = this.#values[i];
      if (value < 0 && !this.#found.has(rules[i])) this.#found.set(rules[i], { time: t, value });
    }
  }

  notices(): readonly string[] {
    const seen = [...this.#found].map(
      ([rule, { time, value }]) =>
        `The rate constant of the rule ${rule} is negative at ${Number(time.toPrecision(3))} s ` +
        `(${Number(value.toPrecision(3))} in um, s and count), so that the rule runs backwards. ` +
        "If that is not meant, write max(0, …) around it.",
    );
    const more = seen.length - shownAtMost;
    return more > 0
      ? [...seen.slice(0, shownAtMost), `${more} more rules have negative rate constants.`]
      : seen;
  }
}
