/** The simplest law: a rate constant. */
import { type Dataset, sortedLaws } from "./dataset.ts";
import { type FoundFormula, formulaError, weightedMedian } from "./formulaTerms.ts";

/** The law is a number, to `tolerance`, or never seen; else null. */
export function constantFormula(data: Dataset, channel: number, tolerance: number): FoundFormula | null {
  const laws = sortedLaws(data, channel);
  if (laws.length === 0) return { terms: [], error: 0 };
  const terms = [{ coefficient: weightedMedian(laws), factors: [] }];
  const error = formulaError(data, channel, terms);
  return error <= tolerance ? { terms, error } : null;
}
