/** How many matches a complex must have to be counted. */
import type { MatchRange } from "../../model/structured.ts";

/** A complex without a match never counts. */
export function isCounted(matches: number, range: MatchRange | null): boolean {
  if (matches === 0 || range === null) return matches > 0;
  return matches >= range.least && (range.most === null || matches <= range.most);
}
