/** Conditions on the complexes of a rule: patterns that must be there, and that must not. */
import type { ComplexCondition } from "../../model/structured.ts";
import type { ComplexGraph, TypeLayout } from "./complexGraph.ts";
import { countEmbeddings } from "./embedding.ts";

/** No excluded pattern is there, and of the included ones of each complex at least one. */
export function meetsConditions(
  conditions: readonly ComplexCondition[],
  complexOf: (condition: ComplexCondition) => ComplexGraph | null,
  layouts: readonly TypeLayout[],
): boolean {
  const included = new Map<number, boolean>();
  for (const condition of conditions) {
    const complex = complexOf(condition);
    const isThere = complex !== null && countEmbeddings(condition.pattern, complex, layouts) > 0;
    if (condition.kind === "include")
      included.set(condition.agent, isThere || included.get(condition.agent) === true);
    else if (isThere) return false;
  }
  return [...included.values()].every((isThere) => isThere);
}
