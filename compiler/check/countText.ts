/** A number and what it counts, as in a sentence: `one argument`, `3 arguments`. */
export function countText(count: number, singular: string, plural = `${singular}s`): string {
  return `${count === 1 ? "one" : count} ${count === 1 ? singular : plural}`;
}
