/**
 * Poisson draws: by counting exponential waiting times for small means, else by the transformed rejection PTRS of
 * Hörmann (1993, Insurance: Mathematics and Economics 12:39, doi:10.1016/0167-6687(93)90997-4).
 */
import { fdLog } from "../math/log.ts";
import { logFactorial } from "../math/logFactorial.ts";
import { nextExponential } from "./exponential.ts";
import { type GeneratorState, nextOpenUniform, nextUniform } from "./xoshiro128.ts";

/** A draw from the Poisson distribution of the given mean, which is finite and not negative. */
export function nextPoisson(state: GeneratorState, mean: number): number {
  if (mean < 10) return poissonByWaiting(state, mean);
  const root = Math.sqrt(mean);
  const logMean = fdLog(mean);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = nextUniform(state) - 0.5;
    const v = nextOpenUniform(state);
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + mean + 0.43);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const proposed = fdLog((v * inverseAlpha) / (a / (distance * distance) + b));
    if (proposed <= k * logMean - mean - logFactorial(k)) return k;
  }
}

function poissonByWaiting(state: GeneratorState, mean: number): number {
  let count = 0;
  for (let waited = nextExponential(state); waited < mean; waited += nextExponential(state)) count++;
  return count;
}
