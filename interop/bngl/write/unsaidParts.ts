/** Parts of a model that BioNetGen has nothing for, each reported. */
import type { Origin } from "../../../compiler/model/origin.ts";
import type { ExportRequest } from "../../exportRequest.ts";

/** Whether the model holds none of them. */
export function isSayable({ flat, origin, sink }: ExportRequest): boolean {
  let isWell = true;
  const report = (what: string, at: Origin = origin): void => {
    isWell = false;
    sink.report("TDL9110", at, { what });
  };
  if (flat.spatial !== null) report("What has a place in space");
  for (const { name } of flat.variables) report(`The variable ${name}`);
  for (const { origin: at } of flat.flows) report("A flow", at);
  for (const { name, assignments } of flat.events) report(`The event ${name}`, assignments[0]?.origin);
  for (const { origin: at } of flat.clamps) report("A stimulus that sets", at);
  return isWell;
}
