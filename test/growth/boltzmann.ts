/** Means at equilibrium by quadrature, independent of any step of motion. */

export interface Moments {
  readonly mean: number;
  readonly variance: number;
}

/** Of a quantity of x under exp(-energy) times the measure for x from 0 to `to`; the energy is in kT. */
export function boltzmannMoments(
  quantity: (x: number) => number,
  energy: (x: number) => number,
  measure: (x: number) => number,
  to: number,
): Moments {
  const n = 20_000;
  let [sum, first, second] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const x = ((i + 0.5) / n) * to;
    const weight = Math.exp(-energy(x)) * measure(x);
    sum += weight;
    first += weight * quantity(x);
    second += weight * quantity(x) ** 2;
  }
  return { mean: first / sum, variance: second / sum - (first / sum) ** 2 };
}

/** Of the energy itself, in kT. */
export function boltzmannEnergy(
  energy: (x: number) => number,
  measure: (x: number) => number,
  to: number,
): Moments {
  return boltzmannMoments(energy, energy, measure, to);
}
