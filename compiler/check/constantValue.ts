/** Numbers known while compiling: literals, `const` and arithmetic on them. */
import type { Constant } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { fdPow } from "../../runtime/math/pow.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";

/** Constants may be defined through each other this deep: more than the checker accepts. */
const depthLimit = 1000;

/** Values of constants; null while one is being found, which ends circles. */
const knownConstants = new WeakMap<BoundProgram, Map<Constant, number | null>>();

/** In internal units; null when the value is not known before the run, or is no number. */
export function constantValue(program: BoundProgram, scope: Scope, expression: Expression): number | null {
  return valueIn(program, scope, expression, false, 0);
}

/** The same with parameters at the values that their declarations give them. */
export function declaredValue(program: BoundProgram, scope: Scope, expression: Expression): number | null {
  return valueIn(program, scope, expression, true, 0);
}

function valueIn(
  program: BoundProgram,
  scope: Scope,
  expression: Expression,
  withParameters: boolean,
  depth: number,
): number | null {
  if (depth > depthLimit) return null;
  const valueOf = (part: Expression): number | null => valueIn(program, scope, part, withParameters, depth);
  switch (expression.kind) {
    case "quantity": {
      if (expression.unit === null) return expression.value;
      const unit = parseUnit(expression.unit.text);
      return unit.ok ? expression.value * unit.factor : null;
    }
    case "reference": {
      const resolution = resolvePath(program, scope, expression.path);
      if (resolution.kind !== "symbol") return null;
      const { symbol } = resolution;
      if (symbol.kind === "param" && withParameters)
        return symbol.node.value === null
          ? null
          : valueIn(program, symbol.scope, symbol.node.value, withParameters, depth + 1);
      if (symbol.kind !== "const") return null;
      const { node, scope: owner } = symbol;
      const known = knownConstants.get(program) ?? new Map<Constant, number | null>();
      knownConstants.set(program, known);
      const before = known.get(node);
      if (before !== undefined) return before;
      known.set(node, null);
      const value = valueIn(program, owner, node.value, false, depth + 1);
      known.set(node, value);
      return value;
    }
    case "unary": {
      const operand = valueOf(expression.operand);
      if (operand === null || expression.operator === "not") return null;
      return expression.operator === "-" ? -operand : operand;
    }
    case "binary": {
      const left = valueOf(expression.left);
      const right = valueOf(expression.right);
      if (left === null || right === null) return null;
      switch (expression.operator) {
        case "+":
          return left + right;
        case "-":
          return left - right;
        case "*":
          return left * right;
        case "/":
          return left / right;
        case "^":
          return fdPow(left, right);
        default:
          return null;
      }
    }
    default:
      return null;
  }
}
