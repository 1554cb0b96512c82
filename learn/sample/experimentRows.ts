/**
 * What a module goes through in an experiment, of itself or of a model that it is a part of: samples in the columns
 * of training along the exact run.
 */
import { DiagnosticSink } from "../../diagnostics/diagnostic.ts";
import type { BoundProgram, Scope, SymbolOfKind } from "../../compiler/bind/scope.ts";
import { partScope } from "../../compiler/bind/resolve.ts";
import type { TypeChecker } from "../../compiler/check/typeChecker.ts";
import { evaluateModel } from "../../compiler/emit/evaluate.ts";
import { modelText } from "../../compiler/emit/modelLiteral.ts";
import { flatten } from "../../compiler/model/flatten.ts";
import { optimise } from "../../compiler/optimise/optimise.ts";
import { makePlan } from "../../compiler/plan/makePlan.ts";
import { expandMolecules } from "../../compiler/plan/network/expandMolecules.ts";
import type { NetworkLimits } from "../../compiler/plan/network/network.ts";
import { submodelColumns } from "../../compiler/surrogate/columns.ts";
import type { PreparedModule } from "../../compiler/surrogate/prepareModule.ts";
import { withExactValues } from "../../compiler/surrogate/resolveValues.ts";
import { findSubmodel } from "../../compiler/surrogate/submodel.ts";
import { odeEngine } from "../../runtime/engines/ode/odeEngine.ts";
import { Simulation } from "../../runtime/simulation.ts";
import { drivenTolerance } from "./drive.ts";

export interface ExperimentSamples {
  readonly rows: readonly Float64Array[];
  /** The lowest and the highest value of each column at all steps in the domain; empty: there are none. */
  readonly extremes: readonly Float64Array[];
  /** In s. */
  readonly until: number;
}

/** Samples of one experiment. */
const samplesPerExperiment = 200;

/** The reason completes "the experiment … can not be sampled: …". */
export function experimentRows(
  prepared: PreparedModule,
  symbol: SymbolOfKind<"experiment">,
  program: BoundProgram,
  checker: TypeChecker,
  limits: NetworkLimits,
): ExperimentSamples | { readonly reason: string } {
  const model = program.scopes.get(symbol.node)?.parent ?? null;
  if (model?.module === null || model?.module === undefined) return { reason: "it is of no model" };
  const prefix = prefixOf(program, model, prepared.module);
  if (prefix === null) return { reason: `its model has no part that is ${prepared.flat.name}` };
  const sink = new DiagnosticSink();
  const flattened = flatten({
    program,
    checker,
    model: model.module,
    experiment: symbol.node,
    hash: "",
    sink,
    submodels: [prefix],
  });
  const expanded = sink.hasErrors ? null : expandMolecules(flattened, limits, sink, true);
  const until = flattened.experiment.until;
  if (expanded === null || until === null) return { reason: "it can not be run" };
  const flat = withExactValues(expanded, expanded.submodels);
  const names = prepared.submodel.retained.map(({ name }) => name);
  const submodel = findSubmodel(flat, flat.submodels[0], names);
  if (submodel.speciesNames.join() !== prepared.submodel.speciesNames.join())
    return { reason: "the module has other molecules there" };
  const columns = submodelColumns(submodel, prepared.inputs);
  const display = { unit: "", factor: 1, dimension: [0, 0, 0, 0, 0, 0] as const };
  const plan = makePlan(
    {
      ...flat,
      observables: [
        ...columns.inputs,
        ...columns.state,
        ...columns.shared,
        ...columns.velocities,
        ...columns.amounts,
      ].map(({ name, value }) => ({ name, value, display, doc: null })),
      experiment: { ...flat.experiment, plots: [], sweeps: [], sensitivities: [] },
      submodels: [],
    },
    "ode",
    sink,
  );
  const compiled = evaluateModel(modelText(optimise(plan)));
  const simulation = new Simulation(compiled, odeEngine, drivenTolerance);
  const rows: Float64Array[] = [];
  const width = compiled.observables.length;
  const lowest = new Float64Array(width).fill(Number.POSITIVE_INFINITY);
  const highest = new Float64Array(width).fill(Number.NEGATIVE_INFINITY);
  const row = new Float64Array(width);
  /** What lies outside the domain is not what the surrogate is for. */
  const look = (): boolean => {
    simulation.observeInto(row);
    if (!prepared.inputs.every(({ low, high }, i) => row[i] >= low && row[i] <= high)) return false;
    row.forEach((value, i) => {
      lowest[i] = Math.min(lowest[i], value);
      highest[i] = Math.max(highest[i], value);
    });
    return true;
  };
  for (let n = 0; n <= samplesPerExperiment; n++) {
    // Steps are short where much happens: they see what lies between the samples.
    while (!simulation.advanceSome((n * until) / samplesPerExperiment, 1)) look();
    if (look()) rows.push(Float64Array.from(row));
  }
  return { rows, extremes: rows.length === 0 ? [] : [lowest, highest], until };
}

/** "" for the module itself, "camkii." for a part; null when it is neither. */
function prefixOf(program: BoundProgram, model: Scope, module: Scope): string | null {
  if (model === module) return "";
  for (const symbol of model.values.values())
    if (symbol.kind === "part" && partScope(program, symbol) === module) return `${symbol.name}.`;
  return null;
}
