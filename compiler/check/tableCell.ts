/** Which cell of a table stands for given labels, and which combinations of labels its rows stand for. */
import type { Table } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";

/** The cell for one label of every key; undefined when the table lacks it. */
export function tableCell(table: Table, labels: readonly (string | null)[]): Expression | undefined {
  const rowLabels = table.columns === null ? labels : labels.slice(0, -1);
  const row = table.rows.find((one) => rowText(one.labels.map(({ text }) => text)) === rowText(rowLabels));
  const column =
    table.columns === null ? 0 : table.columns.findIndex(({ text }) => text === labels[labels.length - 1]);
  return row?.cells[column];
}

/** `u, 0`: the labels of a row as one text. */
export function rowText(labels: readonly (string | null)[]): string {
  return labels.join(", ");
}

/** Every combination of one label of each key, the last changing fastest. */
export function rowCombinations(keys: readonly (readonly string[])[]): readonly (readonly string[])[] {
  return keys.reduce<readonly (readonly string[])[]>(
    (rows, labels) => rows.flatMap((row) => labels.map((label) => [...row, label])),
    [[]],
  );
}

/** Every cell of a table that an expression reads. */
export function indexExpressions(expression: Expression): readonly Extract<Expression, { kind: "index" }>[] {
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
