/**
 * Rosenbrock methods by their tableau, step for step as runtime/engines/ode/rosenbrock.ts has them: linear systems only,
 * with the exact Jacobian and df/dt once a step. The step is chosen by a proportional-integral controller (Gustafsson
 * 1991, doi:10.1145/210232.210242).
 *
 * What a run keeps stands in one block: scalars, the state, and the state at the begin of the last step.
 */
import { derivative, jacobian, timeDerivative } from "./equations";
import { prepare, solve } from "./linearSystems";
import {
  countRejected,
  countStep,
  fail,
  h,
  initialStep,
  justBefore,
  maximumStep,
  previousT,
  setLength,
  setTimes,
  shortestStep,
  t,
} from "./stepping";
import { addScaled, at, copy, firstNotFinite, norm, put, size, stride, worst } from "./vectors";

/** Aim below the tolerance, so that few steps fail; weight of the error before; errors below tell nothing. */
const controlSafety: f64 = 0.9;
const controlMemory: f64 = 0.04;
const controlErrorFloor: f64 = 1e-4;
const leastGrowth: f64 = 0.2;
const mostGrowth: f64 = 6;
const scalarBytes: usize = 64;

/** Number of stages; rows of the continuous output. */
let stages: i32 = 0;
let denseRows: i32 = 0;
let order: i32 = 0;
let exponent: f64 = 0;
let gamma: f64 = 0;
/** nodes[s], d[s], a[s][s], c[s][s], dense[rows][s], row by row. */
let nodes: usize = 0;

let block: usize = 0;
let y: usize = 0;
let previousY: usize = 0;
let slope: usize = 0;
let nextSlope: usize = 0;
let point: usize = 0;
let scratch: usize = 0;
let change: usize = 0;
let result: usize = 0;
let firstStage: usize = 0;

let taken: f64 = 0;
let latestTime: f64 = f64.MAX_VALUE;
/** Error of the last good step to the power of `controlMemory`. */
let memoryOfError: f64 = 0;
let hasFailed: bool = false;

/** `tableau`: stages, rows of dense output, order, order of the error, gamma, then the lists; all as f64. */
export function setUpRosenbrock(tableau: usize): void {
  stages = <i32>load<f64>(tableau);
  denseRows = <i32>load<f64>(tableau, 8);
  order = <i32>load<f64>(tableau, 16);
  exponent = 1 / load<f64>(tableau, 24) - 0.75 * controlMemory;
  gamma = load<f64>(tableau, 32);
  nodes = tableau + 40;
}

@inline
function weight(table: i32, row: i32, stage: i32): f64 {
  // Behind the nodes and d: a, c and dense.
  return at(nodes, (2 + table * stages + row) * stages + stage);
}

export function rosenbrockKeptBytes(): usize {
  return scalarBytes + 2 * stride;
}

export function rosenbrockBytes(): usize {
  return rosenbrockKeptBytes() + <usize>(6 + stages) * stride;
}

export function placeRosenbrock(address: usize): void {
  block = address;
  y = block + scalarBytes;
  previousY = y + stride;
  slope = previousY + stride;
  nextSlope = slope + stride;
  point = nextSlope + stride;
  scratch = point + stride;
  change = scratch + stride;
  result = change + stride;
  firstStage = result + stride;
}

@inline
function stageAt(stage: i32): usize {
  return firstStage + <usize>stage * stride;
}

export function rosenbrockState(): usize {
  return y;
}

export function startRosenbrock(time: f64, length: f64, limit: f64): void {
  setTimes(time, time, length);
  copy(previousY, y);
  taken = 0;
  latestTime = f64.MAX_VALUE;
  memoryOfError = Math.pow(controlErrorFloor, controlMemory);
  hasFailed = false;
  derivative(time, y, nextSlope);
  if (length > 0) return;
  setLength(initialStep(order, time, y, nextSlope, justBefore(limit), point, scratch));
}

export function stepRosenbrock(limit: f64): bool {
  const begin = t;
  const latest = justBefore(limit);
  const before = slope;
  slope = nextSlope;
  nextSlope = before;
  linearise(begin, y);
  let length = min(h, maximumStep);
  while (true) {
    let end = begin + length;
    if (begin + 1.01 * length >= limit) end = limit;
    else if (begin + 2 * length > limit) end = begin + 0.5 * (limit - begin);
    const whole = end - begin;
    let error: f64 = NaN;
    const isRegular = evaluate(begin, y, whole, end, latest, result);
    if (isRegular) {
      error = norm(stageAt(stages - 1), y, result);
      // The next step starts with this; a state where it does not exist is no good.
      if (error <= 1) {
        derivative(end < latest ? end : latest, result, nextSlope);
        if (firstNotFinite(nextSlope) >= 0) error = NaN;
      }
    }
    if (error <= 1) {
      copy(previousY, y);
      copy(y, result);
      latestTime = latest;
      taken = whole;
      setTimes(end, begin, whole * afterSuccess(error));
      countStep();
      return true;
    }
    countRejected();
    const hasError = isFinite(error);
    hasFailed = true;
    length =
      whole *
      (hasError ? max(leastGrowth, min(0.9, controlSafety / Math.pow(error, exponent))) : <f64>0.25);
    setLength(length);
    if (length < shortestStep(begin)) {
      if (hasError || !isRegular) fail(2, hasError ? worst(stageAt(stages - 1), y, result) : undefinedState(begin));
      else fail(1, undefinedState(begin));
      // The next attempt, if there is one, starts from the same slope.
      const spare = slope;
      slope = nextSlope;
      nextSlope = spare;
      return false;
    }
  }
}

/** By what the step should grow after a good step; it does not grow right after a failure. */
function afterSuccess(error: f64): f64 {
  let factor = mostGrowth;
  if (error > 0) {
    factor = (controlSafety * memoryOfError) / Math.pow(error, exponent);
    factor = min(mostGrowth, max(leastGrowth, factor));
  }
  if (hasFailed) factor = min(1, factor);
  hasFailed = false;
  memoryOfError = Math.pow(max(error, controlErrorFloor), controlMemory);
  return factor;
}

export function interpolateRosenbrock(time: f64, out: usize): void {
  if (time == t) {
    copy(out, y);
    return;
  }
  const x = (time - previousT) / taken;
  for (let i = 0; i < size; i++) put(out, i, (1 - x) * at(previousY, i) + x * at(y, i));
  for (let stage = 0; stage < stages; stage++) {
    let basis = x * (1 - x);
    let factor: f64 = 0;
    for (let row = 0; row < denseRows; row++) {
      factor += weight(2, row, stage) * basis;
      basis *= x;
    }
    if (factor != 0) addScaled(out, factor, stageAt(stage));
  }
}

export function saveRosenbrock(): usize {
  store<f64>(block, t);
  store<f64>(block, previousT, 8);
  store<f64>(block, h, 16);
  store<f64>(block, taken, 24);
  store<f64>(block, latestTime, 32);
  store<f64>(block, memoryOfError, 40);
  store<f64>(block, hasFailed ? 1 : 0, 48);
  return block;
}

export function restoreRosenbrock(): void {
  setTimes(load<f64>(block), load<f64>(block, 8), load<f64>(block, 16));
  taken = load<f64>(block, 24);
  latestTime = load<f64>(block, 32);
  memoryOfError = load<f64>(block, 40);
  hasFailed = load<f64>(block, 48) == 1;
  // The stages follow from where the step began.
  if (taken > 0) {
    derivative(previousT, previousY, slope);
    linearise(previousT, previousY);
    evaluate(previousT, previousY, taken, t, latestTime, result);
  }
  derivative(min(t, latestTime), y, nextSlope);
}

function linearise(time: f64, state: usize): void {
  jacobian(time, state);
  timeDerivative(time, state, change);
}

/** All stages of a step from `from` and the new state; false when the matrix can not be factorised. */
function evaluate(begin: f64, from: usize, length: f64, end: f64, latest: f64, out: usize): bool {
  const last = stages - 1;
  if (!prepare(1 / (gamma * length))) return false;
  for (let stage = 0; stage <= last; stage++) {
    const u = stageAt(stage);
    if (stage == 0) copy(u, slope);
    else {
      const target = stage == last ? out : point;
      combine(target, from, 0, stage, 1);
      const node = at(nodes, stage);
      const time = node == 1 ? end : begin + node * length;
      derivative(time < latest ? time : latest, target, scratch);
      combine(u, scratch, 1, stage, 1 / length);
    }
    const d = at(nodes, stages + stage);
    if (d != 0) addScaled(u, length * d, change);
    if (!solve(u)) return false;
  }
  addScaled(out, 1, stageAt(last));
  return true;
}

/** out = base + factor * sum over earlier stages of the weights in a row of a table. */
function combine(out: usize, base: usize, table: i32, row: i32, factor: f64): void {
  copy(out, base);
  for (let stage = 0; stage < row; stage++) {
    const w = weight(table, row, stage);
    if (w != 0) addScaled(out, factor * w, stageAt(stage));
  }
}

/** The first state whose rate of change, here or in a stage, is not a finite number. */
function undefinedState(time: f64): i32 {
  derivative(time, y, scratch);
  let found = firstNotFinite(scratch);
  if (found < 0) found = firstNotFinite(nextSlope);
  for (let stage = 0; stage < stages && found < 0; stage++) found = firstNotFinite(stageAt(stage));
  return max(found, 0);
}
