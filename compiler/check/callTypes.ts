/** Types of what calls give: built-in functions, functions of space, functions of the model. */
import { nearestOf } from "../../diagnostics/nearest.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { CallExpression } from "../../grammar/syntax/expression.ts";
import { dimensionless, powerOfDimension } from "../../runtime/units/dimension.ts";
import { describeKind } from "../bind/bind.ts";
import type { Scope } from "../bind/scope.ts";
import { builtinFunctions } from "./builtins.ts";
import { countText } from "./countText.ts";
import { commonType, numericOperand } from "./operatorTypes.ts";
import { isSpatialFunction, spatialFunctionNames, typeOfSpatialCall } from "./spatial/spatialCalls.ts";
import type { Locals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeType, fits, numberType, quantityType, unknownType, type ValueType } from "./valueType.ts";

/** How other languages call functions of this one. */
const functionElsewhere: ReadonlyMap<string, string> = new Map([
  ["ln", "log"],
  ["arctan", "atan"],
  ["ceiling", "ceil"],
  ["fabs", "abs"],
]);

/** The type of a call's value; unknown after reporting what is wrong with it. */
export function typeOfCall(
  checker: Typing,
  expression: CallExpression,
  scope: Scope,
  locals: Locals,
): ValueType {
  const name = pathText(expression.callee);
  if (isSpatialFunction(name) && scope.lookup(name) === null && !scope.isBroken(name))
    return typeOfSpatialCall(checker, expression, scope, locals);
  const types = expression.arguments.map((argument) => checker.typeOf(argument, scope, locals));
  const location = { file: scope.file, span: expression.callee.span };
  const builtin = builtinFunctions.get(name);
  const declared = expression.callee.parts.length === 1 ? scope.lookup(name) : null;
  if (declared === null && scope.isBroken(name)) return unknownType;
  if (declared !== null) {
    declared.uses++;
    if (declared.kind === "function") return checker.typeOfFunction(declared, expression, types, scope);
    const values = { name, found: describeKind(declared), expected: "a function" };
    const suggestion = `For how many there are write \`count ${name}\`, for a concentration \`[${name}]\`.`;
    const isCounted = declared.kind === "molecule" || declared.kind === "species";
    checker.sink.report("TDL3004", location, values, isCounted ? { suggestion } : {});
    return unknownType;
  }
  if (builtin === undefined) {
    // `volume(plasma)` of a membrane that could not be read is no call of a function.
    if (
      expression.arguments.some(
        (one) => one.kind === "reference" && scope.isBroken(one.path.parts[0]?.text ?? ""),
      )
    )
      return unknownType;
    const functions = [...scope.names()].filter((candidate) => scope.lookup(candidate)?.kind === "function");
    const meant = functionElsewhere.get(name);
    const nearest =
      meant !== undefined
        ? { name: meant, isCertain: true }
        : nearestOf(name, [...builtinFunctions.keys(), ...spatialFunctionNames, ...functions]);
    checker.sink.report("TDL4009", location, { name, nearest });
    return unknownType;
  }
  const { arity, rule } = builtin;
  if (arity === "several" ? types.length === 0 : types.length !== arity) {
    const expected = arity === "several" ? "at least one argument" : countText(arity, "argument");
    checker.sink.report(
      "TDL4004",
      { file: scope.file, span: expression.span },
      { name, expected, given: types.length },
    );
    return unknownType;
  }
  const numeric = types.map((type, i) =>
    numericOperand(checker, type, expression.arguments[i]?.span ?? expression.span, scope, name),
  );
  switch (rule) {
    case "number":
      for (const [i, argument] of expression.arguments.entries()) {
        const type = numeric[i] ?? unknownType;
        if (fits(type, dimensionless)) continue;
        checker.sink.report(
          "TDL4003",
          { file: scope.file, span: argument.span },
          { what: `The argument of ${name}`, expected: "a plain number", found: describeType(type) },
          { suggestion: "Divide by a reference quantity, as in `exp(-time / tau)`." },
        );
      }
      return numberType;
    case "same":
      return numeric.reduce((all, type, i) =>
        commonType(checker, name, all, type, expression.span, scope, [
          expression.arguments[0]?.span ?? expression.span,
          expression.arguments[i]?.span ?? expression.span,
        ]),
      );
    case "root": {
      const [type = unknownType] = numeric;
      if (type.kind !== "quantity" || type.dimension === null) return type;
      const dimension = powerOfDimension(type.dimension, 1, 2);
      return dimension === null ? unknownType : quantityType(dimension);
    }
  }
}
