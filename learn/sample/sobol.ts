/**
 * Sobol's quasi-random points in up to 21 dimensions, in the Gray-code order of Antonov and Saleev.
 *
 * Direction numbers: S. Joe and F. Y. Kuo 2008, Constructing Sobol sequences with better two-dimensional
 * projections, doi:10.1137/070709359 (their file new-joe-kuo-6.21201). A digital shift, drawn from the seed,
 * keeps the points' uniformity and makes every seed a set of its own.
 */
import { expandSeed } from "../../runtime/random/seedExpansion.ts";

/** Degree, coefficients and initial direction numbers of dimensions 2, 3, …; dimension 1 is van der Corput's. */
const primitivePolynomials: readonly (readonly [degree: number, a: number, m: readonly number[]])[] = [
  [1, 0, [1]],
  [2, 1, [1, 3]],
  [3, 1, [1, 3, 1]],
  [3, 2, [1, 1, 1]],
  [4, 1, [1, 1, 3, 3]],
  [4, 4, [1, 3, 5, 13]],
  [5, 2, [1, 1, 5, 5, 17]],
  [5, 4, [1, 1, 5, 5, 5]],
  [5, 7, [1, 1, 7, 11, 19]],
  [5, 11, [1, 1, 5, 1, 1]],
  [5, 13, [1, 1, 1, 3, 11]],
  [5, 14, [1, 3, 5, 5, 31]],
  [6, 1, [1, 3, 3, 9, 7, 49]],
  [6, 13, [1, 1, 1, 15, 21, 21]],
  [6, 16, [1, 3, 1, 13, 27, 49]],
  [6, 19, [1, 1, 1, 15, 7, 5]],
  [6, 22, [1, 3, 1, 15, 13, 25]],
  [6, 25, [1, 1, 5, 5, 19, 61]],
  [7, 1, [1, 3, 7, 11, 23, 15, 103]],
  [7, 4, [1, 3, 7, 13, 13, 15, 69]],
];

/** What `drawnDimensions` of trainingDraws.ts says too, for the compiler does not read this file. */
export const sobolDimensions = primitivePolynomials.length + 1;
const bits = 32;

/**
 * `count` points of [0, 1)^dimensions, one behind the other.
 * @throws RangeError for more dimensions than there are direction numbers.
 */
export function sobolPoints(count: number, dimensions: number, seed: string): Float64Array {
  if (dimensions > sobolDimensions) throw new RangeError(`at most ${sobolDimensions} dimensions`);
  const shift = expandSeed(seed, Math.max(1, dimensions));
  const points = new Float64Array(count * dimensions);
  for (let d = 0; d < dimensions; d++) {
    const directions = directionNumbers(d);
    let x = (shift[d] ?? 0) >>> 0;
    for (let n = 0; n < count; n++) {
      points[n * dimensions + d] = x / 2 ** bits;
      // The position of the lowest zero bit of n.
      const position = 31 - Math.clz32(~n & (n + 1));
      x = (x ^ (directions[position] ?? 0)) >>> 0;
    }
  }
  return points;
}

function directionNumbers(dimension: number): readonly number[] {
  const v: number[] = [];
  const polynomial = primitivePolynomials[dimension - 1];
  if (polynomial === undefined) {
    for (let i = 0; i < bits; i++) v.push(2 ** (bits - 1 - i));
    return v;
  }
  const [degree, a, m] = polynomial;
  for (let i = 0; i < bits; i++) {
    const initial = m[i];
    if (i < degree && initial !== undefined) {
      v.push(initial * 2 ** (bits - 1 - i));
      continue;
    }
    const base = v[i - degree] ?? 0;
    let value = (base ^ (base >>> degree)) >>> 0;
    for (let k = 1; k < degree; k++)
      if (((a >> (degree - 1 - k)) & 1) === 1) value = (value ^ (v[i - k] ?? 0)) >>> 0;
    v.push(value);
  }
  return v;
}
