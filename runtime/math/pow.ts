/**
 * x to the power y, error below one unit in the last place; fdlibm's e_pow (see floatBits.ts), with the special
 * cases of the language's `**` (so 1 to the power of infinity is NaN).
 *
 * log2|x| is formed as an unevaluated sum of two doubles, multiplied by y exactly enough, and 2 is raised to it.
 */
import { fdHighWord, fdInversePowerOfTwo, fdScale, fdTruncate } from "./floatBits.ts";

// 2/(3 ln2), 1/ln2 and ln2, each as high + low.
const powCp = 9.61796693925975554329e-1;
const powCpHigh = 9.61796700954437255859e-1;
const powCpLow = -7.02846165095275826516e-9;
const powInverseLn2High = 1.44269502162933349609;
const powInverseLn2Low = 1.92596299112661746887e-8;
const powLn2High = 6.93147182464599609375e-1;
const powLn2Low = -1.90465429995776804525e-9;
// log2(1.5) as high + low.
const powLog2High = 5.84962487220764160156e-1;
const powLog2Low = 1.35003920212974897128e-8;
/** -(1024 - log2(overflow threshold + half a unit in the last place)). */
const powOverflowTail = 8.008566259537294e-17;

export function fdPow(x: number, y: number): number {
  if (y === 0) return 1;
  if (y === 1) return x;
  if (x !== x || y !== y) return NaN;
  const size = Math.abs(x);
  if (y === Infinity || y === -Infinity) {
    if (size === 1) return NaN;
    return size > 1 === y > 0 ? Infinity : 0;
  }
  const wholeExponent = Math.floor(y) === y;
  const odd = wholeExponent && Math.abs(y) < 9007199254740992 && Math.floor(y / 2) * 2 !== y;
  if (size === 0 || size === Infinity) {
    const magnitude = (size === 0) === y > 0 ? 0 : Infinity;
    return odd && (x < 0 || Object.is(x, -0)) ? -magnitude : magnitude;
  }
  if (x < 0 && !wholeExponent) return NaN;
  const sign = x < 0 && odd ? -1 : 1;
  if (size === 1) return sign;
  return sign * powOfPositive(size, y);
}

function powOfPositive(x: number, y: number): number {
  let high: number;
  let low: number;
  if (Math.abs(y) > 2147483648) {
    // The result leaves the range of doubles unless x is within 2^-20 of one.
    const huge = Math.abs(y) > 18446744073709551616;
    if (x < 0.99999904632568359375 || (huge && x < 1)) return y < 0 ? Infinity : 0;
    if (x >= 1.00000095367431640625 || huge) return y > 0 ? Infinity : 0;
    const t = x - 1;
    const w = t * t * (0.5 - t * (0.3333333333333333 - t * 0.25));
    const u = powInverseLn2High * t;
    const v = t * powInverseLn2Low - w * Math.LOG2E;
    high = fdTruncate(u + v);
    low = v - (high - u);
  } else {
    // Scaled so that both the number and its reciprocal are normal.
    let normal = x;
    let n = 0;
    if (x < 2.2250738585072014e-308) {
      normal = x * 9007199254740992;
      n = -53;
    } else if (x > 4e307) {
      normal = x * 0.25;
      n = 2;
    }
    const word = fdHighWord(normal);
    let exponent = (word >> 20) - 0x3ff;
    const mantissa = word & 0x000fffff;
    // Near 1, near 1.5, or near 2, which is 1 of the next power of two.
    const threeHalves = mantissa > 0x3988e && mantissa < 0xbb67a;
    if (mantissa >= 0xbb67a) exponent += 1;
    n += exponent;
    const a = normal * fdInversePowerOfTwo(exponent);
    const b = threeHalves ? 1.5 : 1;
    const u = a - b;
    const v = 1 / (a + b);
    const s = u * v;
    const sHigh = fdTruncate(s);
    const sumHigh = fdTruncate(a + b);
    const sumLow = a - (sumHigh - b);
    const sLow = v * (u - sHigh * sumHigh - sHigh * sumLow);
    const s2 = s * s;
    let r =
      s2 *
      s2 *
      (5.99999999999994648725e-1 +
        s2 *
          (4.28571428578550184252e-1 +
            s2 *
              (3.33333329818377432918e-1 +
                s2 *
                  (2.72728123808534006489e-1 +
                    s2 * (2.30660745775561754067e-1 + s2 * 2.06975017800338417784e-1)))));
    r += sLow * (sHigh + s);
    const sHighSquare = sHigh * sHigh;
    const tHigh = fdTruncate(3 + sHighSquare + r);
    const tLow = r - (tHigh - 3 - sHighSquare);
    const productHigh = sHigh * tHigh;
    const productLow = sLow * tHigh + tLow * s;
    const pHigh = fdTruncate(productHigh + productLow);
    const pLow = productLow - (pHigh - productHigh);
    const zHigh = powCpHigh * pHigh;
    const zLow = powCpLow * pHigh + pLow * powCp + (threeHalves ? powLog2Low : 0);
    const offset = threeHalves ? powLog2High : 0;
    high = fdTruncate(zHigh + zLow + offset + n);
    low = zLow - (high - n - offset - zHigh);
  }
  const yHigh = fdTruncate(y);
  const productLow = (y - yHigh) * high + y * low;
  const productHigh = yHigh * high;
  const z = productLow + productHigh;
  if (z >= 1024 && (z > 1024 || productLow + powOverflowTail > z - productHigh)) return Infinity;
  if (z <= -1075 && (z < -1075 || productLow <= z - productHigh)) return 0;
  return powOfTwo(productHigh, productLow, z);
}

/** 2^(high + low), where z is the rounded sum. */
function powOfTwo(productHigh: number, low: number, z: number): number {
  const n = Math.abs(z) > 0.5 ? Math.floor(z + 0.5) : 0;
  const high = productHigh - n;
  const t = fdTruncate(low + high);
  const u = t * powLn2High;
  const v = (low - (t - high)) * Math.LN2 + t * powLn2Low;
  const sum = u + v;
  const rest = v - (sum - u);
  const square = sum * sum;
  const t1 =
    sum -
    square *
      (1.66666666666666019037e-1 +
        square *
          (-2.77777777770155933842e-3 +
            square *
              (6.61375632143793436117e-5 +
                square * (-1.6533902205465251539e-6 + square * 4.13813679705723846039e-8))));
  const r = (sum * t1) / (t1 - 2) - (rest + sum * rest);
  return fdScale(1 - (r - sum), n);
}
