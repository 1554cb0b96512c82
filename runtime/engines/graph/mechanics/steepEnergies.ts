/** Which energy is at fault when no step is small enough or a force is no number. */
import type { GraphModel } from "../../../graphModel.ts";
import { SimulationError } from "../../../simulationError.ts";
import type { EnergyTerms } from "./energyTerms.ts";

/** The energy with the largest force on any one molecule. */
export function steepest(
  model: GraphModel,
  energies: EnergyTerms,
  x: Float64Array,
  t: number,
  y: Float64Array,
  c: Float64Array,
): string {
  const gradient = new Float64Array(energies.mostCoordinates);
  let largest = 0;
  let name: string | null = null;
  for (const term of energies.terms) {
    const before = largest;
    energies.eachMatch(term, (n) => {
      model.gradient(term.index, n, x, energies.imageShift, t, y, c, gradient);
      for (let i = 0; i < term.size; i++)
        largest = Math.max(largest, Math.abs(gradient[i]) / term.energy.divisor);
    });
    if (largest > before) name = term.energy.name;
  }
  return name === null ? "some energy" : `the energy ${name}`;
}

/** Names an energy whose gradient is no number where the nodes are. */
export function notANumber(
  model: GraphModel,
  energies: EnergyTerms,
  x: Float64Array,
  t: number,
  y: Float64Array,
  c: Float64Array,
): SimulationError {
  const gradient = new Float64Array(energies.mostCoordinates);
  const curvature = new Float64Array(energies.mostCoordinates ** 2);
  const names: string[] = [];
  for (const term of energies.terms) {
    const { index, energy, size } = term;
    energies.eachMatch(term, (n) => {
      model.gradient(index, n, x, energies.imageShift, t, y, c, gradient);
      model.curvature(index, n, x, energies.imageShift, t, y, c, curvature);
      const isFinite =
        gradient.subarray(0, size).every(Number.isFinite) &&
        curvature.subarray(0, size * size).every(Number.isFinite);
      if (!isFinite) names.push(energy.name);
    });
  }
  const culprit = `${names[0] === undefined ? "some energy" : `the energy ${names[0]}`} is singular here`;
  return new SimulationError("notFinite", `At ${t} s a force is not a finite number: ${culprit}.`, t);
}
