/**
 * Implicit integration of differential equations: backward differences or a Rosenbrock method, with the equations, the
 * Jacobian, Newton's iteration, the linear systems and the control of the error. The host asks for steps, for the state
 * at times within the last one, and for what is to be kept.
 */
import {
  differenceBytes,
  differencesState,
  interpolateDifferences,
  keptBytes,
  placeDifferences,
  restoreDifferences,
  saveDifferences,
  startDifferences,
  stepDifferences,
} from "./differences";
import { clearIterations, iterations, krylovBytes, setUpKrylov } from "./krylov";
import { setIterative } from "./linearSystems";
import { clearCounts, evaluations, jacobians, setUpEquations } from "./equations";
import {
  interpolateRosenbrock,
  placeRosenbrock,
  restoreRosenbrock,
  rosenbrockBytes,
  rosenbrockKeptBytes,
  rosenbrockState,
  saveRosenbrock,
  setUpRosenbrock,
  startRosenbrock,
  stepRosenbrock,
} from "./rosenbrock";
import { setUpFactors } from "./sparseFactors";
import {
  clearStepCounts,
  culprit,
  factorisations,
  failure,
  h,
  previousT,
  rejected,
  setMaximumStep,
  steps,
  t,
} from "./stepping";
import { setUpVectors, vectorBytes } from "./vectors";

let isRosenbrock: bool = false;
/** What the host reads after a call: see `report`. */
let summary: usize = 0;

/** The first address that is free for the host. */
export function heapStart(): usize {
  return (__heap_base + 15) & ~15;
}

/**
 * The header's addresses and numbers, 4 bytes each: size, absolute tolerances, the summary, the tableau (0: backward
 * differences), then 14 of the equations, 16 of the factors (0 where Krylov's method takes their place), and 17 of Krylov's
 * method (the first is 0 without it).
 */
export function setUp(header: usize, relative: f64, maximumStep: f64): void {
  setUpVectors(load<i32>(header), load<u32>(header, 4), relative);
  summary = load<u32>(header, 8);
  const tableau: usize = load<u32>(header, 12);
  isRosenbrock = tableau != 0;
  if (isRosenbrock) setUpRosenbrock(tableau);
  setUpEquations(header + 16);
  const isKrylov = load<u32>(header, 136) != 0;
  setIterative(isKrylov);
  if (isKrylov) setUpKrylov(header + 136);
  else setUpFactors(header + 72);
  setMaximumStep(maximumStep);
}

/** Bytes that Krylov's method takes for so many states. */
export function basisBytes(states: i32): usize {
  return krylovBytes(vectorBytes(states));
}

/** Bytes that the method takes, and the first so many of them that a run keeps. */
export function methodBytes(): usize {
  return isRosenbrock ? rosenbrockBytes() : differenceBytes();
}

export function savedBytes(): usize {
  return isRosenbrock ? rosenbrockKeptBytes() : keptBytes();
}

/** Lays the method out; returns where the state stands. */
export function place(address: usize): usize {
  if (isRosenbrock) placeRosenbrock(address);
  else placeDifferences(address);
  return isRosenbrock ? rosenbrockState() : differencesState();
}

/** Begins at the time with the state in its place; `length` of the first step, 0: choose it. */
export function start(time: f64, length: f64, limit: f64): void {
  begin();
  if (isRosenbrock) startRosenbrock(time, length, limit);
  else startDifferences(time, length, limit);
  report(0);
}

/**
 * Steps until one ends at `until` or later, at most so many. False when a step could not be made: the summary says why,
 * and the state is where it was.
 */
export function advance(until: f64, limit: f64, most: i32): bool {
  begin();
  let isGood = true;
  for (let made = 0; made < most && isGood && (made == 0 || t < until) && t < limit; made++)
    isGood = isRosenbrock ? stepRosenbrock(limit) : stepDifferences(limit);
  report(isGood ? 0 : failure);
  return isGood;
}

/** The state at a time within the last step. */
export function interpolate(time: f64, out: usize): void {
  if (isRosenbrock) interpolateRosenbrock(time, out);
  else interpolateDifferences(time, out);
}

/** Writes what a run keeps in its place, and says where that begins. */
export function save(): usize {
  return isRosenbrock ? saveRosenbrock() : saveDifferences();
}

export function restore(): void {
  if (isRosenbrock) restoreRosenbrock();
  else restoreDifferences();
  begin();
  report(0);
}

function begin(): void {
  clearCounts();
  clearStepCounts();
  clearIterations();
}

function report(reason: i32): void {
  store<f64>(summary, t);
  store<f64>(summary, previousT, 8);
  store<f64>(summary, h, 16);
  store<i32>(summary, reason, 24);
  store<i32>(summary, culprit, 28);
  store<i32>(summary, steps, 32);
  store<i32>(summary, rejected, 36);
  store<i32>(summary, evaluations, 40);
  store<i32>(summary, jacobians, 44);
  store<i32>(summary, factorisations, 48);
  store<i32>(summary, iterations, 52);
}
