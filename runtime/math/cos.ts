/** cos(x), x in radians, error below one unit in the last place; fdlibm's s_cos. */
import { fdReduceAngle, fdReduced } from "./reduceAngle.ts";
import { fdCosKernel, fdSinKernel } from "./sineKernel.ts";

export function fdCos(x: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  const quadrant = fdReduceAngle(x);
  const high = fdReduced[0] ?? 0;
  const low = fdReduced[1] ?? 0;
  const value = (quadrant & 1) === 0 ? fdCosKernel(high, low) : fdSinKernel(high, low);
  return quadrant === 1 || quadrant === 2 ? -value : value;
}
