/**
 * Exponential draws of rate one by inversion, -log(U), with a logarithm made for the purpose.
 *
 * U = 2^-k (1 + f) / 2: the number k of leading zeros of a random word is geometric, and f is uniform with 52
 * bits of its own. log(1 + f) comes from a table of 256 logarithms and five terms of a series, after Tang (1990,
 * ACM TOMS 16:378, doi:10.1145/98267.98294). The last table entry stands at 1 + f = 2, so that small results
 * keep their relative precision. k has no upper bound, so the far tail is there too: the smallest result is 2^-54,
 * and there is no largest one. The error of the function is below 2e-16 + one unit in the last place, which no
 * sample can show. One draw takes two words, a third one with probability 2^-12.
 */
import { fdLog } from "../math/log.ts";
import { type GeneratorState, nextUint32 } from "./xoshiro128.ts";

const exponentialCells = 256;
/** By cell: the point 1 + f of the expansion minus one, its reciprocal, and log(2 / point). */
const exponentialPoints = new Float64Array(exponentialCells);
const exponentialInverses = new Float64Array(exponentialCells);
const exponentialLogs = new Float64Array(exponentialCells);
for (let cell = 0; cell < exponentialCells; cell++) {
  const last = cell === exponentialCells - 1;
  const offset = last ? 1 : (cell + 0.5) / exponentialCells;
  exponentialPoints[cell] = offset;
  exponentialInverses[cell] = 1 / (1 + offset);
  exponentialLogs[cell] = last ? 0 : fdLog(2 / (1 + offset));
}

/** A draw from the exponential distribution of mean one; always positive. */
export function nextExponential(state: GeneratorState): number {
  const first = nextUint32(state);
  const zeros = Math.clz32(first);
  if (zeros > 11) return rareExponential(state, first, zeros);
  return exponentialOf(zeros, (first << (zeros + 1)) >>> 12, nextUint32(state));
}

/** The word has too few bits behind its first one: take them from another word. */
function rareExponential(state: GeneratorState, first: number, zeros: number): number {
  let halvings = zeros;
  for (let word = first; word === 0; ) {
    word = nextUint32(state);
    halvings += Math.clz32(word);
  }
  return exponentialOf(halvings, nextUint32(state) >>> 12, nextUint32(state));
}

/** -log(2^-halvings (1 + f) / 2), f = upper 2^-20 + (lower + 1/2) 2^-52. */
function exponentialOf(halvings: number, upper: number, lower: number): number {
  const cell = upper >>> 12;
  const f = upper * 9.5367431640625e-7 + (lower + 0.5) * 2.220446049250313e-16;
  const r = (f - (exponentialPoints[cell] ?? 0)) * (exponentialInverses[cell] ?? 0);
  const log1p = r - r * r * (0.5 - r * (0.3333333333333333 - r * (0.25 - r * 0.2)));
  return halvings * Math.LN2 + ((exponentialLogs[cell] ?? 0) - log1p);
}
