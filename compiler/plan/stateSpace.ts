/**
 * States and clamps: which quantities evolve, and what stands for those that a stimulus sets.
 *
 * A clamp without a window replaces its quantity everywhere. A clamp with a window does so inside it; the
 * state stands still meanwhile and goes on from the clamp's last value, which an event at the window's end
 * puts there.
 */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../expression/graph.ts";
import { substitute } from "../expression/substitute.ts";
import { amountDimension, equalDimensions } from "../../runtime/units/dimension.ts";
import { usualDisplay } from "../model/displayUnit.ts";
import type { FlatClamp, FlatModel, StateTarget } from "../model/flatModel.ts";
import type { PlanEvent, PlanState } from "./plan.ts";

export interface StateSpace {
  readonly states: readonly PlanState[];
  readonly stateOf: (target: StateTarget) => number | null;
  /** Rewrites an expression of the flat model in terms of states. */
  readonly inStates: (id: ExpressionId) => ExpressionId;
  /** The condition under which a state stands still; null when never. */
  readonly holds: ReadonlyMap<number, ExpressionId>;
  readonly clampEvents: readonly PlanEvent[];
}

export function stateSpace(flat: FlatModel): StateSpace {
  const { graph } = flat;
  const always = new Map<SymbolId, ExpressionId>();
  const windowed: { clamp: FlatClamp; symbol: SymbolId }[] = [];
  for (const clamp of flat.clamps) {
    const symbol = symbolOf(flat, clamp.target);
    if (clamp.window === null) always.set(symbol, clamp.value);
    else windowed.push({ clamp, symbol });
  }
  const moved = new Set(flat.flows.map(({ target }) => symbolOf(flat, target)));
  const states: PlanState[] = [];
  const stateIndex = new Map<SymbolId, number>();
  const add = (state: PlanState): void => {
    stateIndex.set(state.symbol, states.length);
    states.push(state);
  };
  for (const { name, symbol, initial, display, holds, isReservoir } of flat.species) {
    if (always.has(symbol)) continue;
    const discrete = !moved.has(symbol) && holds === "amount" && !isReservoir;
    // A state that is an amount is not in the unit of a concentration, whatever its species is shown in.
    const isShownHeld = holds === "concentration" || equalDimensions(display.dimension, amountDimension);
    add({
      name,
      kind: "species",
      symbol,
      initial,
      display: isShownHeld ? display : usualDisplay(amountDimension),
      discrete,
    });
  }
  for (const { name, kind, symbol, initial, display } of flat.variables) {
    if (!always.has(symbol)) add({ name, kind, symbol, initial, display, discrete: false });
  }
  const time = graph.symbol(flat.time);
  const replacement = new Map(always);
  const holds = new Map<number, ExpressionId>();
  for (const { clamp, symbol } of windowed) {
    if (clamp.window === null) continue;
    const inside = graph.and([
      graph.greaterEqual(time, clamp.window.from),
      graph.less(time, clamp.window.until),
    ]);
    const before = replacement.get(symbol) ?? graph.symbol(symbol);
    replacement.set(symbol, graph.conditional(inside, clamp.value, before));
    const state = stateIndex.get(symbol);
    if (state !== undefined) {
      const other = holds.get(state);
      holds.set(state, other === undefined ? inside : graph.or([other, inside]));
    }
  }
  const inStates = (id: ExpressionId): ExpressionId => settle(graph, id, always, replacement);
  const clampEvents: PlanEvent[] = [];
  for (const { clamp, symbol } of windowed) {
    const state = stateIndex.get(symbol);
    if (clamp.window === null || state === undefined) continue;
    clampEvents.push({
      name: `end of the stimulus on ${graph.symbolInfo(symbol).name}`,
      trigger: graph.greaterEqual(time, clamp.window.until),
      // Before the model's own events at the same instant.
      priority: graph.number(Number.MAX_VALUE),
      assignments: [{ state, value: inStates(clamp.value) }],
    });
  }
  return {
    states,
    stateOf: (target) => stateIndex.get(symbolOf(flat, target)) ?? null,
    inStates,
    holds,
    clampEvents,
  };
}

function symbolOf(flat: FlatModel, target: StateTarget): SymbolId {
  const entry = target.kind === "species" ? flat.species[target.index] : flat.variables[target.index];
  if (entry === undefined) throw new Error(`no ${target.kind} ${target.index}`);
  return entry.symbol;
}

/** Clamped values may refer to other clamped quantities: the permanent ones are replaced to the end. */
function settle(
  graph: ExpressionGraph,
  id: ExpressionId,
  always: ReadonlyMap<SymbolId, ExpressionId>,
  replacement: ReadonlyMap<SymbolId, ExpressionId>,
): ExpressionId {
  let result = substitute(graph, id, replacement);
  for (let depth = 0; depth < always.size; depth++) {
    const next = substitute(graph, result, always);
    if (next === result) break;
    result = next;
  }
  return result;
}
