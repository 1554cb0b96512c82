/** What pictures and summaries show where nobody names observables. */
import { ownOrAll } from "../../runtime/results/ofPart.ts";
import type { ResultColumn, Results } from "./results.ts";

/** What the experiment's plots show, else what the model itself observes; where it observes nothing, all of its parts. */
export function chosenObservables({ plots, observables }: Results): readonly ResultColumn[] {
  const names = new Set(plots.flatMap(({ values }) => values));
  const found = observables.filter(({ name }) => names.has(name));
  return found.length === 0 ? ownOrAll(observables) : found;
}
