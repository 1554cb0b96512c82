/**
 * Formulas that are products: powers of single variables in front, what is left as a short sum of saturating and
 * falling terms. So mass action with a catalyst that is partly occupied is found as such.
 *
 * Which variables stand in front is a beam search: those sets are kept after which a single term explains most, by
 * relative squares. What is left then grows term by term (orthogonal matching pursuit; Pati, Rezaiifar and
 * Krishnaprasad 1993, doi:10.1109/ACSSC.1993.342465), with coefficients that are not negative and half-saturation
 * values moved to where the error is smallest.
 */
import type { Dataset } from "./dataset.ts";
import { constantFormula } from "./constantFormula.ts";
import type { FormulaFactor } from "./formulaFactor.ts";
import {
  type BareTerm,
  bestMoveOfHalves,
  dictionaryOf,
  type FoundFormula,
  formulaError,
  nonNegativeLeastSquares,
  relativeErrors,
  singleTerm,
  termColumn,
  termValue,
  trustedPart,
  withHalvesMoved,
  valueAt,
  variablePlaces,
} from "./formulaTerms.ts";

const mostFactors = 3;
const beamWidth = 4;
/** A law with a term less must be worse by this factor. */
const worthWhile = 0.8;
const mostTerms = 3;
/** What is left grows until it errs by this part of the tolerance. */
const goodPart = 0.1;
/** Sets of factors are compared on so many samples, formulas are fitted on so many. */
const beamSamples = 400;
const fitSamples = 2000;

interface Candidate {
  readonly factors: readonly FormulaFactor[];
  /** Mean relative square that the best single term leaves. */
  readonly loss: number;
}

/** Null when none errs by no more than `tolerance`. */
export function factoredFormula(data: Dataset, channel: number, tolerance: number): FoundFormula | null {
  const few = oneLaw(data, channel, beamSamples);
  const many = oneLaw(data, channel, fitSamples);
  let beam: readonly Candidate[] = [{ factors: [], loss: bestLoss(few) }];
  let best = beam[0];
  for (let depth = 0; depth < mostFactors; depth++) {
    beam = beam
      .flatMap(({ factors }) => longer(few, factors))
      .sort((a, b) => a.loss - b.loss)
      .slice(0, beamWidth);
    const [first] = beam;
    if (first === undefined || !(first.loss < worthWhile * best.loss)) break;
    best = first;
    if (best.loss < (goodPart * tolerance) ** 2) break;
  }
  if (best.factors.length === 0) return null;
  const { terms, error } = grown(divided(many, best.factors), tolerance);
  if (error > tolerance) return null;
  return { error, terms: terms.map((term) => ({ ...term, factors: [...best.factors, ...term.factors] })) };
}

function longer(data: Dataset, factors: readonly FormulaFactor[]): Candidate[] {
  const found: Candidate[] = [];
  for (const place of variablePlaces(data)) {
    // What laws may be divided by are sizes; a sum in the denominator would have no end at zero.
    const isSize = place.per === undefined && data.sizes.includes(place.variable);
    for (const power of isSize ? [1, -1] : [1]) {
      const next = [...factors, { ...place, power, half: null }];
      const rest = divided(data, next);
      if (rest.laws.every(Number.isFinite)) found.push({ factors: next, loss: bestLoss(rest) });
    }
  }
  return found;
}

/** The same array for all channels, so that terms are computed once. */
const thinnedVariables = new WeakMap<Float64Array, Map<number, Float64Array>>();

/** The channel alone, on at most so many samples. */
function oneLaw(data: Dataset, channel: number, most: number): Dataset {
  const count = Math.min(data.count, most);
  const rows = Array.from({ length: count }, (_, i) => Math.floor((i * data.count) / count));
  const width = data.variableCount;
  const known = thinnedVariables.get(data.variables)?.get(most);
  const variables = known ?? new Float64Array(count * width);
  if (known === undefined) {
    rows.forEach((row, i) => {
      variables.set(data.variables.subarray(row * width, (row + 1) * width), i * width);
    });
    const of = thinnedVariables.get(data.variables) ?? new Map<number, Float64Array>();
    thinnedVariables.set(data.variables, of.set(most, variables));
  }
  const pick = (values: Float64Array): Float64Array =>
    Float64Array.from(rows, (row) => values[row * data.channelCount + channel]);
  return { ...data, count, variables, laws: pick(data.laws), weights: pick(data.weights), channelCount: 1 };
}

function divided(data: Dataset, factors: readonly FormulaFactor[]): Dataset {
  const laws = data.laws.map((law, i) =>
    data.weights[i] === 0 ? law : factors.reduce((rest, factor) => rest / valueAt(data, factor, i), law),
  );
  return { ...data, laws };
}

function bestLoss(data: Dataset): number {
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  const { columns } = dictionaryOf(data);
  return columns.reduce((least, column) => Math.min(least, singleTerm(data, 0, column).loss), total) / total;
}

/** A number, or a sum of terms of one variable. */
function grown(data: Dataset, tolerance: number): FoundFormula {
  const constant = constantFormula(data, 0, goodPart * tolerance);
  if (constant !== null) return constant;
  const { dictionary, columns } = dictionaryOf(data);
  let best: FoundFormula = { terms: [], error: Number.POSITIVE_INFINITY };
  let trusted = data;
  let left = data.laws;
  while (best.terms.length < mostTerms && best.error > goodPart * tolerance) {
    let next = 0;
    let most = 0;
    columns.forEach((column, i) => {
      if (best.terms.length > 0 && !isOfVariables(dictionary[i], best.terms[0].factors)) return;
      const gain = gainOf(trusted, column, left);
      if (gain > most) [next, most] = [i, gain];
    });
    if (most === 0) break;
    const terms = refined(trusted, [...best.terms, dictionary[next]]);
    const error = formulaError(data, 0, terms);
    if (!(error < worthWhile * best.error)) break;
    best = { terms, error };
    trusted = trustedOnly(data, best);
    left = data.laws.slice();
    for (const term of terms)
      for (let i = 0; i < data.count; i++) left[i] -= term.coefficient * termValue(data, term, i);
  }
  return best;
}

/**
 * Whether a term is a function of what `factors` are functions of: a constant is, whatever they are. With terms of several
 * variables what is left would fit any law; a law of two hidden variables is for the net.
 */
function isOfVariables({ factors: own }: BareTerm, factors: readonly FormulaFactor[]): boolean {
  return own.every(({ variable, per }) =>
    factors.some((factor) => factor.variable === variable && factor.per === per),
  );
}

/** How much of the relative squares of `left` a term with a positive coefficient takes. */
function gainOf(data: Dataset, column: Float64Array, left: Float64Array): number {
  let right = 0;
  let square = 0;
  for (let i = 0; i < data.count; i++) {
    const weight = data.weights[i];
    if (weight === 0) continue;
    const value = column[i] / data.laws[i];
    right += (weight * value * left[i]) / data.laws[i];
    square += weight * value * value;
  }
  return right > 0 && square > 0 ? (right * right) / square : 0;
}

/** Without the samples that the formula fits worst: what is hidden may not have come to rest there. */
function trustedOnly(data: Dataset, { terms }: FoundFormula): Dataset {
  const total = data.weights.reduce((sum, weight) => sum + weight, 0);
  const weights = new Float64Array(data.weights.length);
  let seen = 0;
  for (const { sample, weight } of relativeErrors(data, 0, terms)) {
    seen += weight;
    if (seen > trustedPart * total) break;
    weights[sample] = weight;
  }
  return { ...data, weights };
}

/** Terms with their best coefficients and, one after the other, the best half-saturation values. */
function refined(data: Dataset, start: readonly BareTerm[]): FoundFormula["terms"] {
  let terms = start;
  const movable = terms.flatMap(({ factors }, k) => (factors.some(({ half }) => half !== null) ? [k] : []));
  for (let sweep = 0; sweep < (movable.length > 1 ? 2 : 1); sweep++)
    for (const k of movable) {
      const columns = terms.map((term) => termColumn(data, term));
      const lossAt = (log: number): number => {
        termColumn(data, withHalvesMoved(terms[k], log), columns[k]);
        return lossOf(data, columns, nonNegativeLeastSquares(data, 0, columns, null));
      };
      const best = withHalvesMoved(terms[k], bestMoveOfHalves(lossAt));
      terms = terms.map((term, i) => (i === k ? best : term));
    }
  const columns = terms.map((term) => termColumn(data, term));
  const coefficients = nonNegativeLeastSquares(data, 0, columns, null);
  return terms.flatMap(({ factors }, k) =>
    coefficients[k] > 0 ? [{ factors, coefficient: coefficients[k] }] : [],
  );
}

function lossOf(data: Dataset, columns: readonly Float64Array[], coefficients: Float64Array): number {
  let loss = 0;
  for (let i = 0; i < data.count; i++) {
    if (data.weights[i] === 0) continue;
    const value = columns.reduce((sum, column, k) => sum + coefficients[k] * column[i], 0);
    const error = value / data.laws[i] - 1;
    loss += data.weights[i] * error * error;
  }
  return loss;
}
