/** Names of the columns of sensitivities: `d(left)/d(k)`, and `dln(left)/dln(k)` for relative ones. */
import type { FlatSensitivity } from "./flatModel.ts";

export function sensitivityColumn({
  of,
  to,
  isRelative,
}: Pick<FlatSensitivity, "of" | "to" | "isRelative">): string {
  const d = isRelative ? "dln" : "d";
  return `${d}(${of})/${d}(${to})`;
}
