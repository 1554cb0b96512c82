/**
 * log(k!) for whole k >= 0, relative error below 1e-14: exact products for small k, else the series of Stirling
 * (Abramowitz & Stegun 6.1.41).
 */
import { fdLog } from "./log.ts";

const tabledFactorials = 18;
/** 18! is the last factorial below 2^53. */
const logFactorialTable = Float64Array.from({ length: tabledFactorials + 1 }, (_, k) => {
  let factorial = 1;
  for (let i = 2; i <= k; i++) factorial *= i;
  return fdLog(factorial);
});

export function logFactorial(k: number): number {
  if (k <= tabledFactorials) return logFactorialTable[k] ?? NaN;
  const x = k + 1;
  const inverse = 1 / x;
  const square = inverse * inverse;
  const series =
    inverse *
    (0.08333333333333333 -
      square * (0.002777777777777778 - square * (7.936507936507937e-4 - square * 5.952380952380953e-4)));
  return (x - 0.5) * fdLog(x) - x + 0.9189385332046728 + series;
}
