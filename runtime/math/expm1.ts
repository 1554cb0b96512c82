/** exp(x) - 1 without cancellation near zero, error below one unit in the last place; fdlibm's s_expm1. */
import { fdScale } from "./floatBits.ts";

const expm1Ln2High = 6.9314718036912381649e-1;
const expm1Ln2Low = 1.90821492927058770002e-10;

export function fdExpm1(argument: number): number {
  let x = argument;
  if (!(x <= 709.782712893384)) return x > 709.782712893384 ? Infinity : x;
  if (x < -56 * Math.LN2) return -1;
  const size = Math.abs(x);
  if (size < 5.551115123125783e-17) return x;
  let k = 0;
  let correction = 0;
  if (size > 0.34657359027997264) {
    if (size < 1.0397207708399179) k = x > 0 ? 1 : -1;
    else k = Math.floor(Math.LOG2E * x + 0.5);
    const high = x - k * expm1Ln2High;
    const low = k * expm1Ln2Low;
    x = high - low;
    correction = high - x - low;
  }
  const halfX = 0.5 * x;
  const halfSquare = x * halfX;
  const r1 =
    1 +
    halfSquare *
      (-3.33333333333331316428e-2 +
        halfSquare *
          (1.58730158725481460165e-3 +
            halfSquare *
              (-7.93650757867487942473e-5 +
                halfSquare * (4.00821782732936239552e-6 + halfSquare * -2.01099218183624371326e-7))));
  const t = 3 - r1 * halfX;
  let e = halfSquare * ((r1 - t) / (6 - x * t));
  if (k === 0) return x - (x * e - halfSquare);
  e = x * (e - correction) - correction - halfSquare;
  if (k === -1) return 0.5 * (x - e) - 0.5;
  if (k === 1) return x < -0.25 ? -2 * (e - (x + 0.5)) : 1 + 2 * (x - e);
  if (k < 0 || k > 56) return fdScale(1 - (e - x), k) - 1;
  const inverse = fdScale(1, -k);
  return k < 20 ? fdScale(1 - inverse - (e - x), k) : fdScale(x - (e + inverse) + 1, k);
}
