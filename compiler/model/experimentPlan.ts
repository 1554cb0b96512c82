/** Settings, sweeps and plots of an experiment as numbers and column names. */
import type { Experiment, ExperimentSetting, Sweep } from "../../grammar/syntax/experiment.ts";
import { type Path, pathText } from "../../grammar/syntax/common.ts";
import type { Expression } from "../../grammar/syntax/expression.ts";
import { fdExp } from "../../runtime/math/exp.ts";
import { fdLog } from "../../runtime/math/log.ts";
import { constantValue } from "../check/constantValue.ts";
import type { FlatExperiment, FlatPlot, FlatSensitivity } from "./flatModel.ts";
import type { Flattening } from "./flattening.ts";
import type { Instance } from "./instance.ts";

/** In count. */
export const defaultAbsoluteTolerance = 1e-6;

export function experimentPlan(
  experiment: Experiment | null,
  instance: Instance,
  flattener: Flattening,
): FlatExperiment {
  const body = experiment?.body ?? [];
  const settings = new Map<string, ExperimentSetting["value"]>();
  const sweeps: FlatExperiment["sweeps"][number][] = [];
  const treated: FlatExperiment["treated"][number][] = [];
  const sensitivities: FlatSensitivity[] = [];
  const plots: FlatPlot[] = [];
  const sweptNames = body.flatMap((statement) =>
    statement.kind === "sweep" ? [fullName(statement.parameter, instance, flattener)] : [],
  );
  for (const statement of body) {
    if (statement.kind === "setting") settings.set(statement.name.text, statement.value);
    else if (statement.kind === "sweep") {
      sweeps.push({
        parameter: fullName(statement.parameter, instance, flattener),
        values: sweepValues(statement, instance, flattener),
      });
    } else if (statement.kind === "treat") {
      for (const path of statement.species) {
        const species = flattener.species.index(flattener.tree.find(instance, path));
        treated.push({ species, as: statement.as });
      }
    } else if (statement.kind === "sensitivity") {
      for (const value of statement.values) {
        const of = flattener.observables.column(value, instance);
        for (const path of statement.parameters) {
          sensitivities.push({
            of,
            to: fullName(path, instance, flattener),
            isRelative: statement.isRelative,
            origin: { file: instance.scope.file, span: path.span },
          });
        }
      }
    } else if (statement.kind === "plot") {
      plots.push({
        values: statement.values.map((value) => flattener.observables.column(value, instance)),
        against: againstColumn(statement.against, sweptNames, instance, flattener),
        title: statement.fields?.doc?.value ?? null,
      });
    }
  }
  const number = (name: string): number | null => {
    const value = settings.get(name);
    if (value === undefined || !("kind" in value)) return null;
    return constantValue(flattener.request.program, instance.scope, value);
  };
  return {
    name: experiment?.name.text ?? null,
    title: experiment?.title?.value ?? null,
    method: textOf(settings.get("method")),
    until: number("until"),
    every: number("every"),
    replicates: number("replicates") ?? 1,
    seed: textOf(settings.get("seed")) ?? "1",
    relativeTolerance: number("tolerance"),
    absoluteTolerance: number("absolute") ?? defaultAbsoluteTolerance,
    motionTolerance: number("motion_tolerance"),
    splitStep: number("split"),
    treated,
    sensitivities,
    sweeps,
    plots,
  };
}

function fullName(path: Path, instance: Instance, flattener: Flattening): string {
  const found = flattener.tree.find(instance, path);
  return found.instance.prefix + found.symbol.name;
}

/** A swept parameter has a column of its own already. */
function againstColumn(
  against: Expression | null,
  sweptNames: readonly string[],
  instance: Instance,
  flattener: Flattening,
): string {
  if (against === null) return "time";
  const name = against.kind === "reference" ? fullName(against.path, instance, flattener) : null;
  return name !== null && sweptNames.includes(name) ? name : flattener.observables.column(against, instance);
}

function textOf(value: ExperimentSetting["value"] | undefined): string | null {
  if (value === undefined) return null;
  if (!("kind" in value)) return value.value;
  if (value.kind === "reference") return pathText(value.path);
  return value.kind === "quantity" ? value.text : null;
}

function sweepValues(sweep: Sweep, instance: Instance, flattener: Flattening): readonly number[] {
  const { program } = flattener.request;
  const known = (expression: Parameters<typeof constantValue>[2]): number =>
    constantValue(program, instance.scope, expression) ?? Number.NaN;
  const { values } = sweep;
  if (values.kind === "list") return values.values.map(known);
  const low = known(values.low);
  const high = known(values.high);
  const points = known(values.points);
  return Array.from({ length: points }, (_, i) => {
    if (i === 0) return low;
    if (i === points - 1) return high;
    const fraction = i / (points - 1);
    if (values.spacing === "linear") return low + fraction * (high - low);
    return fdExp(fdLog(low) + fraction * (fdLog(high) - fdLog(low)));
  });
}
