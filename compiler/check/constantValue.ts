/** Numbers known while compiling: literals, `const` and arithmetic on them. */
import type { Constant } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { fdPow } from "../../runtime/math/pow.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { BoundProgram, Scope, ValueSymbol } from "../bind/scope.ts";

/** Constants may be defined through each other this deep: more than the checker accepts. */
const depthLimit = 1000;

/** Values of constants; null while one is being found, which ends circles. */
const knownConstants = new WeakMap<BoundProgram, Map<Constant, number | null>>();

/** What else than a constant a name stands for, if that is known. */
export type OtherValue = (symbol: ValueSymbol, depth: number) => number | null;

/** In internal units; null when the value is not known before the run, or is no number. */
export function constantValue(
  program: BoundProgram,
  scope: Scope,
  expression: Expression,
  depth = 0,
  other: OtherValue = () => null,
): number | null {
  if (depth > depthLimit) return null;
  const valueOf = (part: Expression): number | null => constantValue(program, scope, part, depth, other);
  switch (expression.kind) {
    case "quantity": {
      if (expression.unit === null) return expression.value;
      const unit = parseUnit(expression.unit.text);
      return unit.ok ? expression.value * unit.factor : null;
    }
    case "reference": {
      const resolution = resolvePath(program, scope, expression.path);
      if (resolution.kind !== "symbol") return null;
      if (resolution.symbol.kind !== "const") return other(resolution.symbol, depth);
      const { node, scope: owner } = resolution.symbol;
      const known = knownConstants.get(program) ?? new Map<Constant, number | null>();
      knownConstants.set(program, known);
      const before = known.get(node);
      if (before !== undefined) return before;
      known.set(node, null);
      const value = constantValue(program, owner, node.value, depth + 1);
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
