/** Checks of `sensitivity`: derivatives of quantities by parameters, each asked for once. */
import { pathText } from "../../grammar/syntax/common.ts";
import type { Sensitivity } from "../../grammar/syntax/experiment.ts";
import { sensitivityColumn } from "../model/sensitivityColumn.ts";
import { describeKind } from "../bind/bind.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { symbolOf } from "./symbolOf.ts";
import { expectNumber } from "./expectNumber.ts";
import type { Typing } from "./typing.ts";

/** `columns` are those that earlier statements have asked for; what this one asks for is added. */
export function checkSensitivity(
  { values, parameters, isRelative }: Sensitivity,
  scope: Scope,
  checker: Typing,
  columns: Set<string>,
): void {
  for (const value of values) expectNumber(value, "What has a sensitivity", scope, checker);
  for (const path of parameters) {
    const location = { file: scope.file, span: path.span };
    const symbol = symbolOf(checker, resolvePath(checker.program, scope, path), scope);
    if (symbol === null) continue;
    const name = pathText(path);
    if (symbol.kind !== "param" && symbol.kind !== "input") {
      checker.sink.report("TDL6015", location, { name, reason: `it is ${describeKind(symbol)}` });
      continue;
    }
    for (const value of values) {
      const of = scope.file.text.slice(value.span.start, value.span.end).replace(/\s+/g, " ");
      const column = sensitivityColumn({ of, to: name, isRelative });
      if (columns.has(column))
        checker.sink.report("TDL6015", location, { name, reason: `that of ${of} is asked for twice` });
      columns.add(column);
    }
  }
}
