/**
 * Splits the hazard of a match into a factor that all matches of the rule share (it depends on amounts, time and
 * parameters) and a weight of the single match (it depends on attributes), so that a change of an amount updates
 * one number a rule and not one a match.
 */
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";

export interface SplitRate {
  readonly scale: ExpressionId;
  readonly weight: ExpressionId;
}

/** `hazard` = scale * weight, where only the weight depends on `own`. */
export function splitRate(
  graph: ExpressionGraph,
  hazard: ExpressionId,
  own: ReadonlySet<SymbolId>,
): SplitRate {
  const shared: ExpressionId[] = [];
  const single: ExpressionId[] = [];
  const isOwn = (id: ExpressionId): boolean => [...dependencies(graph, id)].some((symbol) => own.has(symbol));
  const take = (id: ExpressionId, below: boolean): void => {
    const node = graph.node(id);
    if (node.kind === "operation" && isOwn(id)) {
      const [first, second] = node.operands;
      if (node.operation === "multiply") {
        for (const operand of node.operands) take(operand, below);
        return;
      }
      if (node.operation === "negate") {
        shared.push(graph.number(-1));
        take(first, below);
        return;
      }
      if (node.operation === "divide") {
        take(first, below);
        take(second, !below);
        return;
      }
    }
    const factor = below ? graph.divide(graph.number(1), id) : id;
    (isOwn(id) ? single : shared).push(factor);
  };
  take(hazard, false);
  return { scale: graph.multiply(shared), weight: graph.multiply(single) };
}
