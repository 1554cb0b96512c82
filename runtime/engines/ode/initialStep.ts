/**
 * Length of the very first step: such that an explicit Euler step changes the state by one per cent of its
 * size, and that a term of the method's order, estimated from the second derivative, stays at one per cent of
 * the tolerance.
 *
 * E. Hairer, S. P. Norsett, G. Wanner (1993), Solving ordinary differential equations I, section II.4,
 * doi:10.1007/978-3-540-78862-1.
 */
import { fdPow } from "../../math/pow.ts";
import type { OdeSystem } from "./odeSystem.ts";

/** `slope` = f(t, y); `latest`: no evaluation after this time. `point` and `other` are overwritten. */
export function initialStep(
  system: OdeSystem,
  order: number,
  t: number,
  y: Float64Array,
  slope: Float64Array,
  latest: number,
  point: Float64Array,
  other: Float64Array,
): number {
  const room = Math.min(latest - t, system.maximumStep);
  const size = system.norm(y, y, y);
  const speed = system.norm(slope, y, y);
  let h = size < 1e-5 || !(speed >= 1e-5) ? 1e-6 : 0.01 * (size / speed);
  h = Math.min(h, room);
  for (let i = 0; i < y.length; i++) point[i] = y[i] + h * slope[i];
  system.derivative(t + h, point, other);
  const bend = system.distance(other, slope, y, y) / h;
  const steepest = Math.max(speed, bend);
  // A right-hand side that is not finite nearby is for the step itself to deal with.
  if (!Number.isFinite(steepest)) return h;
  const next = steepest <= 1e-15 ? Math.max(1e-6, h * 1e-3) : fdPow(0.01 / steepest, 1 / (order + 1));
  return Math.min(100 * h, next, room);
}
