/**
 * What runs tell of their parts: which ran by differential equations, which surrogates ran, how often the domain was
 * left, how long the module was outside.
 */
import type { CompiledModel } from "../model.ts";

/** How parts ran, for the run record; counters by surrogate and part. */
export function surrogateStatistics(
  model: CompiledModel,
  y: Float64Array,
): Readonly<Record<string, number | string>> {
  const found: Record<string, number | string> = {};
  for (const part of model.continuousParts ?? []) found[`part ${part}`] = "differential equations";
  for (const { name, part, runs, reason, leavings, outside } of model.surrogates ?? []) {
    const label = `surrogate ${name} for ${part}`;
    found[label] = runs === "exact" ? `not used: it ${reason}` : runs;
    if (leavings >= 0) found[`${label}: left the domain`] = y[leavings];
    if (outside >= 0) found[`${label}: seconds outside`] = Number(y[outside].toPrecision(9));
  }
  return found;
}

/** A sentence for each surrogate that did not run all the time. */
export function surrogateNotices(model: CompiledModel, y: Float64Array): string[] {
  return (model.surrogates ?? []).flatMap(({ name, part, runs, reason, leavings, outside }) => {
    if (runs === "exact") return [`${part} ran exactly: the surrogate ${name} ${reason}.`];
    if (leavings < 0 || y[leavings] === 0) return [];
    const times = y[leavings] === 1 ? "once" : `${y[leavings]} times`;
    const seconds = Number(y[outside].toPrecision(3));
    const instead =
      runs === "surrogate and exact"
        ? `the exact module ran for ${seconds} s in all`
        : `for ${seconds} s in all its inputs were held at the edge`;
    return [`${part} left the domain of the surrogate ${name} ${times}; ${instead}.`];
  });
}
