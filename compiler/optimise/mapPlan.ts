/** Applies a rewriting to every expression that a plan's generated functions compute in a run. */
import type { ExpressionId } from "../expression/graph.ts";
import type { Plan } from "../plan/plan.ts";

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
            ...plan.ode,
            derivative: plan.ode.derivative.map(rewrite),
            jacobian: plan.ode.jacobian.map(rewrite),
            timeDerivative: plan.ode.timeDerivative.map(rewrite),
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
  };
}
