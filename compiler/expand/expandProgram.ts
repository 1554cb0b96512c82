/** `tendril expand`: the models of a file as plain text of the language, without filaments, parts, tables, variables and templates. */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import { bind } from "../bind/bind.ts";
import { checkProgram } from "../check/check.ts";
import { chooseModel } from "../chooseModel.ts";
import type { CheckRequest, CheckResult } from "../compile.ts";
import { MemoryHost } from "../host.ts";
import { readProgram } from "../lower/readProgram.ts";
import { flatten } from "../model/flatten.ts";
import { expandModel } from "./expandModel.ts";

export interface Expansion extends CheckResult {
  /** Null when there are errors. */
  readonly text: string | null;
  /** Why one flat model can not say the same, such as parts whose molecules live in compartments of other kinds. */
  readonly obstacle: string | null;
}

/** The model that the file runs: that of its experiments, or its only one. */
export function expandProgram(request: CheckRequest): Expansion {
  const sink = new DiagnosticSink();
  const failed = (): Expansion => ({
    diagnostics: sink.diagnostics,
    hasErrors: true,
    text: null,
    obstacle: null,
  });
  const sources = readProgram(request, sink);
  if (sources === null) return failed();
  const program = bind(sources, sink);
  const checker = checkProgram(sources, program, sink);
  if (sink.hasErrors) return failed();
  const experiment = firstExperiment();
  const chosen = chooseModel(sources, program, experiment, sink);
  if (chosen === null) return failed();
  const flat = flatten({ program, checker, model: chosen.model, experiment: null, hash: "", sink });
  if (sink.hasErrors) return failed();
  const text = expandModel({ program, checker, model: chosen.model, flat });
  const obstacle = firstError(text);
  return {
    diagnostics: sink.diagnostics,
    hasErrors: false,
    text: obstacle === null ? text : null,
    obstacle,
  };

  /** Experiments of one model: any of them chooses it. Those of several leave the choice open. */
  function firstExperiment(): string | null {
    const models = new Set<unknown>();
    let first: string | null = null;
    for (const symbol of program.main.values.values()) {
      if (symbol.kind !== "experiment") continue;
      models.add(program.scopes.get(symbol.node)?.parent?.module);
      first ??= symbol.name;
    }
    return models.size === 1 ? first : null;
  }
}

function firstError(text: string): string | null {
  const sink = new DiagnosticSink();
  const main = "expanded.tdl";
  const sources = readProgram({ main, host: new MemoryHost(new Map([[main, text]])) }, sink);
  if (sources !== null) checkProgram(sources, bind(sources, sink), sink);
  return sink.diagnostics.find(({ severity }) => severity === "error")?.message ?? null;
}
