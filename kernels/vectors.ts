/**
 * Vectors of the length of the state, and the measure of an error: the root of the mean of (e_i / (a_i + r |y_i|))^2,
 * where r is the relative and a_i the absolute tolerance. Steps are good up to one.
 */
export let size: i32 = 0;
/** Bytes from one vector to the next of a block: room for one entry more than the state has. */
export let stride: usize = 0;
let absolutes: usize = 0;
let relative: f64 = 0;

export function setUpVectors(count: i32, absolutesAt: usize, relativeTolerance: f64): void {
  size = count;
  stride = vectorBytes(count);
  absolutes = absolutesAt;
  relative = relativeTolerance;
}

export function vectorBytes(count: i32): usize {
  return ((<usize>count << 3) + 23) & ~15;
}

@inline
export function at(vector: usize, i: i32): f64 {
  return load<f64>(vector + (<usize>i << 3));
}

@inline
export function put(vector: usize, i: i32, value: f64): void {
  store<f64>(vector + (<usize>i << 3), value);
}

export function copy(to: usize, from: usize): void {
  memory.copy(to, from, <usize>size << 3);
}

export function clear(vector: usize): void {
  memory.fill(vector, 0, <usize>size << 3);
}

/** to += factor * from */
export function addScaled(to: usize, factor: f64, from: usize): void {
  for (let i = 0; i < size; i++) put(to, i, at(to, i) + factor * at(from, i));
}

/** What an error of measure one is in entry i, in a step from y to z. */
@inline
export function tolerance(i: i32, y: usize, z: usize): f64 {
  return at(absolutes, i) + relative * max(abs(at(y, i)), abs(at(z, i)));
}

/** The measure of e in a step from y to z; NaN or infinite when something is not finite. */
export function norm(e: usize, y: usize, z: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < size; i++) {
    const ratio = at(e, i) / tolerance(i, y, z);
    sum += ratio * ratio;
  }
  return size == 0 ? 0 : sqrt(sum / <f64>size);
}

/** The measure of p - q. */
export function distance(p: usize, q: usize, y: usize, z: usize): f64 {
  let sum: f64 = 0;
  for (let i = 0; i < size; i++) {
    const ratio = (at(p, i) - at(q, i)) / tolerance(i, y, z);
    sum += ratio * ratio;
  }
  return size == 0 ? 0 : sqrt(sum / <f64>size);
}

/** The entry with the largest part in an error, the first one that is not finite if there is any. */
export function worst(e: usize, y: usize, z: usize): i32 {
  let found = 0;
  let largest: f64 = -1;
  for (let i = 0; i < size; i++) {
    if (!isFinite(at(e, i))) return i;
    const ratio = abs(at(e, i)) / tolerance(i, y, z);
    if (ratio > largest) {
      largest = ratio;
      found = i;
    }
  }
  return found;
}

/** The first entry that is not a finite number; -1: all are. */
export function firstNotFinite(vector: usize): i32 {
  for (let i = 0; i < size; i++) if (!isFinite(at(vector, i))) return i;
  return -1;
}
