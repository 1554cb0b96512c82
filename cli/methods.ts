/** Names that `--method` takes. */
import { isMethodName, type MethodName, methodNames, methodNamesText } from "../runtime/methods.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import { UsageError } from "./exitCode.ts";

/** @throws UsageError for a name that is no method. */
export function methodNamed(name: string): MethodName {
  if (isMethodName(name)) return name;
  const nearest = nearestName(name, methodNames);
  const help = nearest === null ? `the methods are ${methodNamesText()}` : `did you mean ${nearest}?`;
  throw new UsageError(`there is no method ${name}; ${help}`);
}
