/**
 * Sparse LU of shift I - J with an order and a structure that were found when the model was compiled; pivots stay on
 * the diagonal. Row k starts as row k of the matrix in a dense work row; for each entry j of row k of L the multiple
 * L(k, j) of row j of U is taken off. Up to four rows of U in a row with the same entries to the right of them are taken
 * off in one pass, two entries at a time where they lie side by side.
 *
 * The layout is that of `SparseFactorisation` (runtime/model.ts). T. A. Davis (2006), Direct methods for sparse linear
 * systems, doi:10.1137/1.9780898718881, ch. 6.
 */
import { values } from "./equations";
import { at, put, size } from "./vectors";

/** A pivot smaller than this part of the diagonal entry that it came from is taken for rounding error. */
const pivotFloor: f64 = 1e-16;

let orders: usize = 0;
let lowerStarts: usize = 0;
let lowerIndices: usize = 0;
let upperStarts: usize = 0;
let upperIndices: usize = 0;
/** From which place of a row on the indices are consecutive. */
let lowerSplits: usize = 0;
let upperSplits: usize = 0;
/** How many rows of U from this one on, at most four, have the same entries to the right of them all. */
let runs: usize = 0;
/** J by rows in elimination numbering: where each entry goes and where its number stands. */
let entryStarts: usize = 0;
let entryColumns: usize = 0;
let entrySources: usize = 0;
let lower: usize = 0;
let upper: usize = 0;
let inversePivots: usize = 0;
let work: usize = 0;

export function setUpFactors(header: usize): void {
  orders = load<u32>(header, 0);
  lowerStarts = load<u32>(header, 4);
  lowerIndices = load<u32>(header, 8);
  upperStarts = load<u32>(header, 12);
  upperIndices = load<u32>(header, 16);
  lowerSplits = load<u32>(header, 20);
  upperSplits = load<u32>(header, 24);
  runs = load<u32>(header, 28);
  entryStarts = load<u32>(header, 32);
  entryColumns = load<u32>(header, 36);
  entrySources = load<u32>(header, 40);
  lower = load<u32>(header, 44);
  upper = load<u32>(header, 48);
  inversePivots = load<u32>(header, 52);
  work = load<u32>(header, 56);
}

@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}

/** False when a pivot vanishes or is not finite; `solveFactors` must not be called then. */
export function factorise(shift: f64): bool {
  for (let k = 0; k < size; k++) {
    const lowerEnd = index(lowerStarts, k + 1);
    const upperBegin = index(upperStarts, k);
    const upperEnd = index(upperStarts, k + 1);
    for (let p = index(lowerStarts, k); p < lowerEnd; p++) put(work, index(lowerIndices, p), 0);
    for (let p = upperBegin; p < upperEnd; p++) put(work, index(upperIndices, p), 0);
    const entryEnd = index(entryStarts, k + 1);
    for (let p = index(entryStarts, k); p < entryEnd; p++)
      put(work, index(entryColumns, p), -at(values, index(entrySources, p)));
    const diagonal = at(work, k) + shift;
    put(work, k, diagonal);
    let p = index(lowerStarts, k);
    while (p < lowerEnd) {
      const j = index(lowerIndices, p);
      // Row k may begin within a run of equal rows, or end the run: it lies among them itself.
      const count = min(<i32>load<u8>(runs + <usize>j), lowerEnd - p);
      if (count >= 4) {
        eliminateFour(j, p);
        p += 4;
      } else if (count >= 2) {
        eliminateTwo(j, p);
        p += 2;
      } else {
        eliminateOne(j, p);
        p++;
      }
    }
    const pivot = at(work, k);
    if (!(abs(pivot) > pivotFloor * abs(diagonal)) || !isFinite(pivot)) return false;
    put(inversePivots, k, 1 / pivot);
    for (let q = upperBegin; q < upperEnd; q++) put(upper, q, at(work, index(upperIndices, q)));
  }
  return true;
}

@inline
function eliminateOne(j: i32, p: i32): void {
  const first = at(work, j) * at(inversePivots, j);
  put(lower, p, first);
  if (first == 0) return;
  const begin = index(upperStarts, j);
  const end = index(upperStarts, j + 1);
  const split = max(index(upperSplits, j), begin + 1);
  for (let q = begin + 1; q < split; q++) {
    const to = index(upperIndices, q);
    put(work, to, at(work, to) - first * at(upper, q));
  }
  if (split >= end) return;
  let to = work + (<usize>index(upperIndices, split) << 3);
  const a = f64x2.splat(first);
  let from = upper + (<usize>split << 3);
  const stop = upper + (<usize>end << 3);
  for (; from + 8 < stop; from += 16) {
    v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(a, v128.load(from))));
    to += 16;
  }
  if (from < stop) store<f64>(to, load<f64>(to) - first * load<f64>(from));
}

@inline
function eliminateTwo(j: i32, p: i32): void {
  const q0 = index(upperStarts, j);
  const q1 = index(upperStarts, j + 1);
  const end = index(upperStarts, j + 2);
  const first = at(work, j) * at(inversePivots, j);
  const second = (at(work, j + 1) - first * at(upper, q0 + 1)) * at(inversePivots, j + 1);
  put(lower, p, first);
  put(lower, p + 1, second);
  if (first == 0 && second == 0) return;
  const offset = <usize>(q1 - q0 - 1) << 3;
  const split = max(index(upperSplits, j + 1), q1 + 1);
  for (let q = q1 + 1; q < split; q++) {
    const to = index(upperIndices, q);
    const from = upper + (<usize>q << 3);
    put(work, to, at(work, to) - (first * load<f64>(from - offset) + second * load<f64>(from)));
  }
  if (split >= end) return;
  let to = work + (<usize>index(upperIndices, split) << 3);
  const a = f64x2.splat(first);
  const b = f64x2.splat(second);
  let from = upper + (<usize>split << 3);
  const stop = upper + (<usize>end << 3);
  for (; from + 8 < stop; from += 16) {
    const sum = f64x2.add(f64x2.mul(a, v128.load(from - offset)), f64x2.mul(b, v128.load(from)));
    v128.store(to, f64x2.sub(v128.load(to), sum));
    to += 16;
  }
  if (from < stop)
    store<f64>(to, load<f64>(to) - (first * load<f64>(from - offset) + second * load<f64>(from)));
}

@inline
function eliminateFour(j: i32, p: i32): void {
  const q0 = index(upperStarts, j);
  const q1 = index(upperStarts, j + 1);
  const q2 = index(upperStarts, j + 2);
  const q3 = index(upperStarts, j + 3);
  const end = index(upperStarts, j + 4);
  const first = at(work, j) * at(inversePivots, j);
  const second = (at(work, j + 1) - first * at(upper, q0 + 1)) * at(inversePivots, j + 1);
  const third =
    (at(work, j + 2) - first * at(upper, q0 + 2) - second * at(upper, q1 + 1)) * at(inversePivots, j + 2);
  const fourth =
    (at(work, j + 3) - first * at(upper, q0 + 3) - second * at(upper, q1 + 2) - third * at(upper, q2 + 1)) *
    at(inversePivots, j + 3);
  put(lower, p, first);
  put(lower, p + 1, second);
  put(lower, p + 2, third);
  put(lower, p + 3, fourth);
  // Rows of a module that does not run have nothing to eliminate.
  if (first == 0 && second == 0 && third == 0 && fourth == 0) return;
  const offset0 = <usize>(q3 - q0 - 3) << 3;
  const offset1 = <usize>(q3 - q1 - 2) << 3;
  const offset2 = <usize>(q3 - q2 - 1) << 3;
  const split = max(index(upperSplits, j + 3), q3 + 1);
  for (let q = q3 + 1; q < split; q++) {
    const to = index(upperIndices, q);
    const from = upper + (<usize>q << 3);
    const sum =
      first * load<f64>(from - offset0) +
      second * load<f64>(from - offset1) +
      (third * load<f64>(from - offset2) + fourth * load<f64>(from));
    put(work, to, at(work, to) - sum);
  }
  if (split >= end) return;
  let to = work + (<usize>index(upperIndices, split) << 3);
  const a = f64x2.splat(first);
  const b = f64x2.splat(second);
  const c = f64x2.splat(third);
  const d = f64x2.splat(fourth);
  let from = upper + (<usize>split << 3);
  const stop = upper + (<usize>end << 3);
  for (; from + 8 < stop; from += 16) {
    const sum = f64x2.add(
      f64x2.add(f64x2.mul(a, v128.load(from - offset0)), f64x2.mul(b, v128.load(from - offset1))),
      f64x2.add(f64x2.mul(c, v128.load(from - offset2)), f64x2.mul(d, v128.load(from))),
    );
    v128.store(to, f64x2.sub(v128.load(to), sum));
    to += 16;
  }
  if (from < stop) {
    const sum =
      first * load<f64>(from - offset0) +
      second * load<f64>(from - offset1) +
      (third * load<f64>(from - offset2) + fourth * load<f64>(from));
    store<f64>(to, load<f64>(to) - sum);
  }
}

/** Sum over entries [p, end) of a row of factors times the work vector; consecutive from `split` on. */
@inline
function rowSum(numbers: usize, indices: usize, p: i32, split: i32, end: i32): f64 {
  let even: f64 = 0;
  let odd: f64 = 0;
  const middle = max(min(split, end), p);
  for (; p + 1 < middle; p += 2) {
    even += at(numbers, p) * at(work, index(indices, p));
    odd += at(numbers, p + 1) * at(work, index(indices, p + 1));
  }
  if (p < middle) {
    even += at(numbers, p) * at(work, index(indices, p));
    p++;
  }
  if (p >= end) return even + odd;
  let other = work + (<usize>index(indices, p) << 3);
  let from = numbers + (<usize>p << 3);
  const stop = numbers + (<usize>end << 3);
  let sum = f64x2.splat(0);
  let more = f64x2.splat(0);
  for (; from + 24 < stop; from += 32) {
    sum = f64x2.add(sum, f64x2.mul(v128.load(from), v128.load(other)));
    more = f64x2.add(more, f64x2.mul(v128.load(from, 16), v128.load(other, 16)));
    other += 32;
  }
  sum = f64x2.add(sum, more);
  for (; from < stop; from += 8) {
    even += load<f64>(from) * load<f64>(other);
    other += 8;
  }
  return even + odd + (f64x2.extract_lane(sum, 0) + f64x2.extract_lane(sum, 1));
}

/** b becomes (shift I - J)^-1 b. */
export function solveFactors(b: usize): void {
  for (let k = 0; k < size; k++) {
    const sum = rowSum(
      lower,
      lowerIndices,
      index(lowerStarts, k),
      index(lowerSplits, k),
      index(lowerStarts, k + 1),
    );
    put(work, k, at(b, index(orders, k)) - sum);
  }
  for (let k = size - 1; k >= 0; k--) {
    const sum = rowSum(
      upper,
      upperIndices,
      index(upperStarts, k) + 1,
      index(upperSplits, k),
      index(upperStarts, k + 1),
    );
    put(work, k, (at(work, k) - sum) * at(inversePivots, k));
  }
  for (let k = 0; k < size; k++) put(b, index(orders, k), at(work, k));
}
