/** Numbers of molecules in stochastic runs. */
import type { StateInfo } from "../model.ts";
import { SimulationError } from "../simulationError.ts";

/** @throws SimulationError when a counted state is not a whole number from 0. */
export function checkWholeNumbers(states: readonly StateInfo[], t: number, y: Float64Array): void {
  for (let i = 0; i < y.length; i++) {
    const info = states[i];
    if (!info.discrete || (y[i] >= 0 && Number.isInteger(y[i]))) continue;
    throw new SimulationError(
      Number.isFinite(y[i]) ? "badInput" : "notFinite",
      `At ${t} s the number of ${info.name} is ${y[i]}, but a stochastic run needs whole numbers from 0.`,
      t,
    );
  }
}

/**
 * For runs that fire reactions one by one.
 * @throws SimulationError badInput for a number so large that one molecule more or less is lost in rounding.
 */
export function checkCountable(states: readonly StateInfo[], t: number, y: Float64Array): void {
  const i = y.findIndex((number, state) => states[state].discrete && number > Number.MAX_SAFE_INTEGER);
  if (i < 0) return;
  throw new SimulationError(
    "badInput",
    `At ${t} s the number of ${states[i].name} is ${y[i]}, too large to count single molecules; the methods tau, ` +
      "hybrid and ode follow such numbers.",
    t,
  );
}
