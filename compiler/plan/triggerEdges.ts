/**
 * Conditions on time as triggers read them: at the very threshold, what holds right after it.
 *
 * Engines stop exactly at a threshold of `time` that is known before the run and look at the triggers there.
 * `time > 1 s` is false at that instant and true ever after; read from the right it becomes true at 1 s.
 */
import { dependencies, reachable } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";

/** `time > c` becomes `time >= c` and `time <= c` becomes `time < c`, for every c that only uses parameters. */
export function fromTheRight(graph: ExpressionGraph, time: SymbolId, trigger: ExpressionId): ExpressionId {
  const now = graph.symbol(time);
  const images = new Map<ExpressionId, ExpressionId>();
  const isKnown = (id: ExpressionId): boolean =>
    [...dependencies(graph, id)].every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
  for (const id of reachable(graph, [trigger])) {
    const node = graph.node(id);
    if (node.kind !== "operation") continue;
    const [left, right] = node.operands;
    if (left !== undefined && right !== undefined) {
      if (node.operation === "less" && right === now && isKnown(left)) {
        images.set(id, graph.lessEqual(left, right));
        continue;
      }
      if (node.operation === "lessEqual" && left === now && isKnown(right)) {
        images.set(id, graph.less(left, right));
        continue;
      }
    }
    const operands = node.operands.map((operand) => images.get(operand) ?? operand);
    if (operands.some((operand, i) => operand !== node.operands[i]))
      images.set(id, graph.rebuild(node, operands));
  }
  return images.get(trigger) ?? trigger;
}
