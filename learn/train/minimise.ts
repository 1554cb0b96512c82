/**
 * Minimisers for training: Adam (Kingma and Ba 2015, arXiv:1412.6980) on batches, then L-BFGS (Nocedal 1980,
 * doi:10.1090/S0025-5718-1980-0572855-7; Armijo backtracking) on all data. No random numbers inside, square roots
 * only: the same function gives the same bits.
 */

/** Value at x; writes the gradient. `batch` counts up from 0. */
export type Objective = (x: Float64Array, gradient: Float64Array, batch: number) => number;

export interface AdamOptions {
  readonly steps: number;
  readonly rate: number;
  /** Rate at the end, as part of `rate`; it falls linearly. */
  readonly finalRate: number;
}

/** Changes x. */
export function minimiseByAdam(objective: Objective, x: Float64Array, options: AdamOptions): void {
  const { steps, rate, finalRate } = options;
  const gradient = new Float64Array(x.length);
  const mean = new Float64Array(x.length);
  const square = new Float64Array(x.length);
  let powerOfFirst = 1;
  let powerOfSecond = 1;
  for (let step = 0; step < steps; step++) {
    objective(x, gradient, step);
    powerOfFirst *= 0.9;
    powerOfSecond *= 0.999;
    const size = rate * (1 + (finalRate - 1) * (step / steps));
    for (let i = 0; i < x.length; i++) {
      mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
      square[i] = 0.999 * square[i] + 0.001 * gradient[i] * gradient[i];
      const root = Math.sqrt(square[i] / (1 - powerOfSecond));
      x[i] -= (size * (mean[i] / (1 - powerOfFirst))) / (root + 1e-8);
    }
  }
}

/** Pairs of steps and gradient changes that are remembered. */
const memory = 12;

/** Changes x; returns the value reached. Stops early where no step goes down. */
export function minimiseByLbfgs(objective: Objective, x: Float64Array, iterations: number): number {
  const size = x.length;
  const gradient = new Float64Array(size);
  let value = objective(x, gradient, 0);
  const steps: Float64Array[] = [];
  const changes: Float64Array[] = [];
  const direction = new Float64Array(size);
  const next = new Float64Array(size);
  const nextGradient = new Float64Array(size);
  for (let iteration = 0; iteration < iterations; iteration++) {
    twoLoop(gradient, steps, changes, direction);
    let slope = dot(direction, gradient);
    if (!(slope < 0)) {
      for (let i = 0; i < size; i++) direction[i] = -gradient[i];
      slope = -dot(gradient, gradient);
      steps.length = 0;
      changes.length = 0;
      if (!(slope < 0)) return value;
    }
    let factor = steps.length === 0 ? Math.min(1, 0.1 / Math.sqrt(-slope)) : 1;
    let found = Number.NaN;
    for (let halving = 0; halving < 30; halving++, factor *= 0.5) {
      for (let i = 0; i < size; i++) next[i] = x[i] + factor * direction[i];
      found = objective(next, nextGradient, 0);
      if (found <= value + 1e-4 * factor * slope) break;
      found = Number.NaN;
    }
    if (Number.isNaN(found)) return value;
    const step = new Float64Array(size);
    const change = new Float64Array(size);
    for (let i = 0; i < size; i++) {
      step[i] = next[i] - x[i];
      change[i] = nextGradient[i] - gradient[i];
    }
    if (dot(step, change) > 1e-12 * dot(change, change)) {
      steps.push(step);
      changes.push(change);
      if (steps.length > memory) {
        steps.shift();
        changes.shift();
      }
    }
    x.set(next);
    gradient.set(nextGradient);
    const gain = value - found;
    value = found;
    if (gain <= 1e-10 * Math.abs(value)) return value;
  }
  return value;
}

function twoLoop(
  gradient: Float64Array,
  steps: readonly Float64Array[],
  changes: readonly Float64Array[],
  direction: Float64Array,
): void {
  const weights: number[] = [];
  for (let i = 0; i < gradient.length; i++) direction[i] = -gradient[i];
  for (let k = steps.length - 1; k >= 0; k--) {
    const weight = dot(steps[k], direction) / dot(steps[k], changes[k]);
    weights[k] = weight;
    for (let i = 0; i < direction.length; i++) direction[i] -= weight * changes[k][i];
  }
  const last = steps.length - 1;
  if (last >= 0) {
    const scale = dot(steps[last], changes[last]) / dot(changes[last], changes[last]);
    for (let i = 0; i < direction.length; i++) direction[i] *= scale;
  }
  for (let k = 0; k < steps.length; k++) {
    const weight = weights[k] - dot(changes[k], direction) / dot(steps[k], changes[k]);
    for (let i = 0; i < direction.length; i++) direction[i] += weight * steps[k][i];
  }
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
