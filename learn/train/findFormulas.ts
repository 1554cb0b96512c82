/**
 * Formulas of all channels. Reactions of one kind, such as the same step in many states, have the same law but for a
 * constant or none: so what was found for channels that say more is tried on the others as it is, before a formula
 * is sought for them alone. Fewer different laws are also faster.
 */
import { constantFormula } from "./constantFormula.ts";
import type { Dataset } from "./dataset.ts";
import { type FoundFormula, formulaError } from "./formulaTerms.ts";
import { findFormula } from "./sparseFormula.ts";

/** A formula that another channel has may err by so many times the tolerance, where no other is found. */
const sharedRoom = 2;

/** For each channel its formula; null: none, or not `wanted`. */
export function findFormulas(
  data: Dataset,
  tolerance: number,
  wanted?: readonly boolean[],
): readonly (FoundFormula | null)[] {
  const said = Array.from({ length: data.channelCount }, (_, c) => {
    let sum = 0;
    for (let i = 0; i < data.count; i++) sum += data.weights[i * data.channelCount + c];
    return sum;
  });
  const order = said.map((_, c) => c).sort((a, b) => said[b] - said[a] || a - b);
  const found: (FoundFormula | null)[] = said.map(() => null);
  const known: FoundFormula[] = [];
  for (const c of order) {
    if (wanted?.[c] === false) continue;
    const constant = constantFormula(data, c, tolerance);
    const shared =
      constant === null ? known.find(({ terms }) => formulaError(data, c, terms) <= tolerance) : null;
    found[c] = constant ?? shared ?? findFormula(data, c, tolerance);
    const own = found[c];
    if (own !== null && constant === null && shared === undefined) known.push(own);
  }
  return found.map((own, c) => (wanted?.[c] === false ? null : (own ?? nearlyShared(c))));

  /** What is the law of other channels is likelier to be one than anything learned for this channel alone. */
  function nearlyShared(c: number): FoundFormula | null {
    const errors = known.map(({ terms }) => formulaError(data, c, terms));
    const best = errors.indexOf(Math.min(...errors));
    return best >= 0 && errors[best] <= sharedRoom * tolerance ? (known[best] ?? null) : null;
  }
}
