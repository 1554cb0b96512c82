/** How many matches a complex must have to be counted. */
import type { MatchRange } from "../../model/structured.ts";

/** `range` null: one or more. */
export function isCounted(matches: number, range: MatchRange | null): boolean {
  if (range === null) return matches > 0;
  return matches >= range.least && (range.most === null || matches <= range.most);
}
