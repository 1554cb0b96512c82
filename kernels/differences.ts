/**
 * Numerical differentiation formulas of orders 1 to 5, step for step as runtime/engines/ode/backwardDifferences.ts has
 * them, which says what they are: L. F. Shampine, M. W. Reichelt (1997), doi:10.1137/S1064827594276424.
 *
 * What a run keeps stands in one block of memory: scalars, the eight backward differences, and where the Jacobian was
 * evaluated.
 */
import { derivative, jacobian } from "./equations";
import { factorShift, lastIterations, setLastIterations } from "./krylov";
import { needsJacobian, prepare, solve, takeJacobian } from "./linearSystems";
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
import { at, clear, copy, firstNotFinite, norm, put, size, stride, worst } from "./vectors";

const orders: i32 = 5;
const newtonIterations: i32 = 4;
/** Newton's iteration stops when its error is below this part of the tolerance. */
const newtonTolerance: f64 = 0.02;
/** New factors cost more than steps that are longer by less save. */
const worthwhileGrowth: f64 = 1.2;
/** How much of the last rate of convergence is believed at least. */
const rateMemory: f64 = 0.9;
const scalarBytes: usize = 128;

let block: usize = 0;
let differences: usize = 0;
let jacobianY: usize = 0;
let predicted: usize = 0;
let state: usize = 0;
let correction: usize = 0;
let history: usize = 0;
let slope: usize = 0;
let residual: usize = 0;
/** Matrix of a change of step, row by row (6 x 6), and a column of differences. */
let change: usize = 0;
let column: usize = 0;

let order: i32 = 1;
/** Steps since step length or order changed. */
let equalSteps: i32 = 0;
/** Order and growth to be applied before the next step; until then D and h describe the last one. */
let nextOrder: i32 = 1;
let growth: f64 = 1;
let hasJacobian: bool = false;
let jacobianT: f64 = 0;
/** Shift of the present factors, 0 when there are none. */
let shift: f64 = 0;
let iterations: i32 = 0;
/** By what Newton's iteration last came nearer in an iteration, with the present factors; NaN: not known. */
let rate: f64 = NaN;

/** By order from 0: the coefficient of the correction term; 1 + 1/2 + ... + 1/k. */
const kappas: StaticArray<f64> = [0, -0.185, -1.0 / 9.0, -0.0823, -0.0415, 0];
const gammas: StaticArray<f64> = [0, 1, 1.5, 11.0 / 6.0, 25.0 / 12.0, 137.0 / 60.0];

@inline
function gamma(k: i32): f64 {
  return unchecked(gammas[k]);
}

@inline
function alpha(k: i32): f64 {
  return (1 - unchecked(kappas[k])) * unchecked(gammas[k]);
}

@inline
function errorConstant(k: i32): f64 {
  return unchecked(kappas[k]) * unchecked(gammas[k]) + 1 / <f64>(k + 1);
}

/** Bytes of the block, and of the whole. */
export function keptBytes(): usize {
  return scalarBytes + 9 * stride;
}

export function differenceBytes(): usize {
  return keptBytes() + 6 * stride + 42 * 8;
}

/** Lays everything out from an address that is a multiple of 16. */
export function placeDifferences(address: usize): void {
  block = address;
  differences = block + scalarBytes;
  jacobianY = differences + 8 * stride;
  predicted = jacobianY + stride;
  state = predicted + stride;
  correction = state + stride;
  history = correction + stride;
  slope = history + stride;
  residual = slope + stride;
  change = residual + stride;
  column = change + 36 * 8;
}

/** D[j]; the 0-th is the state. */
@inline
function difference(j: i32): usize {
  return differences + <usize>j * stride;
}

export function differencesState(): usize {
  return differences;
}

export function startDifferences(time: f64, length: f64, limit: f64): void {
  setTimes(time, time, length);
  for (let j = 1; j < orders + 3; j++) clear(difference(j));
  const first = difference(1);
  derivative(time, differences, first);
  if (!(length > 0))
    setLength(initialStep(1, time, differences, first, justBefore(limit), predicted, residual));
  for (let i = 0; i < size; i++) put(first, i, at(first, i) * h);
  order = 1;
  nextOrder = 1;
  growth = 1;
  equalSteps = 0;
  hasJacobian = false;
  shift = 0;
  rate = NaN;
}

export function stepDifferences(limit: f64): bool {
  const latest = justBefore(limit);
  const begin = t;
  order = nextOrder;
  if (growth != 1) rescale(growth);
  growth = 1;
  if (h > maximumStep) rescale(maximumStep / h);
  let isFresh = false;
  while (true) {
    let end = begin + h;
    if (begin + 1.01 * h >= limit) {
      end = limit;
      if (limit - begin != h) rescale((limit - begin) / h);
      setLength(limit - begin);
    }
    const now = min(end, latest);
    predict();
    const wanted = alpha(order) / h;
    let isRegular = true;
    if (!hasJacobian || (!isFresh && needsJacobian(wanted))) {
      isRegular = evaluateJacobian(now, predicted, wanted);
      isFresh = true;
    }
    if (isRegular && wanted != shift) {
      shift = wanted;
      rate = NaN;
      isRegular = prepare(wanted);
    }
    if (!isRegular) shift = 0;
    let error: f64 = NaN;
    if (isRegular && iterate(now)) {
      error = errorConstant(order) * norm(correction, differences, state);
      if (error <= 1) {
        accept(begin, end, error);
        return true;
      }
    }
    countRejected();
    if (isFinite(error)) {
      rescale(max(0.2, min(0.9, safety() / Math.pow(error, 1 / <f64>(order + 1)))));
    } else if (isRegular && !isFresh) {
      // The Jacobian is old: that is the likeliest reason.
      hasJacobian = false;
      continue;
    } else rescale(0.25);
    if (h < shortestStep(begin)) {
      const undefinedSlope = isRegular ? firstNotFinite(slope) : -1;
      if (undefinedSlope < 0) fail(2, worst(correction, differences, state));
      else fail(1, undefinedSlope);
      nextOrder = order;
      return false;
    }
  }
}

export function interpolateDifferences(time: f64, out: usize): void {
  copy(out, differences);
  if (time == t) return;
  let factor: f64 = 1;
  for (let j = 1; j <= order; j++) {
    factor *= (time - t + <f64>(j - 1) * h) / (h * <f64>j);
    const d = difference(j);
    for (let i = 0; i < size; i++) put(out, i, at(out, i) + factor * at(d, i));
  }
}

export function saveDifferences(): usize {
  store<f64>(block, t);
  store<f64>(block, previousT, 8);
  store<f64>(block, h, 16);
  store<f64>(block, growth, 24);
  store<f64>(block, jacobianT, 32);
  store<f64>(block, shift, 40);
  store<f64>(block, <f64>order, 48);
  store<f64>(block, <f64>nextOrder, 56);
  store<f64>(block, <f64>equalSteps, 64);
  store<f64>(block, hasJacobian ? 1 : 0, 72);
  store<f64>(block, isNaN(rate) ? -1 : rate, 80);
  store<f64>(block, factorShift, 88);
  store<f64>(block, <f64>lastIterations, 96);
  return block;
}

export function restoreDifferences(): void {
  setTimes(load<f64>(block), load<f64>(block, 8), load<f64>(block, 16));
  growth = load<f64>(block, 24);
  jacobianT = load<f64>(block, 32);
  shift = load<f64>(block, 40);
  order = <i32>load<f64>(block, 48);
  nextOrder = <i32>load<f64>(block, 56);
  equalSteps = <i32>load<f64>(block, 64);
  hasJacobian = load<f64>(block, 72) == 1;
  rate = load<f64>(block, 80);
  if (rate < 0) rate = NaN;
  if (!hasJacobian) return;
  jacobian(jacobianT, jacobianY);
  takeJacobian(jacobianY, load<f64>(block, 88));
  setLastIterations(<i32>load<f64>(block, 96));
  if (shift > 0) prepare(shift);
}

/** For systems of a shift. False when they can not be made ready. */
function evaluateJacobian(time: f64, y: usize, next: f64): bool {
  hasJacobian = true;
  jacobianT = time;
  copy(jacobianY, y);
  shift = 0;
  jacobian(time, y);
  return takeJacobian(y, next);
}

/** Extrapolates the history by one step, and forms what it contributes to the equation of the new state. */
function predict(): void {
  copy(predicted, differences);
  clear(history);
  for (let j = 1; j <= order; j++) {
    const d = difference(j);
    const weight = gamma(j);
    for (let i = 0; i < size; i++) {
      put(predicted, i, at(predicted, i) + at(d, i));
      put(history, i, at(history, i) + weight * at(d, i));
    }
  }
  const scale = 1 / h;
  for (let i = 0; i < size; i++) put(history, i, at(history, i) * scale);
}

/** Newton's iteration for alpha d / h + history = f(time, predicted + d). */
function iterate(time: f64): bool {
  copy(state, predicted);
  clear(correction);
  let before: f64 = 0;
  for (let iteration = 0; iteration < newtonIterations; iteration++) {
    derivative(time, state, slope);
    for (let i = 0; i < size; i++)
      put(residual, i, at(slope, i) - at(history, i) - shift * at(correction, i));
    if (!solve(residual)) return false;
    const moved = norm(residual, differences, state);
    if (!isFinite(moved)) return false;
    if (iteration > 0) {
      const now = moved / before;
      // Hopeless: the remaining iterations would not be enough.
      if (now >= 1 || (power(now, newtonIterations - iteration) / (1 - now)) * moved > newtonTolerance) {
        rate = NaN;
        return false;
      }
      rate = max(now, isNaN(rate) ? 0 : rateMemory * rate);
    }
    for (let i = 0; i < size; i++) {
      put(state, i, at(state, i) + at(residual, i));
      put(correction, i, at(correction, i) + at(residual, i));
    }
    iterations = iteration + 1;
    if (moved == 0 || (rate / (1 - rate)) * moved < newtonTolerance) return true;
    before = moved;
  }
  return false;
}

function power(base: f64, exponent: i32): f64 {
  let result: f64 = 1;
  for (let i = 0; i < exponent; i++) result *= base;
  return result;
}

function safety(): f64 {
  return (0.9 * <f64>(2 * newtonIterations + 1)) / <f64>(2 * newtonIterations + iterations);
}

/** By what a step could grow whose error, of order k, is to become 1. */
function growthFor(error: f64, k: i32): f64 {
  return error > 0 ? 1 / Math.pow(error, 1 / <f64>k) : 100;
}

function accept(begin: f64, end: f64, error: f64): void {
  const next = difference(order + 1);
  const second = difference(order + 2);
  for (let i = 0; i < size; i++) {
    put(second, i, at(correction, i) - at(next, i));
    put(next, i, at(correction, i));
  }
  for (let j = order; j >= 0; j--) {
    const d = difference(j);
    const higher = difference(j + 1);
    for (let i = 0; i < size; i++) put(d, i, at(d, i) + at(higher, i));
  }
  setTimes(end, begin, h);
  countStep();
  equalSteps++;
  nextOrder = order;
  if (equalSteps <= order) return;

  const y = differences;
  let best = growthFor(error, order + 1);
  let bestOrder = order;
  if (order > 1) {
    const lower = growthFor(errorConstant(order - 1) * norm(difference(order), y, y), order);
    if (lower > best) {
      best = lower;
      bestOrder = order - 1;
    }
  }
  if (order < orders) {
    const higher = growthFor(errorConstant(order + 1) * norm(difference(order + 2), y, y), order + 2);
    if (higher > best) {
      best = higher;
      bestOrder = order + 1;
    }
  }
  const grown = min(10, safety() * best);
  if (grown < worthwhileGrowth) return;
  nextOrder = bestOrder;
  growth = grown;
}

/** Makes the history one of spacing `factor` h. */
function rescale(factor: f64): void {
  const width = order + 1;
  // Entry (i, j) of the matrix for a factor is the product over m = 1 .. i of (m - 1 - factor j) / m; the change is that
  // matrix times the one for the factor 1.
  for (let i = 0; i <= order; i++) {
    for (let j = 0; j <= order; j++) {
      let sum: f64 = 0;
      for (let k = 0; k <= order; k++) sum += weightOf(i, k, factor) * weightOf(k, j, 1);
      put(change, i * width + j, sum);
    }
  }
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= order; j++) put(column, j, at(difference(j), i));
    for (let j = 1; j <= order; j++) {
      let sum: f64 = 0;
      for (let k = 1; k <= order; k++) sum += at(change, k * width + j) * at(column, k);
      put(difference(j), i, sum);
    }
  }
  setLength(h * factor);
  equalSteps = 0;
}

function weightOf(i: i32, j: i32, factor: f64): f64 {
  let product: f64 = 1;
  for (let m = 1; m <= i; m++) product *= (<f64>(m - 1) - factor * <f64>j) / <f64>m;
  return product;
}
