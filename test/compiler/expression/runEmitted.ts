/** Runs emitted statements with the runtime's functions in scope. */
import {
  type EmissionOptions,
  type EmissionRoot,
  emitAssignments,
} from "../../../compiler/expression/emitExpression.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../../compiler/expression/graph.ts";
import { unaryFunctions } from "../../../compiler/expression/operations.ts";
import { integerPower } from "../../../runtime/math/integerPower.ts";
import { fdPow } from "../../../runtime/math/pow.ts";

const scope: Readonly<Record<string, unknown>> = {
  fdPow,
  integerPower,
  ...Object.fromEntries(
    Object.values(unaryFunctions)
      .filter(({ callee }) => !callee.startsWith("Math."))
      .map(({ callee, value }) => [callee, value]),
  ),
};

/** Calls JavaScript text, whose values of symbols are in `v`, and returns its array `out`. */
export function runText(text: string, values: readonly number[]): readonly unknown[] {
  // oxlint-disable-next-line no-implied-eval, typescript/no-implied-eval -- running emitted code is the point
  const run = new Function(
    "v",
    ...Object.keys(scope),
    `"use strict"; const out = [];\n${text}\nreturn out;`,
  ) as (...values: readonly unknown[]) => readonly unknown[];
  return run(values, ...Object.values(scope));
}

/** Symbols are read as `v[id]`, local times of pulses are called `u<id>`. */
export function nameOf(graph: ExpressionGraph): (symbol: SymbolId) => string {
  return (symbol) => (graph.symbolInfo(symbol).kind === "local" ? `u${symbol}` : `v[${symbol}]`);
}

export function runEmitted(
  graph: ExpressionGraph,
  roots: readonly ExpressionId[],
  values: readonly number[],
  options: EmissionOptions = {},
): readonly unknown[] {
  const targets: EmissionRoot[] = roots.map((id, i) => ({ target: `out[${i}]`, id }));
  return runText(emitAssignments(graph, targets, nameOf(graph), options), values);
}
