/**
 * Generalised minimal residuals (Y. Saad, M. H. Schultz 1986, doi:10.1137/0907058) with incomplete factors on the right,
 * for (shift I - J) x = b of networks whose whole factors would be too many. Vectors are scaled by the tolerances of
 * their states and in elimination numbering (incompleteFactors.ts).
 *
 * Jacobian, scales and factors are made at one state with one shift; later shifts are exact in the products and
 * approximate in the factors.
 */
import { values } from "./equations";
import {
  factoriseIncompletely,
  rowColumns,
  rowNumbers,
  rowStarts,
  setUpIncomplete,
  solveIncompletely,
} from "./incompleteFactors";
import { at, put, size, stride, tolerance } from "./vectors";

/** Vectors of the basis. Solutions of bench/ode take 3 to 10; with 25 a step of `dimers` fails, with 60 none do. */
const most: i32 = 40;
/**
 * The residual in an equation for the state, in tolerances, and as a part of what it was: rounding alone, since what is
 * left of a fast component would stay in the conserved sums, which long steps do not damp. With 1e-3 for the first,
 * `dimers` (bench/ode) has eight times the error for a sixth less time.
 */
const residualTolerance: f64 = 1e-4;
const residualPart: f64 = 1e-12;
/**
 * Factors are made anew when the shift has changed by more than this, or when they help too little. CPU time of bench/ode
 * `dimers`: with 1.3 and 2.2 for the first the same within noise, of `receptor` with either a tenth more; with 8, 12 and
 * 20 for the second 1.4, 1.13 and 1.
 */
const shiftRange: f64 = 1.6;
const manyIterations: i32 = 20;

let orders: usize = 0;
/** Where the number of an entry of a row stands in the Jacobian's. */
let sources: usize = 0;
let scales: usize = 0;
let basis: usize = 0;
let preconditioned: usize = 0;
/** Hessenberg matrix by columns of most + 1, rotations, right-hand side, weights. */
let hessenberg: usize = 0;
let cosines: usize = 0;
let sines: usize = 0;
let target: usize = 0;

export let iterations: i32 = 0;
export let lastIterations: i32 = 0;
export let factorShift: f64 = 0;

export function setUpKrylov(header: usize): void {
  orders = load<u32>(header, 0);
  sources = load<u32>(header, 4);
  scales = load<u32>(header, 8);
  basis = load<u32>(header, 12);
  preconditioned = basis + <usize>(most + 1) * stride;
  hessenberg = preconditioned + stride;
  cosines = hessenberg + <usize>((most + 1) * most * 8);
  sines = cosines + <usize>(most * 8);
  target = sines + <usize>(most * 8);
  setUpIncomplete(header + 16);
  lastIterations = 0;
  factorShift = 0;
}

/** Bytes behind `basis`. */
export function krylovBytes(vector: usize): usize {
  return <usize>(most + 2) * vector + <usize>((most + 4) * (most + 1) * 8);
}

export function clearIterations(): void {
  iterations = 0;
}

export function setLastIterations(count: i32): void {
  lastIterations = count;
}

/** Whether Jacobian and factors should be made anew for this shift. */
export function isOutworn(shift: f64): bool {
  const ratio = shift / factorShift;
  return !(ratio < shiftRange && ratio * shiftRange > 1) || lastIterations > manyIterations;
}

/** Takes over the Jacobian's numbers, which belong to a state y, and makes factors for a shift. */
export function precondition(y: usize, shift: f64): bool {
  for (let k = 0; k < size; k++) {
    const i = load<i32>(orders + (<usize>k << 2));
    put(scales, k, tolerance(i, y, y));
  }
  for (let k = 0; k < size; k++) {
    const inverse = -1 / at(scales, k);
    const end = load<i32>(rowStarts + (<usize>(k + 1) << 2));
    for (let p = load<i32>(rowStarts + (<usize>k << 2)); p < end; p++) {
      const source = load<i32>(sources + (<usize>p << 2));
      put(rowNumbers, p, at(values, source) * (at(scales, load<i32>(rowColumns + (<usize>p << 2))) * inverse));
    }
  }
  lastIterations = 0;
  factorShift = shift;
  return factoriseIncompletely(shift);
}

@inline
function vector(i: i32): usize {
  return basis + <usize>i * stride;
}

/** out = (shift I - J) v */
function multiply(v: usize, shift: f64, out: usize): void {
  for (let k = 0; k < size; k++) {
    let sum = shift * at(v, k);
    let more: f64 = 0;
    let p = load<i32>(rowStarts + (<usize>k << 2));
    const end = load<i32>(rowStarts + (<usize>(k + 1) << 2));
    for (; p + 1 < end; p += 2) {
      sum += at(rowNumbers, p) * at(v, load<i32>(rowColumns + (<usize>p << 2)));
      more += at(rowNumbers, p + 1) * at(v, load<i32>(rowColumns + (<usize>(p + 1) << 2)));
    }
    if (p < end) sum += at(rowNumbers, p) * at(v, load<i32>(rowColumns + (<usize>p << 2)));
    put(out, k, sum + more);
  }
}

function dot(a: usize, b: usize): f64 {
  let sum: f64 = 0;
  let more: f64 = 0;
  let i = 0;
  for (; i + 1 < size; i += 2) {
    sum += at(a, i) * at(b, i);
    more += at(a, i + 1) * at(b, i + 1);
  }
  if (i < size) sum += at(a, i) * at(b, i);
  return sum + more;
}

@inline
function entry(row: i32, column: i32): usize {
  return hessenberg + (<usize>(column * (most + 1) + row) << 3);
}

/** b becomes (shift I - J)^-1 b, within a part of the tolerance. False when that takes too long. */
export function solveByKrylov(b: usize, shift: f64): bool {
  const first = vector(0);
  for (let k = 0; k < size; k++)
    put(first, k, at(b, load<i32>(orders + (<usize>k << 2))) / at(scales, k));
  const length = sqrt(dot(first, first));
  if (length == 0) return true;
  if (!isFinite(length)) return false;
  const goal = max(residualTolerance * abs(shift) * sqrt(<f64>size), residualPart * length);
  const inverse = 1 / length;
  for (let k = 0; k < size; k++) put(first, k, at(first, k) * inverse);
  store<f64>(target, length);
  let count = 0;
  let residual = length;
  while (residual > goal && count < most) {
    memory.copy(preconditioned, vector(count), <usize>size << 3);
    solveIncompletely(preconditioned);
    const next = vector(count + 1);
    multiply(preconditioned, shift, next);
    for (let i = 0; i <= count; i++) {
      const part = dot(next, vector(i));
      store<f64>(entry(i, count), part);
      const v = vector(i);
      for (let k = 0; k < size; k++) put(next, k, at(next, k) - part * at(v, k));
    }
    const rest = sqrt(dot(next, next));
    if (!isFinite(rest)) return false;
    if (rest > 0) {
      const scale = 1 / rest;
      for (let k = 0; k < size; k++) put(next, k, at(next, k) * scale);
    }
    for (let i = 0; i < count; i++) rotate(entry(i, count), entry(i + 1, count), at(cosines, i), at(sines, i));
    const above = load<f64>(entry(count, count));
    const radius = sqrt(above * above + rest * rest);
    if (radius == 0) return false;
    put(cosines, count, above / radius);
    put(sines, count, rest / radius);
    store<f64>(entry(count, count), radius);
    put(target, count + 1, 0);
    rotate(target + (<usize>count << 3), target + (<usize>(count + 1) << 3), above / radius, rest / radius);
    count++;
    residual = abs(at(target, count));
  }
  iterations += count;
  lastIterations = max(lastIterations, count);
  if (residual > goal) return false;
  combine(count, b);
  return true;
}

@inline
function rotate(first: usize, second: usize, cosine: f64, sine: f64): void {
  const a = load<f64>(first);
  const c = load<f64>(second);
  store<f64>(first, cosine * a + sine * c);
  store<f64>(second, cosine * c - sine * a);
}

/** The combination of the basis with the least residual, through the factors, as a solution. */
function combine(count: i32, out: usize): void {
  for (let i = count - 1; i >= 0; i--) {
    let sum = at(target, i);
    for (let j = i + 1; j < count; j++) sum -= load<f64>(entry(i, j)) * at(target, j);
    put(target, i, sum / load<f64>(entry(i, i)));
  }
  memory.fill(preconditioned, 0, <usize>size << 3);
  for (let i = 0; i < count; i++) {
    const v = vector(i);
    const weight = at(target, i);
    for (let k = 0; k < size; k++) put(preconditioned, k, at(preconditioned, k) + weight * at(v, k));
  }
  solveIncompletely(preconditioned);
  for (let k = 0; k < size; k++)
    put(out, load<i32>(orders + (<usize>k << 2)), at(preconditioned, k) * at(scales, k));
}
