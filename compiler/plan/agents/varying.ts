/** Whether a value changes while nothing happens, other than at scheduled times. */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { dependencies } from "../../expression/dependencies.ts";

/**
 * `moved`: symbols of what flows move. Time may stand in comparisons with constants: these change at the scheduled times only (see ../roots.ts),
 * where engines compute their rates anew.
 */
export function variesBetweenReactions(
  graph: ExpressionGraph,
  time: SymbolId,
  moved: ReadonlySet<SymbolId>,
  root: ExpressionId,
): boolean {
  const seen = new Set<ExpressionId>();
  const isConstant = (id: ExpressionId): boolean =>
    [...dependencies(graph, id)].every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
  const visit = (id: ExpressionId): boolean => {
    if (seen.has(id)) return false;
    seen.add(id);
    const node = graph.node(id);
    if (node.kind === "symbol") return node.symbol === time || moved.has(node.symbol);
    if (node.kind === "operation" && ["less", "lessEqual", "equal"].includes(node.operation)) {
      const [left, right] = node.operands;
      const isTime = (side: ExpressionId): boolean => side === graph.symbol(time);
      if ((isTime(left) && isConstant(right)) || (isTime(right) && isConstant(left))) return false;
    }
    return graph.operands(id).some(visit);
  };
  return visit(root);
}
