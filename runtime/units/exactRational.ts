/**
 * Exact positive rational numbers, so that the factor of a composed unit is rounded once, at its end.
 *
 * `1 uM` is then exactly the double 602.214076 and `1 L` exactly 1e15, whatever the way the unit was written.
 */

/** numerator / denominator, both positive; not kept in lowest terms. */
export interface ExactRational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export const rationalOne: ExactRational = { numerator: 1n, denominator: 1n };

/** Reads a positive decimal as `1.5`, `6.02214076e23` or `1e-3`. */
export function rationalOfDecimal(text: string): ExactRational {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/.exec(text);
  if (match === null) throw new Error(`not a positive decimal: ${text}`);
  const fraction = match[2] ?? "";
  const digits = BigInt((match[1] ?? "") + fraction);
  const exponent = Number(match[3] ?? "0") - fraction.length;
  const scale = 10n ** BigInt(Math.abs(exponent));
  return exponent >= 0
    ? { numerator: digits * scale, denominator: 1n }
    : { numerator: digits, denominator: scale };
}

export function multiplyRationals(a: ExactRational, b: ExactRational): ExactRational {
  return { numerator: a.numerator * b.numerator, denominator: a.denominator * b.denominator };
}

/** `base` to an integer power, which may be negative. */
export function powerOfRational(base: ExactRational, exponent: number): ExactRational {
  const size = BigInt(Math.abs(exponent));
  const numerator = base.numerator ** size;
  const denominator = base.denominator ** size;
  return exponent >= 0 ? { numerator, denominator } : { numerator: denominator, denominator: numerator };
}

/** The double nearest to the rational (ties to even); correct within the range of normal doubles. */
export function roundRational(value: ExactRational): number {
  // Scale so that the quotient has at least 64 bits; a sticky last bit then decides ties, and the conversion
  // of a bigint to a number, which rounds to nearest even, gives the correctly rounded mantissa.
  const bitsOf = (n: bigint): number => n.toString(2).length;
  const shift = 66 - (bitsOf(value.numerator) - bitsOf(value.denominator));
  const numerator = shift > 0 ? value.numerator << BigInt(shift) : value.numerator;
  const denominator = shift < 0 ? value.denominator << BigInt(-shift) : value.denominator;
  const quotient = numerator / denominator;
  const sticky = quotient * denominator === numerator ? 0n : 1n;
  let result = Number(quotient | sticky);
  const half = shift > 0 ? 0.5 : 2;
  for (let i = Math.abs(shift); i > 0; i--) result *= half;
  return result;
}
