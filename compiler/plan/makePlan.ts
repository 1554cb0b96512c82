/** Phase 6, plan: chooses the method and builds what it needs. */
import { changesBetweenEvents } from "../../runtime/engines/graph/ruleTraits.ts";
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { isMethodName, type MethodName } from "../../runtime/methods.ts";
import { dependencies } from "../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";
import type { FlatModel } from "../model/flatModel.ts";
import { displayIn } from "../model/displayUnit.ts";
import type { SpatialModel } from "../model/spatial.ts";
import { amountDimension } from "../../runtime/units/dimension.ts";
import { planAgents } from "./agents/planAgents.ts";
import { planGraph } from "./graph/planGraph.ts";
import { withRuleClasses } from "./graph/ruleClasses.ts";
import type { JumpPlan, Plan, PlanEvent, PlanState } from "./plan.ts";
import { planJumps } from "./planJumps.ts";
import { planOde } from "./planOde.ts";
import { findRoots } from "./roots.ts";
import { withSensitivities } from "./sensitivity/withSensitivities.ts";
import { type StateSpace, stateSpace } from "./stateSpace.ts";
import { fromTheRight } from "./triggerEdges.ts";

export function makePlan(model: FlatModel, requested: MethodName | null, sink: DiagnosticSink): Plan {
  const { method, reason } = chooseMethod(model, requested);
  const { graph } = model;
  const plainSpace = withFields(withMeasures(stateSpace(model), measureStates(model, method), model), model);
  const plain = { flat: model, space: plainSpace, events: planEvents(model, plainSpace) };
  const isPlain = model.experiment.sensitivities.length === 0;
  if (!isPlain && method !== "ode") refuseSensitivities(model, method, sink);
  const { flat, space, events } = isPlain || method !== "ode" ? plain : withSensitivities(plain, sink);
  // Beside growth, states that flows move are integrated by an implicit method of their own.
  const isBesideGrowth = method === "graph" && flat.flows.length > 0;
  const ode =
    method === "ode"
      ? planOde(flat, space)
      : isBesideGrowth
        ? planOde({ ...flat, reactions: [] }, space)
        : null;
  const triggers = events.map(({ trigger }) => trigger);
  const decidingOf = (right: readonly ExpressionId[]): ReturnType<typeof findRoots> =>
    findRoots(graph, flat.time, [...triggers, ...right]);
  const velocities = flat.reactions.map((reaction) =>
    space.inStates(reaction.rate.kind === "total" ? reaction.rate.velocity : reaction.rate.constant),
  );
  const flows = flat.flows.map(({ rate }) => space.inStates(rate));
  const agents = method === "network_free" ? planAgents(flat, space, [...triggers, ...flows], sink) : null;
  const spatial = method === "graph" ? (flat.spatial ?? noSpace) : null;
  const growth =
    spatial === null ? null : planGraph(flat, spatial, space, [...triggers, ...velocities, ...flows]);
  const { roots: found, schedule } = decidingOf([
    ...(method === "ode" ? (ode?.derivative ?? []) : velocities),
    ...flows,
    ...(agents?.rates ?? []).flatMap(({ rate }) => rate ?? []),
    ...(growth?.rules ?? []).flatMap(({ scale, weight }) => [scale, weight]),
  ]);
  // Conditions on attributes belong to single matches: the engine follows their rates.
  const roots = found.filter((root) => !readsAttributes(graph, root));
  const moving = new Set([
    ...(growth?.tables.measures ?? []).flatMap(({ state, varies }) => (varies ? [state] : [])),
    ...(growth?.tables.fields ?? []).map(({ state }) => state),
  ]);
  const jumps =
    agents !== null
      ? movingPart(flat, space, roots, agents.moving)
      : ["ssa", "tau", "hybrid"].includes(method) || growth !== null
        ? planJumps(flat, space, roots, moving)
        : null;
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
    treated: flat.experiment.treated.flatMap(({ species, as }) => {
      const state = space.stateOf({ kind: "species", index: species });
      return state === null ? [] : [{ state, as }];
    }),
    surrogates: flat.surrogates.map(({ leavings, outside, ...info }) => ({
      ...info,
      leavings: variableState(space, leavings),
      outside: variableState(space, outside),
    })),
    ode,
    jumps,
    agents,
    graph:
      growth === null || changesBetweenEvents({ ...growth.tables, reactionReads: [] }, jumps)
        ? growth
        : withRuleClasses(growth),
  };
}

function planEvents(flat: FlatModel, space: StateSpace): PlanEvent[] {
  return [
    ...space.clampEvents,
    ...flat.events.map((event) => ({
      name: event.name,
      trigger: fromTheRight(flat.graph, flat.time, space.inStates(event.trigger)),
      priority: space.inStates(event.priority),
      assignments: event.assignments.flatMap(({ target, value }) => {
        const state = space.stateOf(target);
        return state === null ? [] : [{ state, value: space.inStates(value) }];
      }),
      ...(event.stop === undefined ? {} : { stop: event.stop }),
    })),
  ];
}

/** Stochastic runs have no derivatives of their own. */
function refuseSensitivities(flat: FlatModel, method: MethodName, sink: DiagnosticSink): void {
  const [first] = flat.experiment.sensitivities;
  if (first === undefined) return;
  const { file, span } = first.origin;
  sink.report("TDL6016", { file, span }, { method });
}

function readsAttributes(graph: ExpressionGraph, id: ExpressionId): boolean {
  return [...dependencies(graph, id)].some((symbol) => graph.symbolInfo(symbol).kind === "attribute");
}

function withMeasures(space: StateSpace, measures: readonly PlanState[], flat: FlatModel): StateSpace {
  if (measures.length === 0) return space;
  const states = [...space.states, ...measures];
  const seeds = flat.structured?.seeds ?? [];
  // The number of a complex that an event sets is the measure that counts it.
  const stateOf: StateSpace["stateOf"] = (target) => {
    if (target.kind !== "complex") return space.stateOf(target);
    return states.findIndex(({ symbol }) => symbol === seeds[target.index]?.counted);
  };
  return { ...space, states, stateOf };
}

function variableState(space: StateSpace, variable: number | null): number {
  return variable === null ? -1 : (space.stateOf({ kind: "variable", index: variable }) ?? -1);
}

/** The amount in all cells of a field is a sum of parts of molecules. */
function withFields(space: StateSpace, { spatial, species }: FlatModel): StateSpace {
  const symbols = new Set((spatial?.fields ?? []).map((field) => species[field.species].symbol));
  if (symbols.size === 0) return space;
  const states = space.states.map((state) =>
    symbols.has(state.symbol) ? { ...state, discrete: false } : state,
  );
  return { ...space, states };
}

/** Measures are states that the engine writes. */
function measureStates(flat: FlatModel, method: MethodName): PlanState[] {
  const { graph, structured, spatial } = flat;
  const measures =
    method === "network_free" ? structured?.measures : method === "graph" ? spatial?.measures : undefined;
  return (measures ?? []).map(({ symbol, name }) => ({
    name,
    kind: "measure",
    symbol,
    initial: graph.number(0),
    display: displayIn("count", amountDimension),
    discrete: false,
  }));
}

/** A model of plain reactions on the graph engine. */
const noSpace: SpatialModel = {
  dimension: 0,
  depth: null,
  kT: null,
  types: [],
  rules: [],
  energies: [],
  motions: [],
  flows: [],
  measures: [],
  seeds: [],
  boundaries: [],
  fields: [],
  fieldReactions: [],
  sizes: [],
};

/** What changes between the events of a network-free run; null when nothing does. */
function movingPart(
  flat: FlatModel,
  space: StateSpace,
  roots: readonly ExpressionId[],
  moving: readonly number[],
): JumpPlan | null {
  const jumps = { ...planJumps({ ...flat, reactions: [] }, space, roots), varying: moving };
  const isMoving = moving.length + jumps.continuous.length + jumps.varyingRoots.length > 0;
  return isMoving ? jumps : null;
}

export function chooseMethod(
  flat: FlatModel,
  requested: MethodName | null,
): { method: MethodName; reason: string } {
  if (requested !== null) return { method: requested, reason: "named on the command line" };
  const own = flat.experiment.method;
  if (own !== null && isMethodName(own))
    return { method: own, reason: `named by the experiment ${flat.experiment.name}` };
  if (flat.spatial !== null) return { method: "graph", reason: "the model has molecules in space" };
  return { method: "ode", reason: "none is named; concentrations are followed deterministically by default" };
}
