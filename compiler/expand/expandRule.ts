/** Rules as plain ones: one for each combination of the states that their variables stand for. */
import type { Participant, Rate, Rule, RuleSide } from "../../grammar/syntax/declaration.ts";
import { analyseRule, isStructured } from "../check/ruleAnalysis.ts";
import type { Instance } from "../model/instance.ts";
import type { Expansion } from "./expansion.ts";
import { nameNode, nowhere, pathNode } from "./flatNames.ts";
import { Rewriter } from "./rewriter.ts";

export function expandRule(rule: Rule, instance: Instance, expander: Expansion): readonly Rule[] {
  const plain = new Rewriter(expander, instance);
  if (!isStructured(rule, instance.scope)) return [rewritten(rule, plain, expander, [])];
  const analysed = analyseRule(rule, instance.scope, expander.checker);
  if (analysed === null) return [];
  return combinations([...analysed.variables]).flatMap((states) => {
    const parts = [...states.values()];
    // A table that is zero for these states makes no rule.
    if (!expander.happens(instance.prefix + rule.name.text, parts)) return [];
    return [rewritten(rule, plain.within([], states), expander, parts)];
  });
}

function combinations(
  variables: readonly (readonly [string, readonly string[]])[],
): readonly ReadonlyMap<string, string>[] {
  let found: ReadonlyMap<string, string>[] = [new Map()];
  for (const [name, states] of variables)
    found = found.flatMap((before) => states.map((state) => new Map([...before, [name, state]])));
  return found;
}

/** On the right side these stand for molecules of the left. */
function labelsOf({ participants }: RuleSide): readonly string[] {
  return participants.flatMap(({ pattern }) =>
    pattern.members.flatMap(({ label }) => (label === null ? [] : [label.text])),
  );
}

function rewritten(rule: Rule, plain: Rewriter, expander: Expansion, states: readonly string[]): Rule {
  const isSpatial = expander.checker.spatial.includes(rule, plain.instance.scope);
  const sides = [rule.left, ...(rule.right === null ? [] : [rule.right])];
  // Attributes are read and set by label.
  const rewriter = isSpatial ? plain.within(sides.flatMap(labelsOf)) : plain;
  return {
    ...rule,
    name: nameNode(expander.names.process(rewriter.instance.prefix, rule.name.text, states)),
    left: side(rule.left, rewriter, expander),
    right: rule.right === null ? null : side(rule.right, rewriter.within(labelsOf(rule.left)), expander),
    sets: rewriter.assignments(rule.sets),
    conditions: rule.conditions.map((one) => ({ ...one, pattern: rewriter.pattern(one.pattern) })),
    when: rewriter.optional(rule.when),
    rate: rate(rule.rate, rewriter),
    fields: rewriter.fields(rule.fields),
  };
}

function side(written: RuleSide, rewriter: Rewriter, expander: Expansion): RuleSide {
  return {
    ...written,
    participants: written.participants.map((participant): Participant => {
      const pattern = rewriter.pattern(participant.pattern);
      const place = participant.action === "new" ? rewriter.defaultCompartment() : null;
      if (place === null || expander.hasOneCompartment) return { ...participant, pattern };
      // A new molecule is in the compartment of its module, which may not be the only one here.
      const compartment = pathNode(expander.nameOf(place));
      const members = pattern.members.map((member) => ({
        ...member,
        compartment: member.compartment ?? compartment,
      }));
      return { ...participant, pattern: { ...pattern, members, span: nowhere } };
    }),
  };
}

function rate(written: Rate, rewriter: Rewriter): Rate {
  const forward = rewriter.expression(written.forward);
  const back = rewriter.optional(written.back);
  if (written.kind === "total") return { ...written, forward, back };
  return {
    ...written,
    forward,
    back,
    within: rewriter.optional(written.within),
    balanced: rewriter.optional(written.balanced),
  };
}
