/**
 * Reduction of an angle to [-pi/4, pi/4], as fdlibm's e_rem_pio2 for moderate angles; for huge ones an exact
 * integer form of Payne & Hanek (1983, ACM SIGNUM 18(1):19, doi:10.1145/1057600.1057602).
 */

/** After `fdReduceAngle`: the reduced angle as an unevaluated sum of two doubles. */
export const fdReduced = new Float64Array(2);

const pio2Part1 = 1.57079632673412561417;
const pio2Tail1 = 6.07710050650619224932e-11;
const pio2Part2 = 6.0771005063039659766e-11;
const pio2Tail2 = 2.02226624879595063154e-21;
const pio2Part3 = 2.0222662487111664558e-21;
const pio2Tail3 = 8.47842766036889956997e-32;

/** Writes x - n pi/2 to `fdReduced` and returns n modulo 4 (0 … 3), for a finite x. */
export function fdReduceAngle(x: number): number {
  const size = Math.abs(x);
  if (size <= 0.7853981633974483) {
    fdReduced[0] = x;
    fdReduced[1] = 0;
    return 0;
  }
  // Beyond this, n times the first 33 bits of pi/2 would no longer be exact.
  if (size > 1.6e6) return reduceHugeAngle(x);
  const n = Math.floor(x * 6.36619772367581382433e-1 + 0.5);
  let r = x - n * pio2Part1;
  let w = n * pio2Tail1;
  let y = r - w;
  // Cancellation: bring in further parts of pi/2.
  if (Math.abs(y) < size * 1.52587890625e-5) {
    const before = r;
    w = n * pio2Part2;
    r = before - w;
    w = n * pio2Tail2 - (before - r - w);
    y = r - w;
    if (Math.abs(y) < size * 1.7763568394002505e-15) {
      const again = r;
      w = n * pio2Part3;
      r = again - w;
      w = n * pio2Tail3 - (again - r - w);
      y = r - w;
    }
  }
  fdReduced[0] = y;
  fdReduced[1] = r - y - w;
  return n & 3;
}

const angleBits = 1300n;
let scaledPi: bigint | null = null;

/** floor(pi 2^angleBits) within a few units, by Machin's formula. */
function piInBits(): bigint {
  if (scaledPi !== null) return scaledPi;
  const guarded = 1n << (angleBits + 32n);
  const arctanOfInverse = (n: bigint): bigint => {
    let term = guarded / n;
    let sum = term;
    for (let k = 3n, sign = -1n; term !== 0n; k += 2n, sign = -sign) {
      term /= n * n;
      sum += (sign * term) / k;
    }
    return sum;
  };
  scaledPi = (16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)) >> 32n;
  return scaledPi;
}

function reduceHugeAngle(x: number): number {
  // |x| >= 1.6e6 times 2^32 is an integer; large numbers are integers themselves.
  const size = Math.abs(x);
  const scaled = size > 9007199254740992 ? BigInt(size) << 32n : BigInt(size * 4294967296);
  const quarter = piInBits() << 31n;
  const angle = scaled << angleBits;
  let n = angle / quarter;
  let rest = angle - n * quarter;
  if (2n * rest > quarter) {
    n += 1n;
    rest -= quarter;
  }
  // In units of 2^-200, of which the lowest are far below what the two doubles can show.
  const shown = rest >> (angleBits + 32n - 200n);
  const high = Number(shown);
  const low = Number(shown - BigInt(high));
  const unit = 6.223015277861142e-61;
  const sign = x < 0 ? -1 : 1;
  fdReduced[0] = sign * high * unit;
  fdReduced[1] = sign * low * unit;
  const quadrant = Number(n & 3n);
  return x < 0 ? (4 - quadrant) & 3 : quadrant;
}
