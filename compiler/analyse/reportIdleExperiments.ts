/**
 * Tells of experiments that measure nothing, or less than they seem to: of models without anything to measure,
 * with results only at start and end, with replicates that are all the same, and with pulses or events after
 * their end.
 */
import type { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { EventDeclaration, Stimulus } from "../../grammar/syntax/declaration.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import type { Experiment, ExperimentSetting } from "../../grammar/syntax/experiment.ts";
import type { BoundProgram, Scope } from "../bind/scope.ts";
import { constantValue } from "../check/constantValue.ts";

/** `hasState`: the model has species, molecules, variables or observables. */
export function reportIdleExperiment(
  experiment: Experiment,
  scope: Scope,
  hasState: boolean,
  program: BoundProgram,
  sink: DiagnosticSink,
): void {
  const name = experiment.name.text;
  const { file } = scope;
  const settings = new Map(
    experiment.body.flatMap((one) => (one.kind === "setting" ? [[one.name.text, one] as const] : [])),
  );
  const observes = experiment.body.some(({ kind }) => kind === "observe" || kind === "plot");
  if (!hasState && !observes)
    sink.report("TDL6020", { file, span: experiment.name.span }, { experiment: name });
  const until = valueOf(settings.get("until"));
  const every = settings.get("every");
  if (every !== undefined && until !== null && (valueOf(every) ?? 0) > until)
    sink.report("TDL6021", { file, span: every.span }, { experiment: name });
  const replicates = settings.get("replicates");
  if (replicates !== undefined && (valueOf(replicates) ?? 1) > 1 && isDeterministic(settings.get("method")))
    sink.report("TDL6022", { file, span: replicates.span }, { experiment: name });
  if (until === null) return;
  for (const statement of experiment.body) {
    if (statement.kind !== "stimulus" && statement.kind !== "event") continue;
    const start = statement.kind === "stimulus" ? startOf(statement) : earliest(statement);
    if (start === null || start <= until) continue;
    const what = `The ${statement.kind} ${statement.name.text}`;
    sink.report("TDL6023", { file, span: statement.name.span }, { what, experiment: name });
  }

  function valueOf(setting: ExperimentSetting | undefined): number | null {
    return setting === undefined || !("kind" in setting.value) ? null : known(setting.value);
  }

  function known(value: Expression): number | null {
    return constantValue(program, scope, value);
  }

  function startOf({ from }: Stimulus): number | null {
    return from === null ? null : known(from);
  }

  /** When `time >= …` becomes true; null for any other condition. */
  function earliest({ trigger }: EventDeclaration): number | null {
    if (trigger.kind !== "binary" || (trigger.operator !== ">" && trigger.operator !== ">=")) return null;
    return trigger.left.kind === "time" ? known(trigger.right) : null;
  }
}

function isDeterministic(method: ExperimentSetting | undefined): boolean {
  const value = method?.value;
  return (
    value !== undefined &&
    "kind" in value &&
    value.kind === "reference" &&
    value.path.parts[0]?.text === "ode"
  );
}
