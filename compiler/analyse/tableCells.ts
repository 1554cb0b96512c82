/** The cells of tables that a rule's rate reads when its state variables stand for given states. */
import type { RelatedLocation } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Rule, RuleSide } from "../../grammar/syntax/declaration.ts";
import type { SitePattern } from "../../grammar/syntax/pattern.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { indexExpressions, tableCell } from "../check/tableCell.ts";
import type { WrittenRule } from "./ruleIndex.ts";

/** `states`: what the rule's state variables stand for, in the order in which they stand in its text. */
export function cellsInRate(
  rate: Expression,
  { rule, scope }: WrittenRule,
  states: readonly string[],
): RelatedLocation[] {
  const valueOf = new Map(stateVariables(rule).map((name, i) => [name, states[i] ?? name]));
  const found: RelatedLocation[] = [];
  for (const { table, indices } of indexExpressions(rate)) {
    const [name, ...more] = table.parts;
    const symbol = name === undefined || more.length > 0 ? null : scope.lookup(name.text);
    if (symbol?.kind !== "table") continue;
    const labels = indices.map((index) => {
      const label = scope.file.text.slice(index.span.start, index.span.end);
      return valueOf.get(label) ?? label;
    });
    const cell = tableCell(symbol.node, labels);
    if (cell === undefined) continue;
    const message = `${pathText(table)}[${labels.join(", ")}]`;
    found.push({ file: symbol.scope.file, span: cell.span, message });
  }
  return found;
}

function stateVariables({ left, right }: Rule): readonly string[] {
  const before = sitesOf(left).map(({ state }) => state?.from);
  const after = sitesOf(right ?? left).map(({ state }) => state?.to ?? state?.from);
  const bonds = sitesOf(left).map(({ bond }) => bond?.from);
  return [
    ...new Set(
      [...before, ...after, ...bonds].flatMap((part) => (part?.kind === "variable" ? [part.name.text] : [])),
    ),
  ];
}

function sitesOf({ participants }: RuleSide): readonly SitePattern[] {
  return participants.flatMap(({ pattern }) => pattern.members.flatMap(({ sites }) => sites ?? []));
}
