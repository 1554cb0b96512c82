/** The simulation methods of the language: those that run, and those that are named but not built yet. */
export const methodNames = ["ode", "ssa", "network_free", "graph"] as const;
export type MethodName = (typeof methodNames)[number];

export const plannedMethodNames = ["tau", "hybrid"] as const;

export function isMethodName(name: string): name is MethodName {
  return (methodNames as readonly string[]).includes(name);
}

export function isPlannedMethodName(name: string): boolean {
  return (plannedMethodNames as readonly string[]).includes(name);
}

/** "ode, ssa and network_free". */
export function methodNamesText(): string {
  return `${methodNames.slice(0, -1).join(", ")} and ${methodNames.at(-1)}`;
}
