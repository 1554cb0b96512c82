/**
 * Tilts amounts, x_i = base_i exp(sum_k lambda_k A_ki), until linear constraints A x = b hold: of all that hold them
 * the amounts nearest to the base in relative entropy (I-projection; Csiszar 1975, doi:10.1214/aop/1176996454).
 *
 * The multipliers minimise the convex dual F = sum_i x_i - lambda b, by Newton's method with a search along each step
 * (Boyd and Vandenberghe 2004, Convex optimization, ch. 9). Constraints that are not hard may be met softly: with
 * softness s / 2 lambda^2 in F they miss b by s lambda, and F has a minimum whatever they ask for.
 */
import { fdExp } from "../math/exp.ts";

/** Row k has entries start[k] .. start[k + 1]. */
export interface TiltRows {
  /** Number of amounts. */
  readonly size: number;
  readonly start: readonly number[];
  readonly species: readonly number[];
  readonly weight: readonly number[];
}

const newtonRounds = 300;
/** Part of the largest constraint that is nothing beside it. */
const tiltRounding = 1e-12;
/** What a constraint may miss, as part of itself. */
const tiltAccuracy = 1e-9;
/** A row with less than this of its length outside the others follows from them. */
const dependentPart = 1e-9;
/** An amount grows in one round by no more than the exponential of this. */
const largestTilt = 4;

/**
 * The amounts; null where the hard constraints, and without softness all, can not be met.
 * @param right b
 * @param hard so many rows at the front are hard
 * @param softness of the others, as part of the largest constraint; 0: they are hard too
 */
export function tilted(
  rows: TiltRows,
  base: Float64Array,
  right: readonly number[],
  hard: number,
  softness: number,
): Float64Array | null {
  const { size } = rows;
  const dense = right.map((_, k) => normalRow(rows, k));
  const units = right.map((value, k) => (dense[k].unit > 0 ? value / dense[k].unit : 0));
  const mass = units.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const support = Float64Array.from(base);
  // A sum that is zero has only zeros in it, which no tilting reaches.
  const active = right.flatMap((value, k) => {
    if (value > 0 || !dense[k].isSum) return [k];
    for (let i = 0; i < size; i++) if (dense[k].line[i] !== 0) support[i] = 0;
    return [];
  });
  const ranked = [
    ...active.filter((k) => k < hard),
    ...active.filter((k) => k >= hard).sort((a, b) => units[a] - units[b] || a - b),
  ];
  // With softness rows may follow from others: what they miss is shared.
  const strict = softness > 0 ? ranked.filter((k) => k < hard) : ranked;
  const independent = independentRows(
    strict.map((k) => dense[k].line),
    support,
  ).map((place) => strict[place]);
  const used = [...independent, ...ranked.slice(strict.length)];
  const soft = Float64Array.from(used, (k) => (k < hard ? 0 : softness * mass));
  const found = minimiseDual(
    used.map((k) => dense[k].line),
    Float64Array.from(used, (k) => units[k]),
    soft,
    support,
    mass,
  );
  if (found === null) return null;
  const isMet = active.every((k) => {
    if (softness > 0 && k >= hard) return true;
    let sum = 0;
    for (let i = 0; i < size; i++) sum += dense[k].line[i] * found[i];
    return Math.abs(sum - units[k]) <= tiltAccuracy * Math.abs(units[k]) + tiltRounding * mass;
  });
  return isMet ? found : null;
}

/** A row over its largest weight. */
function normalRow(
  { size, start, species, weight }: TiltRows,
  row: number,
): { readonly line: Float64Array; readonly unit: number; readonly isSum: boolean } {
  const line = new Float64Array(size);
  let unit = 0;
  let isSum = true;
  for (let e = start[row]; e < start[row + 1]; e++) {
    unit = Math.max(unit, Math.abs(weight[e]));
    if (weight[e] < 0) isSum = false;
  }
  for (let e = start[row]; e < start[row + 1]; e++) line[species[e]] = weight[e] / unit;
  return { line, unit, isSum };
}

/** Places of rows that do not follow from those before, by Gram and Schmidt where `support` is not zero. */
function independentRows(lines: readonly Float64Array[], support: Float64Array): number[] {
  const basis: Float64Array[] = [];
  const places: number[] = [];
  lines.forEach((line, place) => {
    const rest = line.map((value, i) => (support[i] > 0 ? value : 0));
    const length = Math.sqrt(innerProduct(rest, rest));
    // Twice, for what rounding left of the others.
    for (let turn = 0; turn < 2; turn++)
      for (const other of basis) {
        const part = innerProduct(rest, other);
        for (let i = 0; i < rest.length; i++) rest[i] -= part * other[i];
      }
    const left = Math.sqrt(innerProduct(rest, rest));
    if (!(left > dependentPart * length)) return;
    for (let i = 0; i < rest.length; i++) rest[i] /= left;
    basis.push(rest);
    places.push(place);
  });
  return places;
}

function innerProduct(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Null when rounds did not suffice. */
function minimiseDual(
  lines: readonly Float64Array[],
  right: Float64Array,
  soft: Float64Array,
  base: Float64Array,
  mass: number,
): Float64Array | null {
  const count = lines.length;
  const size = base.length;
  let lambda: Float64Array = new Float64Array(count);
  let amounts: Float64Array = Float64Array.from(base);
  let value = dualValue(lambda, amounts);
  let best = Number.POSITIVE_INFINITY;
  let bestAmounts = amounts;
  let stalls = 0;
  for (let round = 0; round < newtonRounds && stalls < 3; round++) {
    const gradient = Float64Array.from(
      lines,
      (line, k) => innerProduct(line, amounts) - right[k] + soft[k] * lambda[k],
    );
    let miss = 0;
    gradient.forEach((g, k) => {
      miss = Math.max(miss, Math.abs(g) / (Math.abs(right[k]) + 1e-3 * mass));
    });
    if (miss < best) {
      best = miss;
      bestAmounts = amounts;
      stalls = 0;
    } else if (miss < tiltRounding) stalls++;
    if (miss === 0) break;
    const step = dualStep(lines, amounts, soft, gradient);
    const change = new Float64Array(size);
    for (let k = 0; k < count; k++) for (let i = 0; i < size; i++) change[i] += step[k] * lines[k][i];
    let largest = 0;
    for (let i = 0; i < size; i++) if (base[i] > 0) largest = Math.max(largest, change[i]);
    const slope = innerProduct(step, gradient);
    let factor = largest > largestTilt ? largestTilt / largest : 1;
    let isBetter = false;
    for (let halving = 0; halving < 40 && !isBetter; halving++, factor /= 2) {
      const nextLambda = lambda.map((l, k) => l + factor * step[k]);
      const next = tiltedBy(nextLambda);
      const nextValue = dualValue(nextLambda, next);
      // Near the minimum rounding hides what is won.
      const rounding = 1e-14 * (Math.abs(value) + mass);
      if (!(nextValue <= value + 1e-4 * factor * slope + rounding)) continue;
      isBetter = true;
      lambda = nextLambda;
      amounts = next;
      value = nextValue;
    }
    if (!isBetter) break;
  }
  return best <= 1e-10 ? bestAmounts : null;

  function tiltedBy(multipliers: Float64Array): Float64Array {
    const exponent = new Float64Array(size);
    for (let k = 0; k < count; k++)
      for (let i = 0; i < size; i++) exponent[i] += multipliers[k] * lines[k][i];
    return exponent.map((x, i) => (base[i] === 0 ? 0 : base[i] * fdExp(x)));
  }

  function dualValue(multipliers: Float64Array, at: Float64Array): number {
    let sum = 0;
    for (const amount of at) sum += amount;
    for (let k = 0; k < count; k++) sum += multipliers[k] * (0.5 * soft[k] * multipliers[k] - right[k]);
    return sum;
  }
}

/** Solves (A X A^T + softness) step = -gradient by Cholesky, rows scaled to a diagonal of 1. */
function dualStep(
  lines: readonly Float64Array[],
  amounts: Float64Array,
  soft: Float64Array,
  gradient: Float64Array,
): Float64Array {
  const count = lines.length;
  const weighted = lines.map((line) => line.map((value, i) => value * amounts[i]));
  const matrix = lines.map((line, a) =>
    Float64Array.from({ length: a + 1 }, (_, b) => innerProduct(line, weighted[b]) + (a === b ? soft[a] : 0)),
  );
  const scale = Float64Array.from(matrix, (row, a) => 1 / Math.sqrt(Math.max(row[a], 1e-300)));
  const step = Float64Array.from(gradient, (g, a) => -g * scale[a]);
  for (let a = 0; a < count; a++)
    for (let b = 0; b <= a; b++) {
      let sum = matrix[a][b] * scale[a] * scale[b];
      for (let k = 0; k < b; k++) sum -= matrix[a][k] * matrix[b][k];
      // A little on the diagonal, for rows that nearly follow from others.
      matrix[a][b] = a === b ? Math.sqrt(Math.max(sum + 1e-14, 1e-14)) : sum / matrix[b][b];
    }
  for (let a = 0; a < count; a++) {
    for (let k = 0; k < a; k++) step[a] -= matrix[a][k] * step[k];
    step[a] /= matrix[a][a];
  }
  for (let a = count - 1; a >= 0; a--) {
    for (let k = a + 1; k < count; k++) step[a] -= matrix[k][a] * step[k];
    step[a] /= matrix[a][a];
  }
  return step.map((value, a) => value * scale[a]);
}
