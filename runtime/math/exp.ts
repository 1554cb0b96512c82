/**
 * exp(x), error below one unit in the last place; fdlibm's e_exp (see floatBits.ts).
 *
 * x = k ln2 + r with |r| <= ln2 / 2, and exp(r) = 1 + 2 r / (R - r), where R is an even polynomial.
 */
import { fdScale } from "./floatBits.ts";

const expLn2High = 6.9314718036912381649e-1;
const expLn2Low = 1.90821492927058770002e-10;

export function fdExp(x: number): number {
  if (!(x <= 709.782712893384)) return x > 709.782712893384 ? Infinity : x;
  if (x < -745.1332191019411) return 0;
  const k = Math.floor(Math.LOG2E * x + 0.5);
  const high = x - k * expLn2High;
  const low = k * expLn2Low;
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
  return fdScale(1 - (low - (r * c) / (2 - c) - high), k);
}
