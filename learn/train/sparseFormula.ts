/**
 * Laws as short formulas: a sum, with coefficients that are not negative, of terms from a dictionary of mass
 * action, saturation and Hill terms, found by non-negative least squares (Lawson and Hanson 1974) with terms that
 * contribute little dropped one after the other (sequential thresholding; Brunton, Proctor and Kutz 2016,
 * doi:10.1073/pnas.1517384113). Sums of positive terms with such coefficients are positive everywhere.
 */
import type { Dataset } from "./dataset.ts";
import { constantFormula } from "./constantFormula.ts";
import { factoredFormula } from "./factoredFormula.ts";
import {
  dictionaryOf,
  type FoundFormula,
  formulaError,
  meanOf,
  singleTerm,
  trimmedLeastSquares,
  withBestHalf,
} from "./formulaTerms.ts";

const longestFormula = 5;
/** Of a large dictionary those terms are tried together that are alone nearest to the law. */
const mostTerms = 150;

/** Null when no short formula errs by no more than `tolerance`, relatively. */
export function findFormula(data: Dataset, channel: number, tolerance: number): FoundFormula | null {
  const constant = constantFormula(data, channel, tolerance);
  if (constant !== null) return constant;
  const { dictionary, columns } = dictionaryOf(data);
  const alone = columns.map((column) => singleTerm(data, channel, column));
  const order = dictionary.map((_, i) => i).sort((a, b) => alone[a].loss - alone[b].loss || a - b);
  const single = [withBestHalf(data, channel, dictionary[order[0]])];
  const singleError = formulaError(data, channel, single);
  if (singleError <= tolerance) return { terms: single, error: singleError };
  return factoredFormula(data, channel, tolerance) ?? sumFormula(data, channel, tolerance, order);
}

/** A sum of rising terms: of those in `order`, with what tells least left out one by one. */
function sumFormula(
  data: Dataset,
  channel: number,
  tolerance: number,
  order: readonly number[],
): FoundFormula | null {
  const { dictionary, columns, rising } = dictionaryOf(data);
  let active = order
    .filter((i) => i < rising)
    .slice(0, mostTerms)
    .sort((a, b) => a - b);
  let best: FoundFormula | null = null;
  // Only the few most telling terms can be in a short formula.
  for (;;) {
    const coefficients = trimmedLeastSquares(
      data,
      channel,
      active.map((i) => columns[i]),
      active.map((i) => dictionary[i]),
    );
    const kept = active.flatMap((i, k) => (coefficients[k] > 0 ? [{ i, coefficient: coefficients[k] }] : []));
    if (kept.length === 0) break;
    if (kept.length <= longestFormula) {
      const terms = kept.map(({ i, coefficient }) => ({ ...dictionary[i], coefficient }));
      const error = formulaError(data, channel, terms);
      if (error > tolerance) break;
      best = { terms, error };
      if (kept.length === 1) break;
    }
    const importance = kept.map(({ i, coefficient }) => coefficient * meanOf(columns[i]));
    const least = importance.indexOf(Math.min(...importance));
    active = kept.filter((_, k) => k !== least).map(({ i }) => i);
  }
  return best;
}
