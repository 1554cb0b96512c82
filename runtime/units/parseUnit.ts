/**
 * Reads unit text such as `uM`, `/uM/s`, `um^2/s`, `pN*s/um`, `%` and `unitless`.
 *
 *   unit   = "unitless" | ["/"] power { ("*" | "/") power }
 *   power  = symbol [ "^" ["-"] integer ]
 *
 * There is no white space inside. Operators bind from left to right: `a/b*c` is (a/b)*c.
 */
import { type Dimension, dimensionless, multiplyDimensions, powerOfDimension } from "./dimension.ts";
import {
  type ExactRational,
  multiplyRationals,
  powerOfRational,
  rationalOne,
  roundRational,
} from "./exactRational.ts";
import { lookupUnit, normaliseMicro } from "./unitTable.ts";

export type UnitResult =
  | {
      readonly ok: true;
      /** Internal units in one of the unit: the correctly rounded double of the exact value. */
      readonly factor: number;
      readonly exact: ExactRational;
      readonly dimension: Dimension;
    }
  | {
      readonly ok: false;
      /** The symbol that is not a unit, or the text that does not fit the grammar; may be empty at the end. */
      readonly symbol: string;
      /** Where it stands, in UTF-16 units from the start of the text. */
      readonly offset: number;
    };

/** Beyond this an exponent is surely a slip, and the factor may leave the range of doubles. */
export const largestUnitExponent = 12;

export function parseUnit(written: string): UnitResult {
  const text = normaliseMicro(written);
  if (text === "unitless") return { ok: true, factor: 1, exact: rationalOne, dimension: dimensionless };
  const factorPattern = /([A-Za-z]+|%)(?:\^(-?\d+))?/y;
  let exact = rationalOne;
  let dimension = dimensionless;
  let offset = 0;
  let sign = 1;
  if (text.startsWith("/")) {
    sign = -1;
    offset = 1;
  }
  for (;;) {
    factorPattern.lastIndex = offset;
    const match = factorPattern.exec(text);
    const symbol = match?.[1];
    if (match === null || symbol === undefined) return { ok: false, symbol: written.slice(offset), offset };
    const unit = lookupUnit(symbol);
    if (unit === null) return { ok: false, symbol: written.slice(offset, offset + symbol.length), offset };
    const exponent = sign * Number(match[2] ?? "1");
    const powered =
      Math.abs(exponent) <= largestUnitExponent ? powerOfDimension(unit.dimension, exponent) : null;
    if (powered === null)
      return { ok: false, symbol: written.slice(offset, factorPattern.lastIndex), offset };
    exact = multiplyRationals(exact, powerOfRational(unit.exact, exponent));
    dimension = multiplyDimensions(dimension, powered);
    offset = factorPattern.lastIndex;
    if (offset === text.length) return { ok: true, factor: roundRational(exact), exact, dimension };
    const operator = text[offset];
    if (operator !== "*" && operator !== "/") return { ok: false, symbol: written.slice(offset), offset };
    sign = operator === "*" ? 1 : -1;
    offset++;
  }
}
