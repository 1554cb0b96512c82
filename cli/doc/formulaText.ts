/** What formulas in MathML and in TeX share: names, units, patterns. */
import type { Expression } from "../../grammar/syntax/expression.ts";

/** `patternText` writes molecules and species as in the language. */
export interface FormulaContext {
  readonly patternText: (pattern: Extract<Expression, { kind: "measure" }>["of"]) => string;
}

export function texName(text: string): string {
  return text.replace(/[\\{}_^%$#&~]/g, (character) => (character === "_" ? "\\_" : `\\${character}`));
}

/** `uM/s` as µM to the power 1 and s to the power -1. */
export function unitFactors(text: string): readonly { readonly symbol: string; readonly exponent: number }[] {
  const factors: { symbol: string; exponent: number }[] = [];
  for (const [, sign, symbol, power] of text.matchAll(/([*/]?)([^*/^]+)(?:\^(-?\d+))?/g)) {
    if (symbol === undefined || symbol === "unitless") continue;
    const exponent = Number(power ?? 1) * (sign === "/" ? -1 : 1);
    factors.push({ symbol: symbol.replace(/^u(?=[A-Za-z])/, "µ"), exponent });
  }
  return factors;
}

/** ` having >= 3`, or nothing. */
export function havingText({ having }: Extract<Expression, { kind: "measure" }>): string {
  return having === null ? "" : ` having ${having.relation} ${having.number}`;
}
