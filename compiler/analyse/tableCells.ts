/** The cells of tables that a rule's rate reads when its state variables stand for given states. */
import type { RelatedLocation } from "../../diagnostics/diagnostic.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Rule } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { WrittenRule } from "./ruleIndex.ts";

/** `states` in the order in which the variables stand on the rule's left side. */
export function tableCell(
  rate: Expression,
  { rule, scope }: WrittenRule,
  states: readonly string[],
): RelatedLocation[] {
  const variables = stateVariables(rule);
  const valueOf = new Map(variables.map((name, i) => [name, states[i] ?? name]));
  const found: RelatedLocation[] = [];
  for (const { table, indices } of indexExpressions(rate)) {
    const [name, ...more] = table.parts;
    const symbol = name === undefined || more.length > 0 ? null : scope.lookup(name.text);
    if (symbol?.kind !== "table") continue;
    const labels = indices.map((index) => {
      const label = scope.file.text.slice(index.span.start, index.span.end);
      return valueOf.get(label) ?? label;
    });
    const { rows, columns } = symbol.node;
    const row = rows.find(({ label }) => label.text === labels[0]);
    const column = columns === null ? 0 : columns.findIndex(({ text }) => text === labels[1]);
    const cell = row?.cells[column];
    if (cell === undefined) continue;
    const message = `${pathText(table)}[${labels.join(", ")}]`;
    found.push({ file: symbol.scope.file, span: cell.span, message });
  }
  return found;
}

function stateVariables({ left }: Rule): readonly string[] {
  const names = left.participants.flatMap(({ pattern }) =>
    pattern.members.flatMap(({ sites }) =>
      (sites ?? []).flatMap(({ state }) => (state?.from.kind === "variable" ? [state.from.name.text] : [])),
    ),
  );
  return [...new Set(names)];
}

function indexExpressions(expression: Expression): readonly Extract<Expression, { kind: "index" }>[] {
  switch (expression.kind) {
    case "index":
      return [expression];
    case "unary":
    case "escape":
      return indexExpressions(expression.operand);
    case "binary":
      return [expression.left, expression.right].flatMap(indexExpressions);
    case "conditional":
      return [expression.consequent, expression.alternate].flatMap(indexExpressions);
    case "aggregate":
      return indexExpressions(expression.value);
    case "call":
      return expression.arguments.flatMap(indexExpressions);
    case "quantity":
    case "reference":
    case "time":
    case "concentration":
    case "measure":
      return [];
  }
}
