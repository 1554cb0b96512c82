/**
 * States and clamps: which quantities evolve, and what stands for those that a stimulus sets.
 *
 * A clamp without a window replaces its quantity everywhere. A clamp with a window does so inside it; the
 * state stands still meanwhile and goes on from the clamp's last value, which an event at the window's end
 * puts there.
 */
import type { ExpressionId, SymbolId } from "../expression/graph.ts";
import { dependencies } from "../expression/dependencies.ts";
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
  const clampsOf = new Map<SymbolId, FlatClamp[]>();
  for (const clamp of flat.clamps) {
    const symbol = symbolOf(flat, clamp.target);
    clampsOf.set(symbol, [...(clampsOf.get(symbol) ?? []), clamp]);
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
  const holds = new Map<number, ExpressionId>();
  for (const { clamp, symbol } of windowed) {
    const inside = insideOf(clamp);
    const state = stateIndex.get(symbol);
    if (state === undefined || inside === null) continue;
    const other = holds.get(state);
    holds.set(state, other === undefined ? inside : graph.or([other, inside]));
  }
  /** What stands for each clamped quantity; what it reads of other clamped ones is replaced first. */
  const replacement = new Map<SymbolId, ExpressionId>();
  const resolve = (symbol: SymbolId): void => {
    if (replacement.has(symbol)) return;
    let image = graph.symbol(symbol);
    for (const clamp of clampsOf.get(symbol) ?? []) {
      for (const read of dependencies(graph, clamp.value)) if (clampsOf.has(read)) resolve(read);
      const value = substitute(graph, clamp.value, replacement);
      const inside = insideOf(clamp);
      image = inside === null ? value : graph.conditional(inside, value, image);
    }
    replacement.set(symbol, image);
  };
  for (const symbol of clampsOf.keys()) resolve(symbol);
  const inStates = (id: ExpressionId): ExpressionId => substitute(graph, id, replacement);

  function insideOf({ window }: FlatClamp): ExpressionId | null {
    if (window === null) return null;
    return graph.and([graph.greaterEqual(time, window.from), graph.less(time, window.until)]);
  }
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
  if (target.kind === "complex") throw new Error("a complex is no state of a network");
  const entry = target.kind === "species" ? flat.species[target.index] : flat.variables[target.index];
  if (entry === undefined) throw new Error(`no ${target.kind} ${target.index}`);
  return entry.symbol;
}
