/** Rates below zero or that are no number, told in one sentence for all stochastic methods. */
import { SimulationError } from "../simulationError.ts";

/** The error for a rate that can not be used in a stochastic run. `what`: "the reaction bind". */
export function badRate(what: string, value: number, t: number): SimulationError {
  const time = Number(t.toPrecision(6));
  if (value < 0)
    return new SimulationError(
      "negativePropensity",
      `At ${time} s the rate of ${what} is negative (${Number(value.toPrecision(6))}). ` +
        "If it is meant to end there, write max(0, …) around it.",
      t,
    );
  return new SimulationError(
    "notFinite",
    `At ${time} s the rate of ${what} is not a finite number (${value}).`,
    t,
  );
}
