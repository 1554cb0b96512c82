/**
 * BNGL (BioNetGen 2.9) -> text of the language. The meaning of a BNGL model is the network that BioNetGen's
 * `generate_network` makes of it (Harris et al. 2016, doi:10.1093/bioinformatics/btw469).
 */
import type { SourceHost } from "../../compiler/host.ts";
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { SourceFile } from "../../diagnostics/source.ts";
import { fileName, tidied } from "../importedText.ts";
import { Contacts } from "./contacts.ts";
import { ExperimentWriter } from "./experimentText.ts";
import { withFreeParameters } from "./freeParameters.ts";
import type { ImportContext } from "./importContext.ts";
import { InitialQuantities } from "./initialQuantities.ts";
import { ModelWriter } from "./modelText.ts";
import { moleculeTable } from "./moleculeTable.ts";
import { Names } from "./names.ts";
import { parseModel } from "./parseModel.ts";
import { Placements } from "./placements.ts";
import { splitSites } from "./splitSites.ts";

/**
 * Null after reporting what can not be imported; all problems of the file are reported. `host` reads the table
 * files that the model names.
 */
export function importBngl(
  source: SourceFile,
  sink: DiagnosticSink,
  host: SourceHost,
): { readonly text: string } | null {
  const own = new DiagnosticSink();
  const written = withFreeParameters(parseModel(source, own));
  for (const { text, span } of written.added) own.report("TDL9013", { file: source, span }, { name: text });
  const { model, split } = splitSites(written.model);
  const table = moleculeTable(model);
  const names = new Names(model, table, source, own);
  const modelName = names.other(fileName(source.path));
  const contacts = new Contacts(model, table);
  const placements = new Placements(model, table, contacts);
  const initial = new InitialQuantities(model, table, split, names);
  const context: ImportContext = {
    initial,
    model,
    table,
    contacts,
    placements,
    names,
    split,
    file: source,
    sink: own,
    host,
  };
  const writer = new ModelWriter(context);
  const statements = writer.statements();
  const experiments = new ExperimentWriter(context, modelName, writer.expressions).write();
  for (const diagnostic of own.diagnostics) sink.add(diagnostic);
  if (own.hasErrors) return null;
  const text = ["language 1.0", "", `model ${modelName} {`, ...statements, "}", "", ...experiments].join(
    "\n",
  );
  return { text: tidied(text) };
}
