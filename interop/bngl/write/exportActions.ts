/** The chosen experiment of a model as actions of BioNetGen. */
import type { FlatModel } from "../../../compiler/model/flatModel.ts";

export function actionLines(
  { experiment, parameters }: FlatModel,
  nameOf: (parameter: string) => string,
): readonly string[] {
  const { until, every, method, relativeTolerance } = experiment;
  if (until === null) return ["generate_network({overwrite=>1})"];
  const steps = Math.max(1, Math.round(until / (every ?? until / 200)));
  const isNetworkFree = method === "network_free";
  const kind = methodInBngl(method);
  const run = [
    `method=>"${kind}"`,
    `t_end=>${until}`,
    `n_steps=>${steps}`,
    ...(kind === "ode" && relativeTolerance !== null ? [`rtol=>${relativeTolerance}`] : []),
    "print_functions=>1",
  ];
  const [sweep] = experiment.sweeps;
  const known = parameters.some(({ name }) => name === sweep?.parameter);
  const network = isNetworkFree ? [] : ["generate_network({overwrite=>1})"];
  if (sweep === undefined || !known) return [...network, `simulate({${run.join(",")}})`];
  const scan = [
    `parameter=>"${nameOf(sweep.parameter)}"`,
    `par_scan_vals=>[${sweep.values.join(",")}]`,
    ...run,
  ];
  return [...network, `parameter_scan({${scan.join(",")}})`];
}

/** Leaps and hybrid runs are no part of BNGL's methods; the exact one has the distribution that they approximate. */
function methodInBngl(method: string | null): "ode" | "ssa" | "nf" {
  if (method === "network_free") return "nf";
  return method === "ssa" || method === "tau" || method === "hybrid" ? "ssa" : "ode";
}
