/** The simulation methods of the language, and what an experiment that names one leaves out. */
export const methodNames = ["ode", "ssa", "tau", "hybrid", "network_free", "graph"] as const;
export type MethodName = (typeof methodNames)[number];

/** What `tolerance` is when an experiment does not say. For leaps it is a share of the propensities, for hybrid runs the noise of a number. */
export function defaultTolerance(method: MethodName): number {
  return method === "tau" || method === "hybrid" ? 0.03 : 1e-6;
}

export function isMethodName(name: string): name is MethodName {
  return (methodNames as readonly string[]).includes(name);
}

/** "ode, ssa and network_free", or with "or". */
export function methodNamesText(last: "and" | "or" = "and"): string {
  return `${methodNames.slice(0, -1).join(", ")} ${last} ${methodNames.at(-1)}`;
}
