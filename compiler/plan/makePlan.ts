/** Phase 6, plan: chooses the method and builds what it needs. */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { MethodName } from "../../runtime/model.ts";
import type { ExpressionId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import type { Plan, PlanEvent } from "./plan.ts";
import { planJumps } from "./planJumps.ts";
import { planOde } from "./planOde.ts";
import { findRoots } from "./roots.ts";
import { stateSpace } from "./stateSpace.ts";
import { fromTheRight } from "./triggerEdges.ts";

export function makePlan(flat: FlatModel, requested: MethodName | null, sink: DiagnosticSink): Plan {
  void sink;
  const { method, reason } = chooseMethod(flat, requested);
  const { graph } = flat;
  const space = stateSpace(flat);
  const events: PlanEvent[] = [
    ...space.clampEvents,
    ...flat.events.map((event) => ({
      name: event.name,
      trigger: fromTheRight(graph, flat.time, space.inStates(event.trigger)),
      priority: space.inStates(event.priority),
      assignments: event.assignments.flatMap(({ target, value }) => {
        const state = space.stateOf(target);
        return state === null ? [] : [{ state, value: space.inStates(value) }];
      }),
    })),
  ];
  const ode = method === "ode" ? planOde(flat, space) : null;
  const triggers = events.map(({ trigger }) => trigger);
  const decidingOf = (right: readonly ExpressionId[]): ReturnType<typeof findRoots> =>
    findRoots(graph, flat.time, [...triggers, ...right]);
  const velocities = flat.reactions.map((reaction) =>
    space.inStates(reaction.rate.kind === "total" ? reaction.rate.velocity : reaction.rate.constant),
  );
  const flows = flat.flows.map(({ rate }) => space.inStates(rate));
  const { roots, schedule } = decidingOf([...(ode?.derivative ?? velocities), ...flows]);
  const jumps = method === "ssa" ? planJumps(flat, space, roots) : null;
  return {
    flat,
    method,
    methodReason: reason,
    states: space.states,
    observables: flat.observables.map(({ value }) => space.inStates(value)),
    events,
    roots,
    schedule: [...flat.schedule, ...schedule],
    derived: [],
    ode,
    jumps,
    notices: [],
  };
}

function chooseMethod(flat: FlatModel, requested: MethodName | null): { method: MethodName; reason: string } {
  if (requested !== null) return { method: requested, reason: "named on the command line" };
  const own = flat.experiment.method;
  if (own === "ode" || own === "ssa")
    return { method: own, reason: `named by the experiment ${flat.experiment.name}` };
  return { method: "ode", reason: "none is named; concentrations are followed deterministically by default" };
}
