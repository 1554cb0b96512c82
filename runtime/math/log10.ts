/**
 * Decimal logarithm, error below one unit in the last place and exact for powers of ten; the arrangement of
 * FreeBSD's e_log10 (log(1 + f) as an unevaluated sum, times 1/ln10 in two parts).
 */
import { fdInversePowerOfTwo, fdTruncate } from "./floatBits.ts";
import { fdLogExponent, fdLogTail } from "./log.ts";

const inverseLn10High = 4.34294481878168880939e-1;
const inverseLn10Low = 2.50829467116452752298e-11;
const log10Of2High = 3.01029995663611771306e-1;
const log10Of2Low = 3.69423907715893078616e-13;

export function fdLog10(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  // Scaled so that both the number and its reciprocal are normal.
  let exponent = 0;
  let normal = x;
  if (x < 2.2250738585072014e-308) {
    exponent = -54;
    normal = x * 18014398509481984;
  } else if (x > 4e307) {
    exponent = 2;
    normal = x * 0.25;
  }
  const shift = fdLogExponent(normal);
  const k = shift + exponent;
  const f = normal * fdInversePowerOfTwo(shift) - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  const high = fdTruncate(f - halfSquare);
  const low = f - high - halfSquare + s * (halfSquare + fdLogTail(s));
  const ofMantissa = high * inverseLn10High;
  const ofExponent = k * log10Of2High;
  const sum = ofExponent + ofMantissa;
  return (
    k * log10Of2Low +
    (low + high) * inverseLn10Low +
    low * inverseLn10High +
    (ofExponent - sum + ofMantissa) +
    sum
  );
}
