/** A spatial rule for the graph engine: what it rewrites as tables, its hazard and what it sets as expressions. */
import { dependencies } from "../../expression/dependencies.ts";
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";
import type { SpatialRule } from "../../model/spatial.ts";
import type { CreatedAgent, RuleAction } from "../../model/structured.ts";
import type { GraphAction, GraphRule } from "../../../runtime/graphModel.ts";
import { stateChanges } from "../planOde.ts";
import type { GraphRulePlan } from "../plan.ts";
import { identicalOrders, reactionOrder } from "../rateFactor.ts";
import type { PlacedPatterns } from "./fragmentTable.ts";
import type { GraphContext } from "./graphContext.ts";
import { spatialRuleAutomorphisms } from "./spatialSymmetry.ts";
import { splitRate } from "./splitRate.ts";

export function planSpatialRule(
  context: GraphContext,
  rule: SpatialRule,
): { readonly table: GraphRule; readonly plan: GraphRulePlan } {
  const { flat, space, fragments } = context;
  const { graph } = flat;
  const placed = fragments.place(rule.patterns);
  const agents = rule.patterns.flatMap((pattern) => pattern.agents);
  const own = new Set(rule.reads.map(({ symbol }) => symbol));
  const hazard = matchHazard(context, rule);
  const split = splitRate(graph, hazard, own);
  const condition = rule.condition === null ? null : space.inStates(rule.condition);
  const isShared = condition !== null && !readsAny(graph, condition, own);
  const zero = graph.number(0);
  const scale = isShared ? graph.conditional(condition, split.scale, zero) : split.scale;
  const weight =
    condition === null || isShared ? split.weight : graph.conditional(condition, split.weight, zero);
  const weightDepends = dependencies(graph, weight);
  const weightReads = rule.reads.filter(({ symbol }) => weightDepends.has(symbol));
  const varies =
    context.variesInTime(weight) ||
    weightReads.some(({ agent, slot }) => context.attributeVaries(agents[agent].type, slot));
  const changes = stateChanges(flat, space, {
    name: rule.name,
    reactants: rule.consumed,
    products: rule.produced,
    rate: { kind: "total", velocity: zero },
    origin: rule.origin,
  });
  const reactants = rule.consumed.flatMap(({ species, count }) => {
    const state = space.stateOf({ kind: "species", index: species });
    const entry = flat.species[species];
    const isCounted = state !== null && entry?.holds === "amount" && !entry.isReservoir;
    return isCounted ? [{ state, multiplicity: count }] : [];
  });
  const table: GraphRule = {
    name: rule.name,
    fragments: placed.fragments,
    divisor: spatialRuleAutomorphisms(graph, rule),
    isTotal: rule.rate.kind === "total",
    created: rule.created.map(({ type, states }: CreatedAgent) => ({ type, states })),
    actions: rule.actions.map((action) => placedAction(action, placed)),
    reactants,
    changes,
    apart: rule.patterns.length === 2 && !rule.anywhere,
    mayCollide: mayCollide(rule, placed),
    proximity: context.proximity(rule.proximity, placed),
    weights: varies ? "varying" : graph.numberValue(weight) === 1 ? "uniform" : "fixed",
    weightReads: weightReads.map(({ agent, slot }) => ({ agent: placed.agent(agent), slot })),
    scaleReads: [...context.statesRead([scale])],
    weightReadsStates: [...context.statesRead([weight])],
    scaleVaries: context.variesInTime(scale),
    fieldChanges: fieldChanges(context, rule, placed),
    writes: rule.sets.map(({ agent, slot }) => ({ agent: placed.agent(agent), slot })),
  };
  return {
    table,
    plan: {
      scale,
      weight,
      reads: context.places(rule.reads, placed),
      draws: rule.draws.map((draw) => context.drawInStates(draw)),
      sets: rule.sets.map(({ agent, slot, value }) => ({
        agent: placed.agent(agent),
        slot,
        value: space.inStates(value),
      })),
    },
  };
}

/**
 * Mass action of the plain reactants times the constant: a connected pattern is an individual, and two that need not
 * be near each other meet like dissolved molecules.
 */
function matchHazard(context: GraphContext, rule: SpatialRule): ExpressionId {
  const { flat, space } = context;
  const { graph } = flat;
  if (rule.rate.kind === "total") return space.inStates(rule.rate.velocity);
  const { constant, size } = rule.rate;
  const individuals = rule.proximity === null ? rule.patterns.length : 1;
  const power = reactionOrder(rule.consumed) + individuals - 1;
  const factors = [constant];
  for (const { species, count } of rule.consumed) {
    const { amount, isReservoir, size: own } = flat.species[species];
    const local = rule.fieldPlace?.concentrations.find((one) => one.species === species);
    if (local !== undefined && own !== null) {
      // The amount that there would be, were it everywhere as it is there.
      factors.push(local.value, own);
      continue;
    }
    for (let i = 0; i < count; i++)
      factors.push(isReservoir ? amount : graph.subtract(amount, graph.number(i)));
  }
  const divisor: ExpressionId[] = [graph.number(identicalOrders(rule.consumed))];
  if (size !== null && power > 0) divisor.push(graph.power(size, graph.number(power)));
  if (size !== null && power < 0) factors.push(size);
  return space.inStates(graph.divide(graph.multiply(factors), graph.multiply(divisor)));
}

function fieldChanges(
  context: GraphContext,
  { consumed, produced, fieldPlace }: SpatialRule,
  placed: PlacedPatterns,
): GraphRule["fieldChanges"] {
  if (fieldPlace === null) return [];
  return netChanges(consumed, produced).flatMap(({ species, amount }) => {
    const field = context.fieldOf(species);
    return field < 0 ? [] : [{ field, agent: placed.agent(fieldPlace.agent), amount }];
  });
}

/** What a rule adds to each species that it does not leave as it is. */
export function netChanges(
  consumed: SpatialRule["consumed"],
  produced: SpatialRule["produced"],
): readonly { readonly species: number; readonly amount: number }[] {
  const net = new Map<number, number>();
  for (const { species, count } of consumed) net.set(species, (net.get(species) ?? 0) - count);
  for (const { species, count } of produced) net.set(species, (net.get(species) ?? 0) + count);
  return [...net].flatMap(([species, amount]) => (amount === 0 ? [] : [{ species, amount }]));
}

function readsAny(graph: ExpressionGraph, id: ExpressionId, own: ReadonlySet<number>): boolean {
  return [...dependencies(graph, id)].some((symbol) => own.has(symbol));
}

function placedAction(action: RuleAction, placed: PlacedPatterns): GraphAction {
  switch (action.kind) {
    case "state":
      return { kind: "state", at: placed.site(action.at), to: action.to };
    case "bind":
      return { kind: "bind", a: placed.site(action.a), b: placed.site(action.b) };
    case "unbind":
      return { kind: "unbind", at: placed.site(action.at) };
    case "delete":
    case "deleteComplex":
      return { kind: action.kind, agent: placed.agent(action.agent) };
    case "move":
    case "moveComplex":
      throw new Error("molecules with attributes do not move between compartments");
  }
}

/** Whether a site that the rule binds may be bound already. */
function mayCollide(rule: SpatialRule, placed: PlacedPatterns): boolean {
  const freed = new Set(
    rule.actions.flatMap((action) =>
      action.kind === "unbind" ? [`${action.at.agent} ${action.at.site}`] : [],
    ),
  );
  return rule.actions.some(
    (action) =>
      action.kind === "bind" &&
      [action.a, action.b].some((end) => {
        if (end.agent >= placed.matched || freed.has(`${end.agent} ${end.site}`)) return false;
        const { bond } = placed.patternSite(end);
        return bond.kind === "any";
      }),
  );
}
