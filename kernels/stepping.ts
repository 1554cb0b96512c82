/** What both implicit methods share: where a step stands, why it failed, counts, and the length of the first step. */
import { derivative } from "./equations";
import { addScaled, copy, distance, norm } from "./vectors";

/** End of the last step, its begin, and the length of the step to try next, in s. */
export let t: f64 = 0;
export let previousT: f64 = 0;
export let h: f64 = 0;
/** 1: the right-hand side is not finite; 2: the step would be too short. */
export let failure: i32 = 0;
export let culprit: i32 = 0;
export let steps: i32 = 0;
export let rejected: i32 = 0;
export let factorisations: i32 = 0;
export let maximumStep: f64 = Infinity;

export function setMaximumStep(value: f64): void {
  maximumStep = value;
}

export function setTimes(end: f64, begin: f64, length: f64): void {
  t = end;
  previousT = begin;
  h = length;
}

export function setLength(length: f64): void {
  h = length;
}

export function fail(reason: i32, state: i32): void {
  failure = reason;
  culprit = state;
}

export function clearStepCounts(): void {
  steps = 0;
  rejected = 0;
  factorisations = 0;
}

export function countStep(): void {
  steps++;
}

export function countRejected(): void {
  rejected++;
}

export function countFactorisation(): void {
  factorisations++;
}

/** The number just below x > 0, the largest number for infinity. */
export function justBefore(x: f64): f64 {
  return x == Infinity ? f64.MAX_VALUE : x - x * 1.1102230246251565e-16;
}

/** The shortest step that still moves time. */
export function shortestStep(time: f64): f64 {
  return max(3.6e-15 * abs(time), 1e-150);
}

/**
 * Such that an explicit Euler step changes the state by one per cent of its size, and that a term of the method's order
 * stays at one per cent of the tolerance (Hairer, Norsett and Wanner 1993, doi:10.1007/978-3-540-78862-1, II.4).
 * `slope` = f(time, y); nothing is evaluated after `latest`.
 */
export function initialStep(
  order: i32,
  time: f64,
  y: usize,
  slope: usize,
  latest: f64,
  point: usize,
  other: usize,
): f64 {
  const room = min(latest - time, maximumStep);
  const length = norm(y, y, y);
  const speed = norm(slope, y, y);
  let first: f64 = length < 1e-5 || !(speed >= 1e-5) ? 1e-6 : 0.01 * (length / speed);
  first = min(first, room);
  copy(point, y);
  addScaled(point, first, slope);
  derivative(time + first, point, other);
  const bend = distance(other, slope, y, y) / first;
  const steepest = max(speed, bend);
  // A right-hand side that is not finite nearby is for the step itself to deal with.
  if (!isFinite(steepest)) return first;
  const next = steepest <= 1e-15 ? max(1e-6, first * 1e-3) : Math.pow(0.01 / steepest, 1.0 / <f64>(order + 1));
  return min(min(100 * first, next), room);
}
