/**
 * Phase 7, optimise: named passes over the plan, in order, each from a plan to a plan that means the same.
 *
 * Constant folding and common subexpressions happen while the expression graph is built (equal expressions
 * are one node); what is left are passes that need the whole plan.
 */
import type { Plan } from "../plan/plan.ts";
import { hoistConstants } from "./hoistConstants.ts";

export interface OptimiserPass {
  readonly name: string;
  readonly run: (plan: Plan) => Plan;
}

export const optimiserPasses: readonly OptimiserPass[] = [{ name: "hoist constants", run: hoistConstants }];

export function optimise(plan: Plan): Plan {
  return optimiserPasses.reduce((current, pass) => pass.run(current), plan);
}
