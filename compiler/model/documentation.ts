/** What a declaration says of itself: its text, and where its values are from. */
import type { Fields } from "../../grammar/syntax/declaration.ts";

export function documentation(fields: Fields | null): {
  readonly doc: string | null;
  readonly sources: readonly string[];
} {
  return { doc: fields?.doc?.value ?? null, sources: fields?.sources.map((source) => source.value) ?? [] };
}
