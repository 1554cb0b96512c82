/**
 * Natural logarithm, error below one unit in the last place; fdlibm's e_log (see floatBits.ts).
 *
 * x = 2^k (1 + f) with sqrt(1/2) < 1 + f < sqrt(2); log(1 + f) from a polynomial in s = f / (2 + f).
 */
import { fdDouble, fdHigh, fdWords } from "./floatBits.ts";

export function fdLog(x: number): number {
  if (!(x > 0)) return x === 0 ? -Infinity : NaN;
  if (x === Infinity) return x;
  let k = 0;
  if (x < 2.2250738585072014e-308) {
    k = -54;
    fdDouble[0] = x * 18014398509481984;
  } else {
    fdDouble[0] = x;
  }
  const shifted = (fdWords[fdHigh] ?? 0) + (0x3ff00000 - 0x3fe6a09e);
  k += (shifted >> 20) - 0x3ff;
  fdWords[fdHigh] = (shifted & 0x000fffff) + 0x3fe6a09e;
  const f = (fdDouble[0] ?? 0) - 1;
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

/** (log(1 + f) - 2 s) / s + ... of fdlibm: the even polynomial R(s), s = f / (2 + f), that the logarithms share. */
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
