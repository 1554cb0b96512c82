/** A deterministic model as its sensitivities see it: what moves each state, and what events put into it. */
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import type { Origin } from "../../model/origin.ts";
import type { FlatModel } from "../../model/flatModel.ts";
import type { PlanEvent, PlanState } from "../plan.ts";
import { deterministicVelocity, stateChanges } from "../planOde.ts";
import type { StateSpace } from "../stateSpace.ts";

export interface Velocity {
  /** Per second, in terms of states. */
  readonly value: ExpressionId;
  readonly changes: readonly { readonly state: number; readonly amount: number }[];
  readonly origin: Origin;
}

export interface TimedSystem {
  readonly graph: ExpressionGraph;
  readonly time: SymbolId;
  readonly states: readonly PlanState[];
  readonly stateBySymbol: ReadonlyMap<SymbolId, number>;
  readonly velocities: readonly Velocity[];
  readonly events: readonly PlanEvent[];
}

export function timedSystem(flat: FlatModel, space: StateSpace, events: readonly PlanEvent[]): TimedSystem {
  const velocities = [
    ...flat.reactions.map((reaction) => ({
      value: space.inStates(deterministicVelocity(flat, reaction)),
      changes: stateChanges(flat, space, reaction),
      origin: reaction.origin,
    })),
    ...flat.flows.map(({ target, rate, origin }) => {
      const state = space.stateOf(target);
      return {
        value: space.inStates(rate),
        changes: state === null ? [] : [{ state, amount: 1 }],
        origin,
      };
    }),
  ];
  return {
    graph: flat.graph,
    time: flat.time,
    states: space.states,
    stateBySymbol: new Map(space.states.map(({ symbol }, i) => [symbol, i])),
    velocities: velocities.filter(({ changes }) => changes.length > 0),
    events,
  };
}
