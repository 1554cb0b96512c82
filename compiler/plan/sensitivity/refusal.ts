/**
 * Where derivatives along the smooth pieces are not the derivatives of the run: something happens at a time that
 * itself moves with the parameter, and the state or its slope jumps there.
 */
import { dependencies, reachable } from "../../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { FlatSchedule } from "../../model/flatModel.ts";
import type { TimedSystem } from "./timedSystem.ts";

const jumping: ReadonlySet<string> = new Set(["less", "lessEqual", "equal", "floor", "ceil", "round"]);

/**
 * Why sensitivities can not be computed, to end a sentence with; null when they can.
 * @param parameters those that move
 * @param moved the states that move with them
 */
export function refusalOf(
  system: TimedSystem,
  schedule: readonly FlatSchedule[],
  parameters: ReadonlySet<SymbolId>,
  moved: ReadonlySet<SymbolId>,
): string | null {
  const { graph } = system;
  /** A parameter alone makes nothing happen during a run. */
  const happensElsewhen = (id: ExpressionId): boolean => {
    const read = [...dependencies(graph, id)];
    if (read.some((symbol) => moved.has(symbol))) return true;
    const isConstant = read.every((symbol) => graph.symbolInfo(symbol).kind === "parameter");
    return !isConstant && read.some((symbol) => parameters.has(symbol));
  };
  for (const { name, trigger, priority, assignments } of system.events) {
    if (assignments.length > 0 && (happensElsewhen(trigger) || happensElsewhen(priority)))
      return `when ${/^(the )?(event|end)\b/.test(name) ? name : `the event ${name}`} happens depends on it`;
  }
  for (const { start, period, count } of schedule) {
    const isMoved = [start, period, count].some((id) =>
      [...dependencies(graph, id)].some((symbol) => parameters.has(symbol)),
    );
    if (isMoved) return "when a stimulus begins or ends depends on it";
  }
  const deciding = system.velocities.map(({ value }) => value);
  for (const id of reachable(graph, deciding)) {
    const node = graph.node(id);
    if (node.kind === "call") {
      if (node.operands.some(happensElsewhen))
        return "a rate comes from a table that has one derivative only";
    } else if (node.kind === "sumOverPulses") {
      const times = node.operands.slice(1, 4);
      if (times.some((one) => [...dependencies(graph, one)].some((symbol) => parameters.has(symbol))))
        return "when a stimulus begins or ends depends on it";
    } else if (node.kind === "operation" && jumping.has(node.operation) && happensElsewhen(id)) {
      return "a rate changes where a condition or a rounding in it does, and when that is depends on it";
    }
  }
  return null;
}
