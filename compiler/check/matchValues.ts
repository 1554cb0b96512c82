/**
 * Values that belong to one match of a rule, `count P of a`: the matches of P in the complex that holds the
 * molecule labelled `a`.
 */
import type { Expression, MeasureExpression } from "../../grammar/syntax/expression.ts";
import type { MoleculeSymbol } from "./moleculeTypes.ts";
import type { AnalysedRule } from "./analysedRule.ts";
import type { Locals } from "./locals.ts";
import type { ValueType } from "./valueType.ts";

/** How labels stand among the local names of a rule: no name holds a space. */
export function ownerKey(label: string): string {
  return `of ${label}`;
}

/** The labelled molecules of a direction, beside the names in `others`. */
export function withLabels(
  { forward, back }: AnalysedRule,
  direction: "forward" | "back",
  others: Locals,
): Locals {
  const agents = direction === "back" && back !== null ? [...forward.left, ...forward.right] : forward.left;
  const labelled = agents.flatMap(({ label }): [string, ValueType][] =>
    label === null ? [] : [[ownerKey(label), { kind: "unknown" }]],
  );
  return new Map([...others, ...labelled]);
}

/** The labelled molecules themselves, whose attributes can be read. */
export function moleculeLocals(
  agents: readonly { readonly label: string | null; readonly type: MoleculeSymbol }[],
): [string, ValueType][] {
  return agents.flatMap(({ label, type }): [string, ValueType][] =>
    label === null ? [] : [[label, { kind: "molecule", type }]],
  );
}

/** The molecule on the left of a direction that carries a label on either side of the rule; null for none. */
export function labelledAgent(
  { forward }: AnalysedRule,
  direction: "forward" | "back",
  label: string,
): number | null {
  const own = forward.left.findIndex((agent) => agent.label === label);
  if (direction === "forward") return own < 0 ? null : own;
  const index = forward.right.findIndex((agent) => agent.label === label || (own >= 0 && agent.from === own));
  return index < 0 ? null : index;
}

/** The first such value in an expression. */
export function firstMatchValue(expression: Expression): MeasureExpression | null {
  switch (expression.kind) {
    case "measure":
      return expression.owner === null ? null : expression;
    case "unary":
    case "escape":
      return firstMatchValue(expression.operand);
    case "binary":
      return firstMatchValue(expression.left) ?? firstMatchValue(expression.right);
    case "conditional":
      return firstOf([expression.condition, expression.consequent, expression.alternate]);
    case "call":
      return firstOf(expression.arguments);
    case "index":
      return firstOf(expression.indices);
    case "aggregate":
    case "quantity":
    case "time":
    case "reference":
    case "concentration":
      return null;
  }
}

function firstOf(expressions: readonly Expression[]): MeasureExpression | null {
  for (const expression of expressions) {
    const found = firstMatchValue(expression);
    if (found !== null) return found;
  }
  return null;
}
