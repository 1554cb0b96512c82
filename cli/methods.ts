/** Names that `--method` takes. */
import type { MethodName } from "../runtime/model.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { UsageError } from "./exitCode.ts";

const built: readonly MethodName[] = ["ode", "ssa", "network_free"];
const planned: readonly string[] = ["tau", "graph", "hybrid"];

const listed = `${built.slice(0, -1).join(", ")} and ${built.at(-1) ?? ""}`;

/** @throws UsageError for a name that is no method, or a method that is not built yet. */
export function methodNamed(name: string): MethodName {
  const method = built.find((candidate) => candidate === name);
  if (method !== undefined) return method;
  if (planned.includes(name)) {
    throw new UsageError(`the method ${name} is not built yet; there are ${listed}`);
  }
  const nearest = nearestName(name, [...built, ...planned]);
  const help = nearest === null ? `the methods are ${listed}` : `did you mean ${nearest}?`;
  throw new UsageError(`there is no method ${name}; ${help}`);
}
