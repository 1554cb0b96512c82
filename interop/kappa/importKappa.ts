/**
 * Kappa (version 4 of the notation) -> text of the language. The meaning of a Kappa model is what KaSim simulates
 * (Boutillier et al. 2018, doi:10.1093/bioinformatics/bty272).
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { fileName, tidied } from "../importedText.ts";
import { agentTypes } from "./agentTypes.ts";
import { ModelWriter } from "./modelText.ts";
import { Names } from "./names.ts";
import { parseModel } from "./parseModel.ts";
import { valuesOf } from "./values.ts";

/** Null after reporting what can not be imported; all problems of the file are reported. */
export function importKappa(source: SourceFile, sink: DiagnosticSink): { readonly text: string } | null {
  const own = new DiagnosticSink();
  const model = parseModel(source, own);
  const types = agentTypes(model);
  const names = new Names(model, types, source, own);
  const writer = new ModelWriter({ model, types, values: valuesOf(model), names, file: source, sink: own });
  const statements = own.hasErrors ? [] : writer.statements();
  for (const diagnostic of own.diagnostics) sink.add(diagnostic);
  if (own.hasErrors) return null;
  const name = names.unused(fileName(source.path));
  const { until } = writer.interventions;
  const end = until === null ? [] : [`until ${until} s`];
  const experiment = [
    `experiment ${names.unused("simulation")} of ${name} {`,
    "method network_free",
    ...end,
    "}",
  ];
  const text = ["language 1.0", "", `model ${name} {`, ...statements, "}", "", ...experiment].join("\n");
  return { text: tidied(text) };
}
