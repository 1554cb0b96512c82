/** Other defaults of parameters, given from outside the model. */
import { findParameter, parameterInternalValue } from "../../runtime/parameterValues.ts";
import type { FlatModel } from "./flatModel.ts";

/** @throws SimulationError badInput for a parameter that does not exist or a value that does not fit. */
export function withParameterValues(flat: FlatModel, values: ReadonlyMap<string, string>): FlatModel {
  if (values.size === 0) return flat;
  const infos = flat.parameters.map(({ name, display, doc, range }) => ({
    name,
    ...display,
    doc,
    ...(range === null ? {} : { range }),
  }));
  const states = [...flat.species.map(({ name }) => ({ name, kind: "species" as const })), ...flat.variables];
  const parameters = [...flat.parameters];
  for (const [name, text] of values) {
    const index = findParameter({ parameters: infos, states, observables: flat.observables }, name);
    const value = flat.graph.number(parameterInternalValue(infos[index], text));
    parameters[index] = { ...parameters[index], value };
  }
  return { ...flat, parameters };
}
