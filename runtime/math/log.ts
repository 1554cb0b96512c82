/**
 * Natural logarithm, error below one unit in the last place; fdlibm's e_log (see floatBits.ts).
 *
 * x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt(2); log(1 + f) from a polynomial in s = f / (2 + f).
 */
import { fdHighWord, fdInversePowerOfTwo } from "./floatBits.ts";

export function fdLog(x: number): number {
  if (!(x > 2.2250738585072014e-308 && x < 4e307)) return 0 + logOutside(x);
  const k = fdLogExponent(x);
  const f = x * fdInversePowerOfTwo(k) - 1;
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  return (
    s * (halfSquare + fdLogTail(s)) +
    k * 1.90821492927058770002e-10 -
    halfSquare +
    f +
    k * 6.9314718036912381649e-1
  );
}

/** Where the number or its reciprocal is not normal: scaled by 2^54. */
function logOutside(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  const high = 54 * 6.9314718036912381649e-1;
  const low = 54 * 1.90821492927058770002e-10;
  return x < 1 ? fdLog(x * 18014398509481984) - low - high : fdLog(x * 5.551115123125783e-17) + low + high;
}

/** The k for which x 2^-k lies between sqrt(1/2) and sqrt(2), near enough; for a positive normal x. */
export function fdLogExponent(x: number): number {
  return ((fdHighWord(x) + (0x3ff00000 - 0x3fe6a09e)) >> 20) - 0x3ff;
}

/** The even polynomial R(s), s = f / (2 + f), of log(1 + f) = f - f^2/2 + s (f^2/2 + R). */
export function fdLogTail(s: number): number {
  const z = s * s;
  const w = z * z;
  const even = w * (3.999999999940941908e-1 + w * (2.222219843214978396e-1 + w * 1.531383769920937332e-1));
  const odd =
    z *
    (6.66666666666673513e-1 +
      w * (2.857142874366239149e-1 + w * (1.818357216161805012e-1 + w * 1.479819860511658591e-1)));
  return odd + even;
}
