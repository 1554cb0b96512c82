/** Engine counters added over the runs of an experiment; texts that differ stand side by side. */
export class StatisticsSum {
  readonly #numbers = new Map<string, number>();
  readonly #texts = new Map<string, Set<string>>();

  add(statistics: Readonly<Record<string, number | string>>): void {
    for (const [key, value] of Object.entries(statistics)) {
      if (typeof value === "number") this.#numbers.set(key, (this.#numbers.get(key) ?? 0) + value);
      else this.#texts.set(key, (this.#texts.get(key) ?? new Set()).add(value));
    }
  }

  total(): Readonly<Record<string, number | string>> {
    const texts = [...this.#texts].map(([key, values]) => [key, [...values].join(", ")] as const);
    return Object.fromEntries<number | string>([...texts, ...this.#numbers]);
  }
}
