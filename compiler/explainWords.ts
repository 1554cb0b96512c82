/** Factors and changes as `tendril explain` writes them. */
import type { Expression } from "../grammar/syntax/expression.ts";

export function bracketed(text: string, { kind }: Expression): string {
  return ["quantity", "reference", "call", "index"].includes(kind) ? text : `(${text})`;
}

export function factorText(matches: number): string {
  return matches === 1
    ? "1 (no two matches of the left side are the same event)"
    : `1/${matches} (every ${matches} matches of the left side are one event)`;
}

export function signed(value: number): string {
  return value > 0 ? `+${value}` : String(value);
}
