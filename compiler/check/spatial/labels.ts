/** Labels of molecules that an expression mentions. */
import type { Expression } from "../../../grammar/syntax/expression.ts";

/** The first of the labels that stands in the expression, or null. */
export function firstLabel(expression: Expression, labels: ReadonlySet<string>): string | null {
  const among = (parts: readonly Expression[]): string | null => {
    for (const part of parts) {
      const found = firstLabel(part, labels);
      if (found !== null) return found;
    }
    return null;
  };
  switch (expression.kind) {
    case "reference": {
      const name = expression.path.parts[0]?.text ?? "";
      return labels.has(name) ? name : null;
    }
    case "unary":
    case "escape":
      return firstLabel(expression.operand, labels);
    case "binary":
      return among([expression.left, expression.right]);
    case "conditional":
      return among([expression.condition, expression.consequent, expression.alternate]);
    case "call":
      return among(expression.arguments);
    case "quantity":
    case "time":
    case "index":
    case "concentration":
    case "measure":
    case "aggregate":
      return null;
  }
}
