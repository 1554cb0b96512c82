/** Conditions by which complexes of a rule are as a whole in the compartments that `@C:P` names. */
import type { Direction } from "./direction.ts";
import { refuse } from "../refuse.ts";
import type { ImportContext } from "./importContext.ts";
import type { BnglCondition, BnglPattern } from "./syntax.ts";

export function wholePlaces(direction: Direction, context: ImportContext): readonly BnglCondition[] {
  const { rule, left, right, molecules, followers } = direction;
  const { placements, model } = context;
  const isSurface = (text: string): boolean =>
    model.compartments.some(({ name, dimensions }) => name.text === text && dimensions === 2);
  /** Whether what the reactants are implies where the product is. */
  const isImplied = (pattern: BnglPattern): boolean => {
    const sources = new Set(
      followers.flatMap((one) => (one.pattern === pattern ? (molecules[one.from ?? -1]?.pattern ?? []) : [])),
    );
    const isKept = (source: BnglPattern): boolean =>
      molecules.every(
        (one, i) =>
          one.pattern !== source || followers.some(({ from, pattern: to }) => from === i && to === pattern),
      );
    const { compartment } = pattern;
    if (compartment === null || sources.size === 0) return true;
    const isThere = (source: BnglPattern): boolean => source.compartment?.text === compartment.text;
    const isTransported =
      sources.size === 1 && [...sources].every((one) => placements.isClosed(one) && isKept(one));
    return (
      isTransported ||
      (isSurface(compartment.text)
        ? [...sources].some((source) => isThere(source) && isKept(source))
        : [...sources].every(isThere))
    );
  };
  const conditionsOf = (patterns: readonly BnglPattern[], side: BnglCondition["side"]): BnglCondition[] =>
    patterns.flatMap((pattern, i): BnglCondition[] => {
      const whole = placements.whole(pattern);
      if (whole === null || (side === "product" && isImplied(pattern))) return [];
      const index = i + 1;
      const isMixed =
        whole.kind === "include" &&
        rule.conditions.some((one) => one.kind === "include" && one.side === side && one.index === index);
      if (isMixed) refuse(context, pattern.span, "The compartment of a whole complex beside `include`");
      return [{ ...whole, side, index, span: pattern.span }];
    });
  return [...conditionsOf(left, "reactant"), ...conditionsOf(right, "product")];
}
