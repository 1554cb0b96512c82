/** Values of parameters that are given from outside the model. */
import type { ParameterInfo } from "../../runtime/model.ts";
import { findParameter, type ParameterValue, parameterInternalValue } from "../../runtime/parameterValues.ts";
import type { FlatModel } from "./flatModel.ts";

/** A parameter's full name and a value for it. */
export type Assignment = readonly [name: string, value: ParameterValue];

/**
 * Other defaults of parameters.
 * @throws SimulationError badInput for a parameter that does not exist or a value that does not fit.
 */
export function withParameterValues(flat: FlatModel, values: Iterable<Assignment>): FlatModel {
  const parameters = [...flat.parameters];
  for (const { index, internal } of resolved(flat, values))
    parameters[index] = { ...parameters[index], value: flat.graph.number(internal) };
  return { ...flat, parameters };
}

/** Values outside declared ranges will be told of, not refused. */
export function withLooseRanges(flat: FlatModel): FlatModel {
  return { ...flat, parameters: flat.parameters.map((parameter) => ({ ...parameter, isLoose: true })) };
}

/** @throws SimulationError as withParameterValues. */
export function checkAssignments(flat: FlatModel, values: Iterable<Assignment>): void {
  resolved(flat, values);
}

function resolved(
  flat: FlatModel,
  values: Iterable<Assignment>,
): readonly { index: number; internal: number }[] {
  const parameters = flat.parameters.map(
    ({ name, display, doc, range, isLoose }): ParameterInfo => ({
      name,
      ...display,
      doc,
      ...(range === null ? {} : { range }),
      ...(isLoose === undefined ? {} : { isLoose }),
    }),
  );
  const states = [...flat.species.map(({ name }) => ({ name, kind: "species" as const })), ...flat.variables];
  return Array.from(values, ([name, value]) => {
    const index = findParameter({ parameters, states, observables: flat.observables }, name);
    return { index, internal: parameterInternalValue(parameters[index], value) };
  });
}
