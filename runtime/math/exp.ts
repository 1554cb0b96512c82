/**
 * exp(x), error below one unit in the last place; fdlibm's e_exp (see floatBits.ts).
 *
 * x = k ln2 + r with |r| <= ln2 / 2, and exp(r) = 1 + 2 r / (R - r), where R is an even polynomial.
 */
import { fdPowerOfTwo, fdScale } from "./floatBits.ts";

export function fdExp(x: number): number {
  if (!(x > -708 && x < 709)) return 0 + expOutside(x);
  const k = Math.floor(Math.LOG2E * x + 0.5);
  return expFraction(x, k) * fdPowerOfTwo(k);
}

/** Where 2^k is not a normal double. */
function expOutside(x: number): number {
  if (x > 709.782712893384) return Infinity;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(Math.LOG2E * x + 0.5);
  return x === x ? fdScale(expFraction(x, k), k) : x;
}

/** exp(x - k ln2). */
function expFraction(x: number, k: number): number {
  const high = x - k * 6.9314718036912381649e-1;
  const low = k * 1.90821492927058770002e-10;
  const r = high - low;
  const t = r * r;
  const c =
    r -
    t *
      (1.66666666666666019037e-1 +
        t *
          (-2.77777777770155933842e-3 +
            t *
              (6.61375632143793436117e-5 + t * (-1.6533902205465251539e-6 + t * 4.13813679705723846039e-8))));
  return 1 - (low - (r * c) / (2 - c) - high);
}
