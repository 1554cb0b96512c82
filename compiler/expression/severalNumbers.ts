/** Functions of several numbers that every graph can be told of, by their names in the language. */
import { kummerRatio, kummerRatioPartial } from "../../runtime/math/kummerRatio.ts";
import type { TabledFunction } from "./expressionNode.ts";

/** What to define for each, the function that is called first; all stand under their names in the runtime. */
export const functionsOfSeveralNumbers: ReadonlyMap<string, readonly TabledFunction[]> = new Map([
  [
    "kummer_ratio",
    [
      { name: "kummerRatio", arity: 3, value: kummerRatio, partials: "kummerRatioPartial" },
      { name: "kummerRatioPartial", arity: 3, value: kummerRatioPartial, partials: null },
    ],
  ],
]);

const runtimeNames: ReadonlySet<string> = new Set(
  [...functionsOfSeveralNumbers.values()].flat().map(({ name }) => name),
);

/** Whether generated code calls the runtime's own function of that name, without tables of the model. */
export function isRuntimeFunction(callee: string): boolean {
  return runtimeNames.has(callee);
}
