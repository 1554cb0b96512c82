/** Where an experiment wants a quantity of whatever dimension. */
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Scope } from "../bind/scope.ts";
import { noLocals } from "./locals.ts";
import type { Typing } from "./typing.ts";
import { describeType } from "./valueType.ts";

/** Reports a condition; `what` begins the sentence. */
export function expectNumber(value: Expression, what: string, scope: Scope, checker: Typing): void {
  const type = checker.typeOf(value, scope, noLocals);
  if (type.kind !== "boolean") return;
  const location = { file: scope.file, span: value.span };
  checker.sink.report("TDL4003", location, { what, expected: "a quantity", found: describeType(type) });
}
