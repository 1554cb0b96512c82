/**
 * Whether two expressions always have the same value, where they need not be written alike: numbers are compared at
 * points of several sizes, conditions term by term. `dot(unit(b - a), u)^2` is the same as `dot(unit(a - b), u)^2`.
 */
import { evaluate } from "../../expression/evaluate.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";

const scales = [1, 1, 0.1, 0.03, 0.01, 0.003];
const tolerance = 1e-9;

export function isSameValue(graph: ExpressionGraph, one: ExpressionId, other: ExpressionId): boolean {
  if (one === other) return true;
  const isBoolean = graph.isBoolean(one);
  if (isBoolean !== graph.isBoolean(other)) return false;
  return isBoolean ? isSameCondition(graph, one, other) : isSameNumber(graph, one, other);
}

function isSameNumber(graph: ExpressionGraph, one: ExpressionId, other: ExpressionId): boolean {
  let compared = 0;
  for (const [i, scale] of scales.entries()) {
    const valueOf = (symbol: SymbolId): number => scale * Math.sin(12.9898 * (symbol + 1) + 78.233 * (i + 1));
    const [a, b] = [evaluate(graph, one, valueOf), evaluate(graph, other, valueOf)];
    if (typeof a !== "number" || typeof b !== "number") return false;
    if (Number.isNaN(a) && Number.isNaN(b)) continue;
    if (!(Math.abs(a - b) <= tolerance * (Math.abs(a) + Math.abs(b)))) return false;
    compared++;
  }
  return compared > scales.length / 2;
}

/** Conjunctions and disjunctions of the same comparisons, in any order. */
function isSameCondition(graph: ExpressionGraph, one: ExpressionId, other: ExpressionId): boolean {
  if (one === other) return true;
  const [a, b] = [graph.node(one), graph.node(other)];
  if (a.kind !== "operation" || b.kind !== "operation" || a.operation !== b.operation) return false;
  if (a.operands.length !== b.operands.length) return false;
  if (a.operation === "and" || a.operation === "or") {
    const left = [...b.operands];
    return a.operands.every((term) => {
      const at = left.findIndex((candidate) => isSameCondition(graph, term, candidate));
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    });
  }
  return a.operands.every((operand, i) => isSameValue(graph, operand, b.operands[i]));
}
