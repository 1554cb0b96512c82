/** Common subexpressions: what code that evaluates all the roots should compute once. */
import { reachable } from "./dependencies.ts";
import type { ExpressionGraph, ExpressionId } from "./graph.ts";

/** The operations that are used more than once, in dependency order; a root counts as a use. */
export function collectShared(
  graph: ExpressionGraph,
  roots: readonly ExpressionId[],
): readonly ExpressionId[] {
  const uses = new Map<ExpressionId, number>();
  const nodes = reachable(graph, roots);
  for (const id of roots) uses.set(id, (uses.get(id) ?? 0) + 1);
  for (const id of nodes) {
    for (const operand of graph.operands(id)) uses.set(operand, (uses.get(operand) ?? 0) + 1);
  }
  return nodes.filter((id) => (uses.get(id) ?? 0) > 1 && graph.operands(id).length > 0);
}
