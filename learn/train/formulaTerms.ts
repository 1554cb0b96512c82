/**
 * Terms that formulas are made of, with their values over samples, and the least squares that weigh them: of relative
 * errors, with coefficients that are not negative (Lawson and Hanson 1974, Solving least squares problems, ch. 23).
 */
import type { FormulaTerm } from "../../compiler/surrogate/card.ts";
import { fdExp } from "../../runtime/math/exp.ts";
import type { Dataset } from "./dataset.ts";
import { type FormulaFactor, factorValue, factorVariable } from "./formulaFactor.ts";

export interface FoundFormula {
  readonly terms: readonly FormulaTerm[];
  /** Nine tenths of the samples, by weight, have a smaller relative error. */
  readonly error: number;
}

export type BareTerm = Omit<FormulaTerm, "coefficient">;

/** The worst samples, by weight, are not held against it: what is hidden may not have come to rest there. */
export const trustedPart = 0.9;
/** Of the logarithm of a half-saturation value: how far it is moved from a quantile, to either side. */
const halfReach = 2;
const halfSections = 32;
const golden = 0.6180339887498949;
/** Half-saturation values tried, as quantiles of the variable. */
const halfQuantiles = [0.1, 0.3, 0.5, 0.7, 0.9];

/** All terms with their values; the first `rising` may stand in sums. */
export interface Dictionary {
  readonly dictionary: readonly BareTerm[];
  readonly columns: readonly Float64Array[];
  readonly rising: number;
}

/** The same for all channels. */
const dictionaries = new WeakMap<Float64Array, Dictionary>();

export function dictionaryOf(data: Dataset): Dictionary {
  const known = dictionaries.get(data.variables);
  if (known !== undefined) return known;
  const rising = makeDictionary(data);
  // Alone only: in a sum a term that falls and the one that rises beside it are a constant.
  const falling = rising.flatMap(({ factors }) =>
    factors.some(({ half }) => half !== null)
      ? [{ factors: factors.map((factor) => ({ ...factor, falls: true as const })) }]
      : [],
  );
  const dictionary = [...rising, ...falling];
  const columns = dictionary.map((term) => termColumn(data, term));
  const made = { dictionary, columns, rising: rising.length };
  dictionaries.set(data.variables, made);
  return made;
}

/** The best coefficient of a term alone, and the weighted relative squares that it leaves. */
export function singleTerm(
  data: Dataset,
  channel: number,
  column: Float64Array,
): { readonly coefficient: number; readonly loss: number } {
  let total = 0;
  let right = 0;
  let square = 0;
  for (let i = 0; i < data.count; i++) {
    const at = i * data.channelCount + channel;
    const weight = data.weights[at];
    if (weight === 0) continue;
    const value = column[i] / data.laws[at];
    total += weight;
    right += weight * value;
    square += weight * value * value;
  }
  if (!(square > 0)) return { coefficient: 0, loss: total };
  return { coefficient: right / square, loss: total - (right * right) / square };
}

/** The term with its half-saturation values multiplied by exp(`log`). */
export function withHalvesMoved(term: BareTerm, log: number): BareTerm {
  return {
    factors: term.factors.map((factor) =>
      factor.half === null ? factor : { ...factor, half: factor.half * fdExp(log) },
    ),
  };
}

/** The logarithm by which half-saturation values are best moved: the least loss, by golden sections. */
export function bestMoveOfHalves(lossAt: (log: number) => number): number {
  let [low, high] = [-halfReach, halfReach];
  for (let n = 0; n < halfSections; n++) {
    const [a, b] = [high - golden * (high - low), low + golden * (high - low)];
    if (lossAt(a) < lossAt(b)) high = b;
    else low = a;
  }
  return 0.5 * (low + high);
}

/** A term alone with its half-saturation value where its error is smallest. */
export function withBestHalf(data: Dataset, channel: number, term: BareTerm): FormulaTerm {
  const column = new Float64Array(data.count);
  const fitAt = (log: number): ReturnType<typeof singleTerm> =>
    singleTerm(data, channel, termColumn(data, withHalvesMoved(term, log), column));
  const hasHalf = term.factors.some(({ half }) => half !== null);
  const log = hasHalf ? bestMoveOfHalves((at) => fitAt(at).loss) : 0;
  return { ...withHalvesMoved(term, log), coefficient: fitAt(log).coefficient };
}

export function weightedMedian(laws: readonly { readonly value: number; readonly weight: number }[]): number {
  const half = laws.reduce((sum, { weight }) => sum + weight, 0) / 2;
  let seen = 0;
  for (const { value, weight } of laws) {
    seen += weight;
    if (seen >= half) return value;
  }
  return 0;
}

function makeDictionary(data: Dataset): BareTerm[] {
  const found: BareTerm[] = [{ factors: [] }];
  for (const place of variablePlaces(data)) {
    const own = { ...place, power: 1, half: null };
    const values = Array.from({ length: data.count }, (_, i) => valueAt(data, own, i))
      .filter((value) => value > 0)
      .sort((a, b) => a - b);
    if (values.length === 0) continue;
    for (const power of [1, 2]) found.push({ factors: [{ ...place, power, half: null }] });
    for (const quantile of halfQuantiles) {
      const half = values[Math.floor(quantile * (values.length - 1))];
      for (const power of [1, 2, 4]) found.push({ factors: [{ ...place, power, half }] });
    }
  }
  return found;
}

/** Variables, and those that are no sizes over each size. */
export function variablePlaces({ sizes, variableCount }: Dataset): { variable: number; per?: number }[] {
  const plain = Array.from({ length: variableCount }, (_, variable) => ({ variable }));
  const others = plain.filter(({ variable }) => !sizes.includes(variable));
  return [...plain, ...sizes.flatMap((per) => others.map(({ variable }) => ({ variable, per })))];
}

export function valueAt(data: Dataset, factor: FormulaFactor, sample: number): number {
  return factorValue(factor, factorVariable(factor, data.variables, sample * data.variableCount));
}

/** A term at one sample. */
export function termValue(data: Dataset, { factors }: BareTerm, sample: number): number {
  let product = 1;
  for (const factor of factors) product *= valueAt(data, factor, sample);
  return product;
}

/**
 * A term at all samples. `into` is written over where it is given: columns lie outside of what the collector counts, and
 * a search that makes thousands of them takes gigabytes before they are freed.
 */
export function termColumn(
  data: Dataset,
  term: BareTerm,
  into: Float64Array = new Float64Array(data.count),
): Float64Array {
  for (let i = 0; i < data.count; i++) into[i] = termValue(data, term, i);
  return into;
}

export function meanOf(column: Float64Array): number {
  return column.reduce((sum, value) => sum + value, 0) / column.length;
}

export function formulaError(data: Dataset, channel: number, terms: readonly FormulaTerm[]): number {
  const errors = relativeErrors(data, channel, terms);
  let total = 0;
  for (const { weight } of errors) total += weight;
  let seen = 0;
  for (const { error, weight } of errors) {
    seen += weight;
    if (seen >= trustedPart * total) return error;
  }
  return 0;
}

/** Of the samples that weigh anything, ascending. */
export function relativeErrors(
  data: Dataset,
  channel: number,
  terms: readonly FormulaTerm[],
): { readonly sample: number; readonly error: number; readonly weight: number }[] {
  const found: { sample: number; error: number; weight: number }[] = [];
  for (let i = 0; i < data.count; i++) {
    const at = i * data.channelCount + channel;
    const weight = data.weights[at];
    if (weight === 0) continue;
    let value = 0;
    for (const term of terms) value += term.coefficient * termValue(data, term, i);
    found.push({ sample: i, error: Math.abs((value - data.laws[at]) / data.laws[at]), weight });
  }
  return found.sort((a, b) => a.error - b.error || a.sample - b.sample);
}

/** Least squares of all samples, then of those that it fits best. */
export function trimmedLeastSquares(
  data: Dataset,
  channel: number,
  columns: readonly Float64Array[],
  terms: readonly BareTerm[],
): Float64Array {
  const first = nonNegativeLeastSquares(data, channel, columns, null);
  const errors = relativeErrors(
    data,
    channel,
    terms.map((term, k) => ({ ...term, coefficient: first[k] })),
  );
  const kept = errors.slice(0, Math.ceil(trustedPart * errors.length));
  return nonNegativeLeastSquares(data, channel, columns, new Set(kept.map(({ sample }) => sample)));
}

/** Least relative squares by the active-set method of Lawson and Hanson. */
export function nonNegativeLeastSquares(
  data: Dataset,
  channel: number,
  columns: readonly Float64Array[],
  trusted: ReadonlySet<number> | null,
): Float64Array {
  const size = columns.length;
  // Made once: the search below solves hundreds of systems, and what lies outside of the heap is collected late.
  const normal = Array.from({ length: size }, () => new Float64Array(size));
  const scratch = Array.from({ length: size }, () => new Float64Array(size));
  const right = new Float64Array(size);
  for (let i = 0; i < data.count; i++) {
    const at = i * data.channelCount + channel;
    if (data.weights[at] === 0 || trusted?.has(i) === false) continue;
    const law = data.laws[at];
    for (let a = 0; a < size; a++) {
      const value = columns[a][i] / law;
      right[a] += data.weights[at] * value;
      for (let b = 0; b <= a; b++) normal[a][b] += (data.weights[at] * value * columns[b][i]) / law;
    }
  }
  for (let a = 0; a < size; a++) for (let b = a + 1; b < size; b++) normal[a][b] = normal[b][a];
  const x = new Float64Array(size);
  const passive = new Set<number>();
  for (let round = 0; round < 3 * size; round++) {
    let entering = -1;
    let steepest = 0;
    for (let a = 0; a < size; a++) {
      if (passive.has(a)) continue;
      let slope = right[a];
      for (let b = 0; b < size; b++) slope -= normal[a][b] * x[b];
      const scaled = slope / Math.sqrt(Math.max(normal[a][a], 1e-300));
      if (scaled > steepest) {
        steepest = scaled;
        entering = a;
      }
    }
    if (entering < 0 || steepest < 1e-10 * Math.sqrt(data.count)) break;
    passive.add(entering);
    for (;;) {
      const set = [...passive].sort((a, b) => a - b);
      const solution = solveSymmetric(normal, right, set, scratch);
      if (solution.every((value) => value > 0)) {
        x.fill(0);
        set.forEach((a, k) => {
          x[a] = solution[k];
        });
        break;
      }
      let part = 1;
      set.forEach((a, k) => {
        if (solution[k] <= 0) part = Math.min(part, x[a] / (x[a] - solution[k]));
      });
      let removed = false;
      set.forEach((a, k) => {
        x[a] += part * (solution[k] - x[a]);
        if (solution[k] <= 0 && x[a] <= 1e-300 + 1e-12 * Math.abs(solution[k])) {
          x[a] = 0;
          passive.delete(a);
          removed = true;
        }
      });
      if (!removed || passive.size === 0) break;
    }
  }
  return x;
}

/** Cholesky with a little on the diagonal, since terms may be nearly dependent; `lower` is written over. */
function solveSymmetric(
  normal: readonly Float64Array[],
  right: Float64Array,
  set: readonly number[],
  lower: readonly Float64Array[],
): Float64Array {
  const size = set.length;
  for (let a = 0; a < size; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = normal[set[a]][set[b]] * (a === b ? 1 + 1e-12 : 1);
      for (let k = 0; k < b; k++) sum -= lower[a][k] * lower[b][k];
      lower[a][b] = a === b ? Math.sqrt(Math.max(sum, 1e-300)) : sum / lower[b][b];
    }
  }
  const x = Float64Array.from(set, (a) => right[a]);
  for (let a = 0; a < size; a++) {
    for (let k = 0; k < a; k++) x[a] -= lower[a][k] * x[k];
    x[a] /= lower[a][a];
  }
  for (let a = size - 1; a >= 0; a--) {
    for (let k = a + 1; k < size; k++) x[a] -= lower[k][a] * x[k];
    x[a] /= lower[a][a];
  }
  return x;
}
