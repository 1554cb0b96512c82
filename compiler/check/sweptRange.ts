/** Warns of a sweep that leaves the range of its parameter, which a run refuses (TDL4016). */
import type { Sweep } from "../../grammar/syntax/experiment.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import { resolvePath } from "../bind/resolve.ts";
import type { Scope } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import { rangeOfParameter } from "./declaredRange.ts";
import type { Typing } from "./typing.ts";

/** Units are converted by a few multiplications. */
const conversionError = 1e-12;

/** Reports the first value that lies outside; what lies between the ends of a swept range does so with them. */
export function checkSweptRange({ parameter, values }: Sweep, scope: Scope, checker: Typing): void {
  const { program, sink } = checker;
  const resolution = resolvePath(program, scope, parameter);
  const symbol =
    resolution.kind === "symbol" && resolution.symbol.kind === "param" ? resolution.symbol : null;
  const range = symbol === null ? null : rangeOfParameter(program, symbol);
  const bounds = symbol?.node.fields?.range ?? null;
  if (symbol === null || range === null || bounds === null) return;
  const slack = conversionError * Math.max(...range.map(Math.abs));
  for (const value of values.kind === "list" ? values.values : [values.low, values.high]) {
    const number = constantValue(program, scope, value);
    if (number === null || (number >= range[0] - slack && number <= range[1] + slack)) continue;
    const [low, high] = [bounds.low, bounds.high].map(({ span }) =>
      symbol.scope.file.text.slice(span.start, span.end),
    );
    sink.report(
      "TDL4016",
      { file: scope.file, span: value.span },
      {
        name: pathText(parameter),
        value: scope.file.text.slice(value.span.start, value.span.end),
        range: `${low} .. ${high}`,
      },
    );
    return;
  }
}
