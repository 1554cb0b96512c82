/**
 * Incomplete factors of shift I - J: entries of L and U that are small against their row are left out, so that large
 * networks whose whole factors would be dense have factors about as sparse as J (ILUT without a bound on the length of
 * rows: Y. Saad 1994, doi:10.1002/nla.1680010405).
 *
 * Rows and columns are scaled by the tolerances of their states, so that what is small is what matters little: entry
 * (i, j) times tolerance j by tolerance i. All vectors are in elimination numbering.
 */
import { at, put, size } from "./vectors";

/**
 * Entries below this part of the mean of their row are left out. Of 0.003, 0.01, 0.03, 0.06 and 0.1 (CPU time of
 * bench/ode `dimers`, with as many iterations allowed as `krylov` allows): 1.6, 1.15, 1, 1.07 and 1.27; on `receptor` 0.03 and
 * more are alike.
 */
const firstDrop: f64 = 0.03;

/** The scaled matrix -J by rows: its structure, and its numbers. */
export let rowStarts: usize = 0;
export let rowColumns: usize = 0;
export let rowNumbers: usize = 0;
/** Room for so many entries in each factor. */
let capacity: i32 = 0;
let lowerStarts: usize = 0;
let lowerIndices: usize = 0;
let lowerNumbers: usize = 0;
let upperStarts: usize = 0;
let upperIndices: usize = 0;
let upperNumbers: usize = 0;
let inversePivots: usize = 0;
let work: usize = 0;
/** One bit an entry of the work row that is in use. */
let used: usize = 0;

export function setUpIncomplete(header: usize): void {
  rowStarts = load<u32>(header, 0);
  rowColumns = load<u32>(header, 4);
  rowNumbers = load<u32>(header, 8);
  capacity = load<i32>(header, 12);
  lowerStarts = load<u32>(header, 16);
  lowerIndices = load<u32>(header, 20);
  lowerNumbers = load<u32>(header, 24);
  upperStarts = load<u32>(header, 28);
  upperIndices = load<u32>(header, 32);
  upperNumbers = load<u32>(header, 36);
  inversePivots = load<u32>(header, 40);
  work = load<u32>(header, 44);
  used = load<u32>(header, 48);
}

@inline
function index(list: usize, i: i32): i32 {
  return load<i32>(list + (<usize>i << 2));
}

@inline
function setIndex(list: usize, i: i32, value: i32): void {
  store<i32>(list + (<usize>i << 2), value);
}

/** Factors for a shift; more is left out where they do not fit. False when a pivot vanishes or is not finite. */
export function factoriseIncompletely(shift: f64): bool {
  let drop = firstDrop;
  for (let attempt = 0; attempt < 8; attempt++) {
    const outcome = attemptWith(shift, drop);
    if (outcome >= 0) return outcome == 1;
    drop *= 4;
  }
  return false;
}

/** 1: done; 0: no pivot; -1: no room. */
function attemptWith(shift: f64, drop: f64): i32 {
  let lowerEnd = 0;
  let upperEnd = 0;
  const words = (size + 63) >> 6;
  memory.fill(used, 0, <usize>words << 3);
  for (let k = 0; k < size; k++) {
    let weight: f64 = 0;
    const end = index(rowStarts, k + 1);
    const begin = index(rowStarts, k);
    for (let p = begin; p < end; p++) {
      const j = index(rowColumns, p);
      const value = j == k ? at(rowNumbers, p) + shift : at(rowNumbers, p);
      weight += abs(value);
      put(work, j, value);
      mark(j);
    }
    const floor = (drop * weight) / <f64>(end - begin);
    if (lowerEnd + size > capacity || upperEnd + size > capacity) return -1;
    setIndex(lowerStarts, k, lowerEnd);
    const middle = k >> 6;
    for (let word = 0; word <= middle; word++) {
      const place = used + (<usize>word << 3);
      const mask: u64 = word == middle ? ((<u64>1) << (k & 63)) - 1 : u64.MAX_VALUE;
      while (true) {
        const bits = load<u64>(place) & mask;
        if (bits == 0) break;
        const bit = <i32>ctz(bits);
        const j = (word << 6) + bit;
        store<u64>(place, load<u64>(place) & ~((<u64>1) << bit));
        if (abs(at(work, j)) < floor) continue;
        const factor = at(work, j) * at(inversePivots, j);
        put(lowerNumbers, lowerEnd, factor);
        setIndex(lowerIndices, lowerEnd, j);
        lowerEnd++;
        const stop = index(upperStarts, j + 1);
        for (let q = index(upperStarts, j); q < stop; q++) {
          const to = index(upperIndices, q);
          const part = factor * at(upperNumbers, q);
          if (isMarked(to)) put(work, to, at(work, to) - part);
          else {
            mark(to);
            put(work, to, -part);
          }
        }
      }
    }
    const pivot = at(work, k);
    if (!isFinite(pivot) || abs(pivot) < 1e-300) return 0;
    put(inversePivots, k, 1 / pivot);
    setIndex(upperStarts, k, upperEnd);
    for (let word = middle; word < words; word++) {
      const place = used + (<usize>word << 3);
      let bits = load<u64>(place);
      store<u64>(place, 0);
      if (word == middle) bits &= ~((((<u64>1) << (k & 63)) - 1) | ((<u64>1) << (k & 63)));
      while (bits != 0) {
        const j = (word << 6) + <i32>ctz(bits);
        bits &= bits - 1;
        if (abs(at(work, j)) < floor) continue;
        put(upperNumbers, upperEnd, at(work, j));
        setIndex(upperIndices, upperEnd, j);
        upperEnd++;
      }
    }
    setIndex(upperStarts, k + 1, upperEnd);
  }
  setIndex(lowerStarts, size, lowerEnd);
  return 1;
}

@inline
function mark(j: i32): void {
  const place = used + (<usize>(j >> 6) << 3);
  store<u64>(place, load<u64>(place) | ((<u64>1) << (j & 63)));
}

@inline
function isMarked(j: i32): bool {
  return (load<u64>(used + (<usize>(j >> 6) << 3)) & ((<u64>1) << (j & 63))) != 0;
}

/** b becomes (L U)^-1 b. */
export function solveIncompletely(b: usize): void {
  for (let k = 0; k < size; k++) {
    let sum = at(b, k);
    const end = index(lowerStarts, k + 1);
    for (let p = index(lowerStarts, k); p < end; p++) sum -= at(lowerNumbers, p) * at(b, index(lowerIndices, p));
    put(b, k, sum);
  }
  for (let k = size - 1; k >= 0; k--) {
    let sum = at(b, k);
    const end = index(upperStarts, k + 1);
    for (let p = index(upperStarts, k); p < end; p++) sum -= at(upperNumbers, p) * at(b, index(upperIndices, p));
    put(b, k, sum * at(inversePivots, k));
  }
}
