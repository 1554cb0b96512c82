/** `sum(a.age over a: A(x[_]))`, `mean(…)`: of a value over the matches of a pattern. */
import type { AggregateExpression } from "../../../grammar/syntax/expression.ts";
import type { Scope } from "../../bind/scope.ts";
import { moleculeLocals } from "../matchValues.ts";
import { speciesOf } from "../measureTypes.ts";
import { PatternAnalyser } from "../patternAnalysis.ts";
import { isMoleculePattern } from "../moleculePattern.ts";
import type { Typing } from "../typing.ts";
import { describeType, unknownType, type ValueType } from "../valueType.ts";

export function typeOfAggregate(checker: Typing, expression: AggregateExpression, scope: Scope): ValueType {
  const { over, value, aggregate } = expression;
  const at = (span: AggregateExpression["span"]) => ({ file: scope.file, span });
  if (!isMoleculePattern(over, scope)) {
    const species = speciesOf(checker, over, scope);
    if (species !== null) checker.sink.report("TDL5102", at(over.span), { name: species.name });
    return unknownType;
  }
  const agents = new PatternAnalyser(checker, scope).molecules(over);
  if (agents === null) return unknownType;
  if (!checker.spatial.holds([over], scope)) {
    checker.sink.report("TDL5219", at(over.span), { statement: `What \`${aggregate}\` goes over` });
    return unknownType;
  }
  const type = checker.typeOf(value, scope, new Map(moleculeLocals(agents)));
  if (type.kind === "quantity" || type.kind === "vector" || type.kind === "unknown") return type;
  const values = { name: aggregate, expected: "a number or a vector", found: describeType(type) };
  checker.sink.report("TDL5206", at(value.span), values);
  return unknownType;
}
