/** The rules that one written rule with variables stands for: one for each combination of states, and for each way. */
import { withBonds } from "../check/bondVariables.ts";
import type { AnalysedRule } from "../check/analysedRule.ts";
import { type Comparable, MirroredRules } from "./mirroredRules.ts";
import type { Assignment } from "./moleculeTables.ts";
import { forEachCombination } from "./rulePools.ts";

/** One way of a rule, with the states that its variables stand for. */
export interface RuleWay {
  /** The rule with its bonds for these states. */
  readonly analysed: AnalysedRule;
  readonly isForward: boolean;
  /** Index of the state that each variable stands for, and its name. */
  readonly assignment: Assignment;
  readonly states: ReadonlyMap<string, string>;
}

/**
 * What `make` makes of every way (null: the rule does nothing for these states), without those that are the same as an
 * earlier one of the same direction (mirroredRules.ts).
 */
export function rulesOfWays<R extends Comparable>(
  written: AnalysedRule,
  isSame: (one: R, other: R) => boolean,
  make: (way: RuleWay) => R | null,
): readonly R[] {
  const rules: R[] = [];
  const mirrored = { forward: new MirroredRules(isSame), back: new MirroredRules(isSame) };
  const names = [...written.variables];
  forEachCombination(
    names.map(([, states]) => states.length),
    (choice) => {
      const assignment = new Map(names.map(([variable], i) => [variable, choice[i] ?? 0]));
      const states = new Map(names.map(([variable, labels], i) => [variable, labels[choice[i] ?? 0] ?? ""]));
      const analysed = withBonds(written, states);
      for (const isForward of analysed.back === null ? [true] : [true, false]) {
        const made = make({ analysed, isForward, assignment, states });
        if (made !== null && !mirrored[isForward ? "forward" : "back"].has(made)) rules.push(made);
      }
    },
  );
  return rules;
}
