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
