/** log(1 + x) without cancellation near zero, error below one unit in the last place; fdlibm's s_log1p. */
import { fdInversePowerOfTwo } from "./floatBits.ts";
import { fdLog, fdLogExponent, fdLogTail } from "./log.ts";

export function fdLog1p(x: number): number {
  if (!(x > -1)) return x === -1 ? -Infinity : NaN;
  if (x > 9007199254740992) return fdLog(x);
  if (Math.abs(x) < 1.1102230246251565e-16) return x;
  let k = 0;
  let f = x;
  let correction = 0;
  if (!(x > -0.2928932188134524 && x < 0.41421356237309503)) {
    const u = 1 + x;
    k = fdLogExponent(u);
    // What was lost when u was rounded.
    correction = (k >= 2 ? 1 - (u - x) : x - (u - 1)) / u;
    f = u * fdInversePowerOfTwo(k) - 1;
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
