/** One entry of the registry of diagnostics: how severe it is, and what it says for which values. */
import type { NearName } from "./nearest.ts";

export type Severity = "error" | "warning" | "notice";

/** One entry of the registry. `A` names the values that the message needs. */
export interface DiagnosticEntry<A> {
  readonly severity: Severity;
  /** One plain sentence in the user's terms. */
  readonly message: (values: A) => string;
  /** What to do about it, or null. */
  readonly suggestion?: (values: A) => string | null;
  /** The word that should stand where a misspelt one does, which is among the values. */
  readonly correction?: (values: A) => NearName | null;
}

/** Keeps the argument types of an entry while checking its shape. */
export function entry<A>(value: DiagnosticEntry<A>): DiagnosticEntry<A> {
  return value;
}

/** "did you mean …" for a nearest name, or null. */
export function didYouMean(nearest: NearName | string | null): string | null {
  if (nearest === null) return null;
  return `Did you mean \`${typeof nearest === "string" ? nearest : nearest.name}\`?`;
}
