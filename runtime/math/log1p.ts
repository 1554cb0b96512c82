/** log(1 + x) without cancellation near zero, error below one unit in the last place; fdlibm's s_log1p. */
import { fdDouble, fdHigh, fdWords } from "./floatBits.ts";
import { fdLogTail } from "./log.ts";

export function fdLog1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x === Infinity || Math.abs(x) < 1.1102230246251565e-16) return x;
  let k = 0;
  let f = x;
  let correction = 0;
  if (!(x > -0.2928932188134524 && x < 0.41421356237309503)) {
    const u = 1 + x;
    fdDouble[0] = u;
    const shifted = (fdWords[fdHigh] ?? 0) + (0x3ff00000 - 0x3fe6a09e);
    k = (shifted >> 20) - 0x3ff;
    // What was lost when u was rounded; without weight for large u.
    if (k < 54) correction = (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    fdWords[fdHigh] = (shifted & 0x000fffff) + 0x3fe6a09e;
    f = (fdDouble[0] ?? 0) - 1;
  }
  const halfSquare = 0.5 * f * f;
  const s = f / (2 + f);
  return (
    s * (halfSquare + fdLogTail(s)) +
    (k * 1.90821492927058770002e-10 + correction) -
    halfSquare +
    f +
    k * 6.9314718036912381649e-1
  );
}
