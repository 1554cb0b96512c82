/** Which model and experiment of the main file run. */
import type { DiagnosticSink } from "../diagnostics/diagnostic.ts";
import { nearestName } from "../diagnostics/nearest.ts";
import type { Model } from "../grammar/syntax/sourceTree.ts";
import type { Experiment } from "../grammar/syntax/experiment.ts";
import type { BoundProgram } from "./bind/scope.ts";
import type { SourceSet } from "./load/load.ts";

export interface ChosenModel {
  readonly model: Model;
  readonly experiment: Experiment | null;
}

/**
 * The named experiment and its model; without a name the only experiment, or the only model when there is
 * none. Null after reporting that the choice is not clear. With `needsNoExperiment`, several experiments of which none
 * is named leave the only model, without any.
 */
export function chooseModel(
  sources: SourceSet,
  program: BoundProgram,
  name: string | null,
  sink: DiagnosticSink,
  needsNoExperiment = false,
): ChosenModel | null {
  const { main } = sources;
  const location = { file: main.source, span: { start: 0, end: 0 } };
  const experiments: Experiment[] = [];
  const models: Model[] = [];
  for (const symbol of program.main.values.values()) {
    if (symbol.kind === "experiment") experiments.push(symbol.node);
    else if (symbol.kind === "model") models.push(symbol.node);
  }
  const listed = experiments.map((experiment) => experiment.name.text).join(", ");
  let experiment: Experiment | null = null;
  if (name !== null) {
    experiment = experiments.find((candidate) => candidate.name.text === name) ?? null;
    if (experiment === null) {
      const nearest = nearestName(
        name,
        experiments.map((candidate) => candidate.name.text),
      );
      sink.report("TDL6002", location, { name, names: listed === "" ? "none" : listed, nearest });
      return null;
    }
  } else if (experiments.length > 1) {
    if (!needsNoExperiment) {
      const [first] = experiments;
      const file = program.scopes.get(first)?.file ?? main.source;
      sink.report("TDL6001", { file, span: first.name.span }, { model: main.source.path, names: listed });
      return null;
    }
  } else experiment = experiments[0] ?? null;

  if (experiment !== null) {
    const symbol = program.scopes.get(experiment)?.parent?.module ?? null;
    return symbol === null ? null : { model: symbol, experiment };
  }
  const own = models.filter((model) => main.declarations.includes(model));
  const [only, ...more] = own.length > 0 ? own : models;
  if (only === undefined) {
    sink.report("TDL2006", location, { path: main.source.path });
    return null;
  }
  if (more.length > 0) {
    sink.report("TDL2007", location, { names: [only, ...more].map((model) => model.name.text).join(", ") });
    return null;
  }
  return { model: only, experiment: null };
}
