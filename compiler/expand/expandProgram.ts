/** `tendril expand`: models of a file as plain text, without filaments, parts, tables, variables and templates. */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { bind } from "../bind/bind.ts";
import { checkProgram } from "../check/check.ts";
import type { CheckRequest, CheckResult } from "../compile.ts";
import { MemoryHost } from "../host.ts";
import { readProgram } from "../lower/readProgram.ts";
import { flatten } from "../model/flatten.ts";
import { modelsOfFile } from "../modelsOfFile.ts";
import { expandModel } from "./expandModel.ts";

export interface ExpandedModel {
  readonly name: string;
  /** Null when one flat model can not say the same; `obstacle` tells why. */
  readonly text: string | null;
  /** Such as parts whose molecules live in compartments of other kinds. */
  readonly obstacle: string | null;
}

export interface Expansion extends CheckResult {
  /** The models that the file is about; empty when there are errors. */
  readonly models: readonly ExpandedModel[];
}

/** `only`: the name of the model that is wanted; null for all. */
export function expandProgram(request: CheckRequest, only: string | null = null): Expansion {
  const sink = new DiagnosticSink();
  const models: ExpandedModel[] = [];
  const sources = readProgram(request, sink);
  if (sources === null) return { diagnostics: sink.diagnostics, hasErrors: true, models };
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  for (const model of sink.hasErrors ? [] : modelsOfFile(program)) {
    const name = model.name.text;
    if (only !== null && name !== only) {
      models.push({ name, text: null, obstacle: null });
      continue;
    }
    const flat = flatten({ program, checker, model, experiment: null, hash: "", sink });
    if (sink.hasErrors) break;
    const text = expandModel({ program, checker, model, flat });
    const obstacle = firstError(text);
    models.push({ name, text: obstacle === null ? text : null, obstacle });
  }
  return { diagnostics: sink.diagnostics, hasErrors: sink.hasErrors, models: sink.hasErrors ? [] : models };
}

function firstError(text: string): string | null {
  const sink = new DiagnosticSink();
  const main = "expanded.tdl";
  const sources = readProgram({ main, host: new MemoryHost(new Map([[main, text]])) }, sink);
  if (sources !== null) checkProgram(sources, bind(sources, sink), sink);
  return sink.diagnostics.find(({ severity }) => severity === "error")?.message ?? null;
}
