/** What an expression depends on. */
import type { ExpressionGraph, ExpressionId, SymbolId } from "./graph.ts";

/** Every node that the roots use, themselves included, in ascending order: operands before their users. */
export function reachable(graph: ExpressionGraph, roots: readonly ExpressionId[]): ExpressionId[] {
  const seen = new Set<ExpressionId>(roots);
  const open = [...seen];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const operand of graph.operands(id)) {
      if (!seen.has(operand)) {
        seen.add(operand);
        open.push(operand);
      }
    }
  }
  return [...seen].toSorted((a, b) => a - b);
}

/** The symbols that the value depends on; local times of pulses, being bound, are not among them. */
export function dependencies(graph: ExpressionGraph, root: ExpressionId): ReadonlySet<SymbolId> {
  const symbols = new Set<SymbolId>();
  const bound = new Set<SymbolId>();
  for (const id of reachable(graph, [root])) {
    const node = graph.node(id);
    if (node.kind === "symbol") symbols.add(node.symbol);
    if (node.kind === "sumOverPulses") bound.add(node.localTime);
  }
  for (const symbol of bound) symbols.delete(symbol);
  return symbols;
}
