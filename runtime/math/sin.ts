/** sin(x), x in radians, error below one unit in the last place; fdlibm's s_sin. */
import { fdReduceAngle, fdReduced } from "./reduceAngle.ts";
import { fdCosKernel, fdSinKernel } from "./sineKernel.ts";

export function fdSin(x: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  const quadrant = fdReduceAngle(x);
  const high = fdReduced[0] ?? 0;
  const low = fdReduced[1] ?? 0;
  const value = (quadrant & 1) === 0 ? fdSinKernel(high, low) : fdCosKernel(high, low);
  return quadrant >= 2 ? -value : value;
}
