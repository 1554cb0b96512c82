/**
 * The chemical master equation of a process that lives on 0 .. size - 1, solved with the classical Runge-Kutta
 * method: the reference for models without a closed solution.
 */
import type { KnownMoments } from "./statistics.ts";

export interface LatticeProcess {
  readonly size: number;
  readonly start: number;
  /** Jumps from n: by how much, and how often in 1/s at time t. A jump out of the lattice must have rate 0. */
  readonly jumps: readonly { readonly by: number; readonly rate: (n: number, t: number) => number }[];
}

/** Probabilities at each of the ascending times, by steps no longer than `step`. */
export function solveMasterEquation(
  process: LatticeProcess,
  times: readonly number[],
  step: number,
): readonly Float64Array[] {
  const { size, jumps } = process;
  const slope = (t: number, p: Float64Array): Float64Array => {
    const dp = new Float64Array(size);
    for (let n = 0; n < size; n++) {
      for (const { by, rate } of jumps) {
        const flux = rate(n, t) * p[n];
        if (flux === 0) continue;
        dp[n] -= flux;
        dp[n + by] += flux;
      }
    }
    return dp;
  };
  let p = new Float64Array(size);
  p[process.start] = 1;
  let t = 0;
  return times.map((time) => {
    const steps = Math.max(1, Math.ceil((time - t) / step));
    const h = (time - t) / steps;
    for (let k = 0; k < steps; k++) {
      const k1 = slope(t, p);
      const k2 = slope(
        t + h / 2,
        p.map((x, i) => x + (h / 2) * k1[i]),
      );
      const k3 = slope(
        t + h / 2,
        p.map((x, i) => x + (h / 2) * k2[i]),
      );
      const k4 = slope(
        t + h,
        p.map((x, i) => x + h * k3[i]),
      );
      p = p.map((x, i) => x + (h / 6) * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]));
      t += h;
    }
    return p;
  });
}

/** Mean and variance of f(n). */
export function momentsOf(p: Float64Array, f: (n: number) => number): KnownMoments {
  let mean = 0;
  let square = 0;
  p.forEach((probability, n) => {
    mean += probability * f(n);
    square += probability * f(n) ** 2;
  });
  return { mean, variance: square - mean ** 2 };
}
