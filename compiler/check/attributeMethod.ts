/** Only one method follows numbers that belong to single molecules, and fields. */
import type { DiagnosticSink, Location } from "../../diagnostics/diagnostic.ts";
import type { Span } from "../../diagnostics/source.ts";
import { pathText } from "../../grammar/syntax/common.ts";
import type { Experiment } from "../../grammar/syntax/experiment.ts";
import { isMethodName, type MethodName } from "../../runtime/methods.ts";
import type { FlatModel } from "../model/flatModel.ts";

export function refuseAttributes(
  { spatial, species }: FlatModel,
  method: MethodName,
  location: Location,
  sink: DiagnosticSink,
): void {
  if (spatial === null || method === "graph") return;
  const [field] = spatial.fields;
  if (spatial.types.length === 0 && field !== undefined) {
    sink.report("TDL5290", location, { name: species[field.species].name, method });
    return;
  }
  sink.report("TDL5201", location, { molecule: spatial.types[0]?.name ?? "", method });
}

/** The method that an experiment names, and where. */
export function statedMethod(
  experiment: Experiment,
): { readonly method: MethodName; readonly span: Span } | null {
  for (const statement of experiment.body) {
    if (statement.kind !== "setting" || statement.name.text !== "method") continue;
    const { value } = statement;
    const name = "kind" in value ? (value.kind === "reference" ? pathText(value.path) : "") : value.value;
    if (isMethodName(name)) return { method: name, span: value.span };
  }
  return null;
}
