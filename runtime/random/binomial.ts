/**
 * Binomial draws: by geometric gaps between successes (Devroye 1986, ch. X.4) for small means, else by the
 * transformed rejection BTRS of Hörmann (1993, J. Stat. Comput. Simul. 46:101, doi:10.1080/00949659308811496).
 */
import { fdLog } from "../math/log.ts";
import { fdLog1p } from "../math/log1p.ts";
import { logFactorial } from "../math/logFactorial.ts";
import { nextExponential } from "./exponential.ts";
import { type GeneratorState, nextOpenUniform, nextUniform } from "./xoshiro128.ts";

/** The number of successes in `trials` (a whole number up to 2^53) of the given probability each. */
export function nextBinomial(state: GeneratorState, trials: number, probability: number): number {
  if (probability > 0.5) return trials - nextBinomial(state, trials, 1 - probability);
  if (!(trials > 0 && probability > 0)) return 0;
  if (trials * probability < 10) return binomialByGaps(state, trials, probability);
  const spread = Math.sqrt(trials * probability * (1 - probability));
  const b = 1.15 + 2.53 * spread;
  const a = -0.0873 + 0.0248 * b + 0.01 * probability;
  const centre = trials * probability + 0.5;
  const alpha = (2.83 + 5.1 / b) * spread;
  const squeeze = 0.92 - 4.2 / b;
  const mode = Math.floor((trials + 1) * probability);
  const logOdds = fdLog(probability / (1 - probability));
  const atMode = logFactorial(mode) + logFactorial(trials - mode);
  for (;;) {
    const u = nextUniform(state) - 0.5;
    const v = nextOpenUniform(state);
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + centre);
    if (distance >= 0.07 && v <= squeeze) return k;
    if (k < 0 || k > trials) continue;
    const proposed = fdLog((v * alpha) / (a / (distance * distance) + b));
    if (proposed <= atMode - logFactorial(k) - logFactorial(trials - k) + (k - mode) * logOdds) return k;
  }
}

function binomialByGaps(state: GeneratorState, trials: number, probability: number): number {
  const perTrial = -fdLog1p(-probability);
  let successes = 0;
  let last = 0;
  for (;;) {
    last += Math.floor(nextExponential(state) / perTrial) + 1;
    if (last > trials) return successes;
    successes++;
  }
}
