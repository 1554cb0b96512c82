/** The points of an experiment: every combination of the values of its swept parameters. */
import type { CompiledModel } from "./model.ts";
import { SimulationError } from "./simulationError.ts";
import {
  findParameter,
  inDeclaredUnit,
  type ParameterValue,
  parameterInternalValue,
} from "./parameterValues.ts";

export interface Sweep {
  readonly parameter: string;
  readonly unit: string;
  /** In the declared unit; these very numbers stand in the result table. */
  readonly values: readonly number[];
}

/**
 * The sweeps of an experiment: its own, without those of parameters that are now set or swept otherwise, then
 * the given ones.
 * @throws SimulationError badInput for a parameter that does not exist or a value that does not fit.
 */
export function resolveSweeps(
  model: CompiledModel,
  given: readonly { readonly parameter: string; readonly values: readonly ParameterValue[] }[],
  set: ReadonlyMap<string, ParameterValue>,
): readonly Sweep[] {
  const replaced = new Set([...set.keys(), ...given.map((sweep) => sweep.parameter)]);
  const sweeps: Sweep[] = [];
  for (const { parameter, values } of model.experiment.sweeps) {
    if (replaced.has(parameter)) continue;
    const { factor, unit } = model.parameters[findParameter(model, parameter)];
    sweeps.push({ parameter, unit, values: values.map((value) => inDeclaredUnit(value, factor)) });
  }
  for (const { parameter, values } of given) {
    const info = model.parameters[findParameter(model, parameter)];
    const numbers = values.map((value) => {
      const internal = parameterInternalValue(info, value);
      return typeof value === "number" ? value : inDeclaredUnit(internal, info.factor);
    });
    sweeps.push({ parameter, unit: info.unit, values: numbers });
  }
  return sweeps;
}

/** Points of an experiment's sweeps that are kept in memory, about 100 bytes each. */
const pointLimit = 1_000_000;

/**
 * All combinations, the last sweep changing fastest; one empty point without sweeps.
 * @throws SimulationError tooMuchOutput when there are more than a million.
 */
export function sweepPoints(sweeps: readonly Sweep[]): readonly (readonly number[])[] {
  const count = sweeps.reduce((product, { values }) => product * values.length, 1);
  if (count > pointLimit) {
    throw new SimulationError(
      "tooMuchOutput",
      `The sweeps have ${Number(count.toPrecision(6))} points together, more than ${pointLimit}; give fewer values.`,
    );
  }
  let points: readonly (readonly number[])[] = [[]];
  for (const { values } of sweeps)
    points = points.flatMap((point) => values.map((value) => [...point, value]));
  return points;
}
