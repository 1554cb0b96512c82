/** Dimensions that are known before names are bound: those of literals, of constants and parameters, and of `kT` and `pi`. */
import {
  type Dimension,
  dimensionless,
  divideDimensions,
  energyDimension,
  multiplyDimensions,
} from "../../runtime/units/dimension.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import type { UnitText } from "../../grammar/syntax/common.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { GrowthModel } from "./growthForm.ts";

const depthLimit = 100;

/** Null when it is not known; what adds things of different dimensions is told of by the check phase. */
export function knownDimension(expression: Expression, model: GrowthModel, depth = 0): Dimension | null {
  if (depth > depthLimit) return null;
  const dimensionOf = (part: Expression): Dimension | null => knownDimension(part, model, depth + 1);
  switch (expression.kind) {
    case "quantity":
      return expression.unit === null ? dimensionless : unitDimension(expression.unit);
    case "reference": {
      const [name, ...rest] = expression.path.parts;
      if (name === undefined || rest.length > 0) return null;
      for (const one of model.model.body)
        if ((one.kind === "const" || one.kind === "param") && one.name.text === name.text)
          return one.unit === null ? dimensionOf(one.value) : unitDimension(one.unit);
      if (model.declared.has(name.text)) return null;
      return name.text === "kT" ? energyDimension : name.text === "pi" ? dimensionless : null;
    }
    case "unary":
      return expression.operator === "-" ? dimensionOf(expression.operand) : null;
    case "binary": {
      const [left, right] = [dimensionOf(expression.left), dimensionOf(expression.right)];
      if (expression.operator === "+" || expression.operator === "-") return left ?? right;
      if (left === null || right === null) return null;
      if (expression.operator === "*") return multiplyDimensions(left, right);
      return expression.operator === "/" ? divideDimensions(left, right) : null;
    }
    case "conditional":
      return dimensionOf(expression.consequent);
    default:
      return null;
  }
}

function unitDimension({ text }: UnitText): Dimension | null {
  const unit = parseUnit(text);
  return unit.ok ? unit.dimension : null;
}
