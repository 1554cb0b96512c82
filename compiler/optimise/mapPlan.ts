/** Applies a rewriting to every expression that a plan's generated functions compute in a run. */
import type { ExpressionId } from "../expression/graph.ts";
import type { Draw } from "../model/spatial.ts";
import type { GraphAssignment, GraphPlan, OdePlan, Plan } from "../plan/plan.ts";

type Rewrite = (id: ExpressionId) => ExpressionId;

/** Initial values and the schedule, computed once from parameters, are left alone. */
export function mapPlanExpressions(plan: Plan, rewrite: Rewrite): Plan {
  const orNull = (id: ExpressionId | null): ExpressionId | null => (id === null ? null : rewrite(id));
  return {
    ...plan,
    observables: plan.observables.map(rewrite),
    events: plan.events.map((event) => ({
      ...event,
      trigger: rewrite(event.trigger),
      priority: rewrite(event.priority),
      assignments: event.assignments.map(({ state, value }) => ({ state, value: rewrite(value) })),
    })),
    roots: plan.roots.map(rewrite),
    ode:
      plan.ode === null
        ? null
        : {
            ...mapEquations(plan.ode, rewrite),
            ...(plan.ode.waiting === undefined
              ? {}
              : { waiting: { ...plan.ode.waiting, ode: mapEquations(plan.ode.waiting.ode, rewrite) } }),
          },
    jumps:
      plan.jumps === null
        ? null
        : {
            ...plan.jumps,
            drift: plan.jumps.drift.map(rewrite),
            reactions: plan.jumps.reactions.map((reaction) => ({
              ...reaction,
              constant: reaction.constant,
              propensity: orNull(reaction.propensity),
            })),
          },
    agents:
      plan.agents === null
        ? null
        : {
            ...plan.agents,
            rates: plan.agents.rates.map(({ constant, rate }) => ({ constant, rate: orNull(rate) })),
            sizes: plan.agents.sizes.map(rewrite),
          },
    graph: plan.graph === null ? null : mapGraphExpressions(plan.graph, rewrite),
  };
}

function mapEquations<Equations extends Omit<OdePlan, "waiting">>(
  ode: Equations,
  rewrite: Rewrite,
): Equations {
  return {
    ...ode,
    derivative: ode.derivative.map(rewrite),
    jacobian: ode.jacobian.map(rewrite),
    timeDerivative: ode.timeDerivative.map(rewrite),
    signed: ode.signed.map(({ rule, value }) => ({ rule, value: rewrite(value) })),
  };
}

function mapGraphExpressions(plan: GraphPlan, rewrite: Rewrite): GraphPlan {
  const assignments = (sets: readonly GraphAssignment[]): GraphAssignment[] =>
    sets.map((set) => ({ ...set, value: rewrite(set.value) }));
  const draw = ({ symbol, distribution }: Draw): Draw => ({
    symbol,
    distribution:
      distribution.kind === "uniform"
        ? { kind: "uniform", low: rewrite(distribution.low), high: rewrite(distribution.high) }
        : { kind: "normal", mean: rewrite(distribution.mean), sd: rewrite(distribution.sd) },
  });
  return {
    ...plan,
    rules: plan.rules.map((rule) => ({
      ...rule,
      scale: rewrite(rule.scale),
      weight: rewrite(rule.weight),
      draws: rule.draws.map(draw),
      sets: assignments(rule.sets),
    })),
    energies: plan.energies.map((energy) => ({
      ...energy,
      value: rewrite(energy.value),
      gradient: energy.gradient.map(rewrite),
      curvature: energy.curvature.map(rewrite),
    })),
    flows: plan.flows.map((flow) => ({ ...flow, rates: flow.rates.map(rewrite) })),
    measures: plan.measures.map((measure) => ({ ...measure, value: rewrite(measure.value) })),
    drags: plan.drags.map(rewrite),
    sizes: plan.sizes.map((size) => ({ ...size, value: rewrite(size.value) })),
    kT: rewrite(plan.kT),
    reaches: plan.reaches.map(rewrite),
    amounts: plan.amounts.map(rewrite),
    placements: plan.placements.map((placement) => ({
      ...placement,
      draws: placement.draws.map(draw),
      sets: assignments(placement.sets),
    })),
    boundaries: plan.boundaries.map((numbers) => numbers.map(rewrite)),
    fields: plan.fields.map(({ numbers, initial }) => ({
      numbers: numbers.map(rewrite),
      initial: initial === null ? null : { ...initial, value: rewrite(initial.value) },
    })),
    fieldConstants: plan.fieldConstants.map(rewrite),
  };
}
