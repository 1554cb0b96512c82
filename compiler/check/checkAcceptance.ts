/** Checks of what a surrogate must reach (`accept`) and keep (`keep`). */
import { nearestName } from "../../diagnostics/nearest.ts";
import type { Span } from "../../diagnostics/source.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Surrogate } from "../../grammar/syntax/surrogate.ts";
import { dimensionless } from "../../runtime/units/dimension.ts";
import type { Scope } from "../bind/scope.ts";
import { constantValue } from "./constantValue.ts";
import type { Typing } from "./typing.ts";

/** Measures with one argument, a value of the surrogate, and those with none. */
export const valueMeasures = ["nrmse", "nrmse_p99"] as const;
export const wholeMeasures = ["speedup", "conservation"] as const;

export interface AcceptanceCondition {
  readonly measure: string;
  readonly value: string | null;
  readonly isAtMost: boolean;
  readonly limit: number;
  readonly text: string;
}

/** `module`: what the surrogate stands for. */
export function checkAcceptance(
  surrogate: Surrogate,
  module: Scope,
  fileScope: Scope,
  checker: Typing,
): void {
  for (const condition of surrogate.accept?.conditions ?? [])
    readCondition(condition, surrogate, fileScope, checker);
  const heldOut = surrogate.accept?.heldOut ?? null;
  if (heldOut !== null) {
    checker.expect(heldOut, fileScope, dimensionless, "The part held out");
    const part = constantValue(checker.program, fileScope, heldOut);
    if (part === null || !(part > 0 && part < 0.9))
      wrong(heldOut.span, "The part held out", "between 0 and 90 %");
  }
  for (const kept of surrogate.keep) {
    const text = fileScope.file.text.slice(kept.span.start, kept.span.end);
    const isNonnegative = kept.kind === "reference" && pathText(kept.path) === "nonnegative";
    if (isNonnegative) continue;
    if (kept.kind === "call" && pathText(kept.callee) === "total" && kept.arguments.length === 1) {
      checkTotal(kept.arguments[0]);
      continue;
    }
    const name = kept.kind === "reference" || kept.kind === "call" ? text.replace(/\(.*/s, "") : text;
    wrong(
      kept.span,
      `What is kept (\`${text}\`)`,
      "`total(…)` or `nonnegative`, which hold by construction",
      nearestName(name, ["total", "nonnegative"]),
    );
  }

  /** Whether it is kept is seen in the reactions (compiler/surrogate/keptTotals.ts). */
  function checkTotal(of: Expression | undefined): void {
    if (of === undefined) return;
    const name = of.kind === "reference" ? pathText(of.path) : "";
    const symbol = name === "" ? null : module.lookup(name);
    if (symbol?.kind === "species" || symbol?.kind === "molecule" || module.isBroken(name)) return;
    const known = [...module.names()].filter((one) =>
      ["species", "molecule"].includes(module.lookup(one)?.kind ?? ""),
    );
    wrong(
      of.span,
      "What `total(…)` counts",
      `a species or a type of molecules of ${module.module?.name.text ?? "the module"}`,
      nearestName(name, known),
    );
  }

  function wrong(span: Span, what: string, expected: string, nearest: string | null = null): void {
    checker.sink.report("TDL7005", { file: fileScope.file, span }, { what, expected, nearest });
  }
}

/** The species and types of molecules whose totals `keep` names, with where. */
export function keptTotalNames({
  keep,
}: Surrogate): readonly { readonly name: string; readonly span: Span }[] {
  return keep.flatMap((kept) => {
    const of = kept.kind === "call" ? kept.arguments[0] : undefined;
    return of?.kind === "reference" ? [{ name: pathText(of.path), span: kept.span }] : [];
  });
}

/** Null after reporting what is wrong. */
export function readCondition(
  condition: Expression,
  surrogate: Surrogate,
  fileScope: Scope,
  checker: Typing,
): AcceptanceCondition | null {
  const text = fileScope.file.text.slice(condition.span.start, condition.span.end).replace(/\s+/g, " ");
  const wrong = (span: Span, what: string, expected: string, nearest: string | null = null): null => {
    checker.sink.report("TDL7005", { file: fileScope.file, span }, { what, expected, nearest });
    return null;
  };
  const isBounded = condition.kind === "binary" && [">=", "<=", ">", "<"].includes(condition.operator);
  if (!isBounded)
    return wrong(condition.span, "A condition of acceptance", "a bound such as `nrmse(active) <= 2 %`");
  const isAtMost = condition.operator === "<=" || condition.operator === "<";
  const { left, right } = condition;
  const all = [...valueMeasures, ...wholeMeasures];
  const measure =
    left.kind === "call" ? pathText(left.callee) : left.kind === "reference" ? pathText(left.path) : "";
  const isOfValue = (valueMeasures as readonly string[]).includes(measure);
  if (measure === "distribution")
    return wrong(
      left.span,
      "What is bounded",
      "a measure of what is built: distributions are not compared yet",
    );
  if (!(all as readonly string[]).includes(measure)) {
    const list = all.map((one) => `\`${one}\``).join(", ");
    return wrong(left.span, "What is bounded", `one of ${list}`, nearestName(measure, all));
  }
  checker.expect(right, fileScope, dimensionless, "The limit");
  const limit = constantValue(checker.program, fileScope, right);
  if (limit === null || !(limit > 0)) return wrong(right.span, "The limit", "a number above zero");
  if (isAtMost === (measure === "speedup"))
    return wrong(
      condition.span,
      `A bound of ${measure}`,
      measure === "speedup" ? "a least value" : "a largest value",
    );
  if (!isOfValue) return { measure, value: null, isAtMost, limit, text };
  const argument = left.kind === "call" ? left.arguments[0] : undefined;
  const value = argument?.kind === "reference" ? pathText(argument.path) : "";
  const values = [
    ...(surrogate.method?.retain ?? []),
    ...surrogate.outputs.flatMap(({ quantity, path }) => (quantity === "value" ? [path] : [])),
  ].map(pathText);
  if (!values.includes(value))
    return wrong(
      argument?.span ?? left.span,
      `The value of ${measure}`,
      "one that the surrogate retains or has as an output",
      nearestName(value, values),
    );
  return { measure, value, isAtMost, limit, text };
}
