/** Names that `--method` takes. */
import {
  isMethodName,
  isPlannedMethodName,
  type MethodName,
  methodNames,
  methodNamesText,
  plannedMethodNames,
} from "../runtime/methods.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { UsageError } from "./exitCode.ts";

/** @throws UsageError for a name that is no method, or a method that is not built yet. */
export function methodNamed(name: string): MethodName {
  if (isMethodName(name)) return name;
  if (isPlannedMethodName(name)) {
    throw new UsageError(`the method ${name} is not built yet; there are ${methodNamesText()}`);
  }
  const nearest = nearestName(name, [...methodNames, ...plannedMethodNames]);
  const help = nearest === null ? `the methods are ${methodNamesText()}` : `did you mean ${nearest}?`;
  throw new UsageError(`there is no method ${name}; ${help}`);
}
