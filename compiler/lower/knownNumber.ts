/** Numbers that are known before names are bound: literals, and constants and defaults of parameters of the model. */
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import type { Model } from "../../grammar/syntax/sourceTree.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";

const depthLimit = 100;

/** In internal units; null when it is not known. */
export function knownNumber(expression: Expression, model: Model, depth = 0): number | null {
  if (depth > depthLimit) return null;
  const valueOf = (part: Expression): number | null => knownNumber(part, model, depth + 1);
  switch (expression.kind) {
    case "quantity": {
      if (expression.unit === null) return expression.value;
      const unit = parseUnit(expression.unit.text);
      return unit.ok ? expression.value * unit.factor : null;
    }
    case "reference": {
      const [name, ...rest] = expression.path.parts;
      if (name === undefined || rest.length > 0) return null;
      const found = model.body.find(
        (one) => (one.kind === "const" || one.kind === "param") && one.name.text === name.text,
      );
      return found?.kind === "const" || found?.kind === "param" ? valueOf(found.value) : null;
    }
    case "unary": {
      const operand = valueOf(expression.operand);
      if (operand === null || expression.operator === "not") return null;
      return expression.operator === "-" ? -operand : operand;
    }
    case "binary": {
      const [left, right] = [valueOf(expression.left), valueOf(expression.right)];
      if (left === null || right === null) return null;
      if (expression.operator === "+") return left + right;
      if (expression.operator === "-") return left - right;
      if (expression.operator === "*") return left * right;
      return expression.operator === "/" ? left / right : null;
    }
    default:
      return null;
  }
}
