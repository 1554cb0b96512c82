/** Replaces symbols by expressions, simplifying on the way. */
import { reachable } from "./dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "./graph.ts";

/**
 * The roots with every mapped symbol replaced at once (replacements are not substituted into). Local times of
 * pulses are bound and stay; a replacement must not mention them.
 */
export function substituteAll(
  graph: ExpressionGraph,
  roots: readonly ExpressionId[],
  replacements: ReadonlyMap<SymbolId, ExpressionId>,
): readonly ExpressionId[] {
  const images = new Map<ExpressionId, ExpressionId>();
  const imageOf = (id: ExpressionId): ExpressionId => images.get(id) ?? id;
  for (const id of reachable(graph, roots)) {
    const node = graph.node(id);
    if (node.kind === "symbol") {
      const replacement = replacements.get(node.symbol);
      if (replacement !== undefined) images.set(id, replacement);
    } else if (node.kind === "operation") {
      const operands = node.operands.map(imageOf);
      if (operands.some((operand, i) => operand !== node.operands[i]))
        images.set(id, graph.rebuild(node, operands));
    } else if (node.kind === "call") {
      const image = graph.call(node.callee, node.index, node.operands.map(imageOf));
      if (image !== id) images.set(id, image);
    } else if (node.kind === "sumOverPulses") {
      const [body, start, period, count, time] = node.operands;
      const image = graph.sumOverPulses({
        body: imageOf(body),
        start: imageOf(start),
        period: imageOf(period),
        count: imageOf(count),
        time: imageOf(time),
        localTime: node.localTime,
      });
      if (image !== id) images.set(id, image);
    }
  }
  return roots.map(imageOf);
}

export function substitute(
  graph: ExpressionGraph,
  root: ExpressionId,
  replacements: ReadonlyMap<SymbolId, ExpressionId>,
): ExpressionId {
  return substituteAll(graph, [root], replacements)[0] ?? root;
}
