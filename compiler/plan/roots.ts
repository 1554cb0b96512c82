/**
 * Root functions: left minus right side of every comparison that decides something (a trigger, a condition
 * inside a rate or a flow), and the times at which a comparison of `time` with a constant changes.
 *
 * Comparisons that only involve time and parameters become scheduled times, which engines hit exactly; so do
 * those of the local time of a pulse, once a pulse.
 */
import { dependencies, reachable } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId, PulseSumNode, SymbolId } from "../expression/graph.ts";
import type { FlatSchedule } from "../model/flatModel.ts";

export interface Roots {
  readonly roots: readonly ExpressionId[];
  readonly schedule: readonly FlatSchedule[];
}

const comparisons: ReadonlySet<string> = new Set(["less", "lessEqual", "equal"]);

export function findRoots(graph: ExpressionGraph, time: SymbolId, deciding: readonly ExpressionId[]): Roots {
  const roots = new Set<ExpressionId>();
  const schedule: FlatSchedule[] = [];
  const scheduled = new Set<ExpressionId>();
  for (const id of reachable(graph, deciding)) {
    const node = graph.node(id);
    if (node.kind === "sumOverPulses") schedule.push(...pulseThresholds(graph, node));
    if (node.kind !== "operation" || !comparisons.has(node.operation)) continue;
    const [left, right] = node.operands;
    if (left === undefined || right === undefined) continue;
    const threshold = thresholdOf(graph, time, left, right);
    if (threshold !== null) {
      if (!scheduled.has(threshold)) {
        schedule.push({ start: threshold, period: graph.number(0), count: graph.number(1) });
        scheduled.add(threshold);
      }
      continue;
    }
    if (isConstant(graph, left) && isConstant(graph, right)) continue;
    if ([...dependencies(graph, id)].some((symbol) => graph.symbolInfo(symbol).kind === "local")) continue;
    roots.add(graph.subtract(left, right));
  }
  return { roots: [...roots], schedule };
}

/**
 * In periods. The local time is a rounded difference, so a comparison of it changes some roundings before or
 * after the time that is computed for it: engines stop on both sides, with the change in between.
 */
const thresholdRoom = 1e-11;

/** When the comparisons of each pulse's local time with constants change. */
function pulseThresholds(graph: ExpressionGraph, pulses: PulseSumNode): FlatSchedule[] {
  const [body, start, period, count] = pulses.operands;
  const thresholds = new Set<ExpressionId>();
  for (const id of reachable(graph, [body])) {
    const node = graph.node(id);
    if (node.kind !== "operation" || !comparisons.has(node.operation)) continue;
    const [left, right] = node.operands;
    if (left === undefined || right === undefined) continue;
    const threshold = thresholdOf(graph, pulses.localTime, left, right);
    if (threshold !== null) thresholds.add(threshold);
  }
  const room = graph.multiply([graph.number(thresholdRoom), period]);
  return [...thresholds].flatMap((threshold) => {
    const at = graph.add([start, threshold]);
    return [graph.subtract(at, room), graph.add([at, room])].map((bound) => ({
      start: bound,
      period,
      count,
    }));
  });
}

/** The constant that a comparison of a time compares it with; null for other comparisons. */
function thresholdOf(
  graph: ExpressionGraph,
  time: SymbolId,
  left: ExpressionId,
  right: ExpressionId,
): ExpressionId | null {
  const now = graph.symbol(time);
  if (left === now && isConstant(graph, right)) return right;
  return right === now && isConstant(graph, left) ? left : null;
}

function isConstant(graph: ExpressionGraph, side: ExpressionId): boolean {
  return [...dependencies(graph, side)].every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
}
