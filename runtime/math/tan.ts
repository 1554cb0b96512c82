/** tan(x), x in radians, error below two units in the last place: the quotient of fdlibm's sine and cosine. */
import { fdReduceAngle, fdReduced } from "./reduceAngle.ts";
import { fdCosKernel, fdSinKernel } from "./sineKernel.ts";

export function fdTan(x: number): number {
  if (!(Math.abs(x) < Infinity)) return NaN;
  if (Math.abs(x) < 7.450580596923828e-9) return x;
  const quadrant = fdReduceAngle(x);
  const high = fdReduced[0] ?? 0;
  const low = fdReduced[1] ?? 0;
  const sine = fdSinKernel(high, low);
  const cosine = fdCosKernel(high, low);
  return (quadrant & 1) === 0 ? sine / cosine : -cosine / sine;
}
