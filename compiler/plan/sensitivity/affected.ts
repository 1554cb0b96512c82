/** Which states a parameter can move, and which states what is observed can hang on. All others have no sensitivity. */
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { TimedSystem } from "./timedSystem.ts";

/** The symbols of the states that can change when `sources` (parameters) do. */
export function affectedStates(system: TimedSystem, sources: ReadonlySet<SymbolId>): ReadonlySet<SymbolId> {
  const moved = new Set<SymbolId>(sources);
  const reads = (id: ExpressionId): boolean =>
    [...dependencies(system.graph, id)].some((symbol) => moved.has(symbol));
  const add = (state: number): void => {
    const symbol = system.states[state]?.symbol;
    if (symbol !== undefined) moved.add(symbol);
  };
  system.states.forEach(({ initial }, i) => {
    if (reads(initial)) add(i);
  });
  for (let before = -1; before !== moved.size; ) {
    before = moved.size;
    for (const { value, changes } of system.velocities)
      if (reads(value)) for (const { state } of changes) add(state);
    for (const { assignments } of system.events)
      for (const { state, value } of assignments) if (reads(value)) add(state);
  }
  return new Set([...moved].filter((symbol) => system.stateBySymbol.has(symbol)));
}

/** The symbols of the states on which the values hang, now or through what moves them. */
export function neededStates(system: TimedSystem, values: readonly ExpressionId[]): ReadonlySet<SymbolId> {
  const { graph, stateBySymbol, states } = system;
  const needed = new Set<SymbolId>();
  const need = (id: ExpressionId): void => {
    for (const symbol of dependencies(graph, id)) if (stateBySymbol.has(symbol)) needed.add(symbol);
  };
  const isNeeded = (state: number): boolean => {
    const symbol = states[state]?.symbol;
    return symbol !== undefined && needed.has(symbol);
  };
  values.forEach(need);
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    for (const { value, changes } of system.velocities)
      if (changes.some(({ state }) => isNeeded(state))) need(value);
    for (const { assignments } of system.events)
      for (const { state, value } of assignments) if (isNeeded(state)) need(value);
  }
  return needed;
}
