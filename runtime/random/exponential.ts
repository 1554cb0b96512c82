/**
 * Exponential draws of rate one by inversion, -log(U), with a logarithm made for the purpose.
 *
 * U is uniform with 64 bits, written as 2^-k (1 + f) / 2, k being the number of leading zeros. log(1 + f) comes
 * from a table of 256 logarithms and five terms of a series, after Tang (1990, ACM TOMS 16:378,
 * doi:10.1145/98267.98294); the last entry stands at 1 + f = 2, so that small results keep their relative
 * precision. Of f as many bits are used as a double holds, fewer where U < 2^-12 leaves fewer. When the first 32
 * bits are zero the rest is drawn afresh, so the tail has no end; the smallest result is near 2^-54. Against exact
 * inversion the error of a draw is a few 1e-16, far below what a sample of any feasible size could show.
 */
import { fdPowerOfTwo } from "../math/floatBits.ts";
import { fdLog } from "../math/log.ts";
import { type GeneratorState, nextUint32 } from "./xoshiro128.ts";

const exponentialCells = 256;
const lastExponentialCell = exponentialCells - 1;
/** By cell: the point 1 + f of the expansion minus one, its reciprocal, and log(2 / point). */
export const exponentialPoints = Float64Array.from({ length: exponentialCells }, (_, cell) =>
  cell === lastExponentialCell ? 1 : (cell + 0.5) / exponentialCells,
);
export const exponentialInverses = exponentialPoints.map((offset) => 1 / (1 + offset));
export const exponentialLogs = exponentialPoints.map((offset, cell) =>
  cell === lastExponentialCell ? 0 : fdLog(2 / (1 + offset)),
);

/**
 * By the number of leading zeros of the first word: the weight of the last bit of the second word in f:
 * 2^(zeros - 63), but not below 2^-52, so that f is exact.
 */
export const exponentialSteps = Float64Array.from({ length: 32 }, (_, zeros) =>
  Math.max(fdPowerOfTwo(zeros - 63), fdPowerOfTwo(-52)),
);

/** A draw from the exponential distribution of mean one; always positive. */
export function nextExponential(state: GeneratorState): number {
  const first = nextUint32(state);
  return first === 0 ? nextExponentialAfterZero(state) : exponentialOfWords(first, nextUint32(state));
}

/** The same when the first word is zero, U < 2^-32: the excess over 32 log(2) is exponential again. */
export function nextExponentialAfterZero(state: GeneratorState): number {
  return 22.18070977791825 + nextExponential(state);
}

/** The same from two words of a generator, the first not zero. */
export function exponentialOfWords(first: number, second: number): number {
  const zeros = Math.clz32(first);
  const upper = (first << (zeros + 1)) >>> 12;
  const cell = upper >>> 12;
  const f = upper * 9.5367431640625e-7 + (second + 0.5) * (exponentialSteps[zeros] ?? 0);
  const r = (f - (exponentialPoints[cell] ?? 0)) * (exponentialInverses[cell] ?? 0);
  const log1p = r - r * r * (0.5 - r * (0.3333333333333333 - r * (0.25 - r * 0.2)));
  return zeros * Math.LN2 + ((exponentialLogs[cell] ?? 0) - log1p);
}
