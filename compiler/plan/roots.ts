/**
 * Root functions: left minus right side of every comparison that decides something (a trigger, a condition
 * inside a rate or a flow), and the times at which a comparison of `time` with a constant changes.
 *
 * Comparisons that only involve time and parameters become scheduled times, which engines hit exactly.
 */
import { dependencies, reachable } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import type { PlanSchedule } from "./plan.ts";

export interface Roots {
  readonly roots: readonly ExpressionId[];
  readonly schedule: readonly PlanSchedule[];
}

const comparisons: ReadonlySet<string> = new Set(["less", "lessEqual", "equal"]);

export function findRoots(graph: ExpressionGraph, time: SymbolId, deciding: readonly ExpressionId[]): Roots {
  const roots = new Set<ExpressionId>();
  const schedule: PlanSchedule[] = [];
  const scheduled = new Set<ExpressionId>();
  for (const id of reachable(graph, deciding)) {
    const node = graph.node(id);
    if (node.kind !== "operation" || !comparisons.has(node.operation)) continue;
    const [left, right] = node.operands;
    if (left === undefined || right === undefined) continue;
    const isTime = (side: ExpressionId): boolean => side === graph.symbol(time);
    const isConstant = (side: ExpressionId): boolean =>
      [...dependencies(graph, side)].every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
    const threshold =
      isTime(left) && isConstant(right) ? right : isTime(right) && isConstant(left) ? left : null;
    if (threshold !== null) {
      if (!scheduled.has(threshold)) {
        schedule.push({ start: threshold, period: graph.number(0), count: graph.number(1) });
        scheduled.add(threshold);
      }
      continue;
    }
    if (isConstant(left) && isConstant(right)) continue;
    if ([...dependencies(graph, id)].some((symbol) => graph.symbolInfo(symbol).kind === "local")) continue;
    roots.add(graph.subtract(left, right));
  }
  return { roots: [...roots], schedule };
}
