/** Types of what operators make, and of what they and functions work on. */
import type { DiagnosticExtras } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import type { BinaryExpression } from "../../grammar/syntax/expression.ts";
import {
  amountDimension,
  concentrationDimension,
  type Dimension,
  dimensionless,
  divideDimensions,
  equalDimensions,
  isDimensionless,
  multiplyDimensions,
  powerOfDimensionByNumber,
} from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import { commonVector, vectorOperation } from "./spatial/vectorTypes.ts";
import type { Locals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import {
  booleanType,
  describeType,
  fits,
  numberType,
  quantityType,
  unknownType,
  type ValueType,
  zeroType,
} from "./valueType.ts";

/** The type of what an operator makes; unknown after reporting that the sides do not fit. */
export function typeOfBinary(
  checker: Typing,
  expression: BinaryExpression,
  scope: Scope,
  locals: Locals,
): ValueType {
  const { operator, span } = expression;
  const left = checker.typeOf(expression.left, scope, locals);
  const right = checker.typeOf(expression.right, scope, locals);
  const spans: [Span, Span] = [expression.left.span, expression.right.span];
  if (left.kind === "vector" || right.kind === "vector") {
    const type = vectorOperation(operator, left, right);
    if (type !== null) return type;
    const values = { operator, left: describeType(left), right: describeType(right) };
    checker.sink.report("TDL5205", { file: scope.file, span }, values);
    return unknownType;
  }
  switch (operator) {
    case "and":
    case "or":
      booleanOperand(checker, left, spans[0], scope, operator);
      booleanOperand(checker, right, spans[1], scope, operator);
      return booleanType;
    case "+":
    case "-":
      numericOperand(checker, left, spans[0], scope, operator);
      numericOperand(checker, right, spans[1], scope, operator);
      return left.kind === "boolean" || right.kind === "boolean"
        ? unknownType
        : commonType(checker, operator, left, right, span, scope, spans);
    case "<":
    case "<=":
    case ">":
    case ">=":
    case "==":
    case "!=":
      numericOperand(checker, left, spans[0], scope, operator);
      numericOperand(checker, right, spans[1], scope, operator);
      if (left.kind !== "boolean" && right.kind !== "boolean")
        commonType(checker, operator, left, right, span, scope, spans);
      return booleanType;
    case "*":
    case "/": {
      const a = numericOperand(checker, left, spans[0], scope, operator);
      const b = numericOperand(checker, right, spans[1], scope, operator);
      if (a.kind !== "quantity" || b.kind !== "quantity") return unknownType;
      if (a.dimension === null) return zeroType;
      if (b.dimension === null) return operator === "*" ? zeroType : unknownType;
      const combine = operator === "*" ? multiplyDimensions : divideDimensions;
      return quantityType(combine(a.dimension, b.dimension));
    }
    case "^":
      return typeOfPower(checker, expression, left, right, scope);
  }
}

function typeOfPower(
  checker: Typing,
  expression: BinaryExpression,
  left: ValueType,
  right: ValueType,
  scope: Scope,
): ValueType {
  const base = numericOperand(checker, left, expression.left.span, scope, "^");
  const exponent = numericOperand(checker, right, expression.right.span, scope, "^");
  if (!fits(exponent, dimensionless)) {
    checker.sink.report(
      "TDL4003",
      { file: scope.file, span: expression.right.span },
      { what: "An exponent", expected: "a plain number", found: describeType(exponent) },
    );
    return unknownType;
  }
  if (base.kind !== "quantity") return unknownType;
  if (base.dimension === null) return zeroType;
  if (isDimensionless(base.dimension)) return numberType;
  const power = constantValue(checker.program, scope, expression.right);
  const dimension = power === null ? null : powerOfDimensionByNumber(base.dimension, power);
  if (dimension !== null) return quantityType(dimension);
  const { file } = scope;
  const { span } = expression.right;
  const written = file.text.slice(span.start, span.end);
  // Told once for all powers of this exponent, as in a Hill function.
  if (checker.isNewExponent(scope, written))
    checker.sink.report(
      "TDL4007",
      { file, span },
      { base: describeType(base) },
      ofCall(checker, base.dimension),
    );
  return unknownType;
}

/** What the call has to do with a mistake in a function's body: `count Ca` given where an amount is meant. */
function ofCall(checker: Typing, base: Dimension): DiagnosticExtras {
  const { outermostCall: outermost } = checker;
  if (outermost === null) return {};
  const { call, scope } = outermost;
  const { file } = scope;
  const isAmount = [base, divideDimensions(dimensionless, base)].some((dimension) =>
    equalDimensions(dimension, amountDimension),
  );
  const counted = call.arguments.flatMap(
    ({ span }) => countedName(file.text.slice(span.start, span.end)) ?? [],
  );
  const suggestion =
    isAmount && counted.length > 0
      ? `\`count ${counted[0]}\` is a plain number: write \`amount ${counted[0]}\` in the call.`
      : null;
  return { suggestion, related: [{ file, span: call.span, message: "called here" }] };
}

/** `Ca` of `count Ca`. */
function countedName(text: string): string | null {
  return /^count\s+([\p{L}\p{N}_.]+)$/u.exec(text)?.[1] ?? null;
}

/** `count Ca > 5 count` and `count Ca > 5 uM`: `count` is a plain number. */
function countHint(
  one: ValueType,
  other: ValueType,
  sides: readonly [Span, Span],
  scope: Scope,
): string | null {
  const text = scope.file.text.slice(sides[0].start, sides[0].end);
  const name = countedName(text);
  if (name === null || !fits(one, dimensionless) || other.kind !== "quantity") return null;
  if (fits(other, amountDimension))
    return `\`count ${name}\` is a plain number: leave out the unit \`count\`, or write \`amount ${name}\`.`;
  return fits(other, concentrationDimension) ? `Write \`[${name}]\` for the concentration.` : null;
}

/** The type, or unknown after reporting that it is no quantity. */
export function numericOperand(
  checker: Typing,
  type: ValueType,
  span: Span,
  scope: Scope,
  operator: string,
): ValueType {
  if (type.kind === "quantity" || type.kind === "unknown") return type;
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span },
    { what: `What \`${operator}\` works on`, expected: "a quantity", found: describeType(type) },
  );
  return unknownType;
}

/** Reports a type that is no condition. */
export function booleanOperand(
  checker: Typing,
  type: ValueType,
  span: Span,
  scope: Scope,
  operator: string,
): void {
  if (type.kind === "boolean" || type.kind === "unknown") return;
  checker.sink.report(
    "TDL4003",
    { file: scope.file, span },
    { what: `What \`${operator}\` works on`, expected: "a condition", found: describeType(type) },
  );
}

/** The common type of two sides; reports when they differ. */
export function commonType(
  checker: Typing,
  operator: string,
  left: ValueType,
  right: ValueType,
  span: Span,
  scope: Scope,
  sides: readonly [Span, Span],
): ValueType {
  if (left.kind === "unknown") return right;
  if (right.kind === "unknown") return left;
  if (left.kind === "boolean" && right.kind === "boolean") return booleanType;
  const vector = left.kind === "vector" && right.kind === "vector" ? commonVector(left, right) : null;
  if (vector !== null) return vector;
  if (left.kind === "quantity" && right.kind === "quantity") {
    if (left.dimension === null) return right;
    if (right.dimension === null || equalDimensions(left.dimension, right.dimension)) return left;
  }
  const file = scope.file;
  const suggestion =
    countHint(left, right, sides, scope) ?? countHint(right, left, [sides[1], sides[0]], scope);
  checker.sink.report(
    "TDL4002",
    { file, span },
    { operator, left: describeType(left), right: describeType(right) },
    {
      suggestion,
      related: [
        { file, span: sides[0], message: describeType(left) },
        { file, span: sides[1], message: describeType(right) },
      ],
    },
  );
  return unknownType;
}
