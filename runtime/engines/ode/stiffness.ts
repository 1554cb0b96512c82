/**
 * When to change between an explicit and an implicit solver.
 *
 * Explicit: the product of step and spectral radius, which the solver estimates from its last two evaluations,
 * stays near the limit of stability for many steps (E. Hairer, G. Wanner 1996, Solving ordinary differential
 * equations II, section IV.2, doi:10.1007/978-3-642-05221-7). Implicit: the product, from power iteration with
 * the Jacobian, is so small for many steps that the explicit solver could take the same steps. Each way back
 * must hold for twice as long as the one before, so that no run changes for ever.
 */
import { NewtonMatrix } from "./newtonMatrix.ts";
import type { OdeSystem } from "./odeSystem.ts";

/** Part of the limit of stability above which a step counts as bound by it. */
const stiffPart = 0.85;
const stiffSteps = 12;
/** So many steps well below the limit clear the count. */
const smoothSteps = 6;
/** Product of step and spectral radius below which an implicit solver is not worth its price. */
const smoothProduct = 1;
const smoothFirstSteps = 30;
/** Start with the implicit solver when explicit steps at the limit of stability would be more than this. */
const hopelessSteps = 1e5;

export class StiffnessMonitor {
  #stiff = 0;
  #smooth = 0;
  #neededSmooth = smoothFirstSteps;

  /** After each explicit step; true: change to the implicit solver. */
  isStiff(product: number, stability: number): boolean {
    if (product > stiffPart * stability) {
      this.#stiff++;
      this.#smooth = 0;
    } else {
      this.#smooth++;
      if (this.#smooth >= smoothSteps) this.#stiff = 0;
    }
    if (this.#stiff < stiffSteps) return false;
    this.#clear();
    return true;
  }

  /** After each implicit step; true: change to the explicit solver. */
  isSmooth(product: number): boolean {
    this.#smooth = product < smoothProduct ? this.#smooth + 1 : 0;
    if (this.#smooth < this.#neededSmooth) return false;
    this.#clear();
    this.#neededSmooth *= 2;
    return true;
  }

  save(): number[] {
    return [this.#stiff, this.#smooth, this.#neededSmooth];
  }

  restore(saved: readonly number[]): void {
    [this.#stiff, this.#smooth, this.#neededSmooth] = saved;
  }

  #clear(): void {
    this.#stiff = 0;
    this.#smooth = 0;
  }
}

/** Whether a run of `duration` s is out of reach of explicit steps already by the Jacobian at its beginning. */
export function isStiffAtStart(
  system: OdeSystem,
  t: number,
  y: Float64Array,
  duration: number,
  stability: number,
): boolean {
  const matrix = new NewtonMatrix(system);
  matrix.evaluate(t, y);
  let radius = Number.POSITIVE_INFINITY;
  // The growth of a direction that is not yet the dominant one may be anything: believe the least.
  for (let iteration = 0; iteration < 12; iteration++) {
    const growth = matrix.spectralRadius(y);
    if (iteration >= 6) radius = Math.min(radius, growth);
  }
  return (radius * duration) / stability > hopelessSteps;
}
