/**
 * The generator xoshiro128** and exponential draws, word for word as runtime/random/ has them: a stream continues where
 * the other left it.
 */

/** The generator's words. */
export let s0: u32 = 0;
export let s1: u32 = 0;
export let s2: u32 = 0;
export let s3: u32 = 0;

/** Tables of `exponentialPoints`, `exponentialInverses`, `exponentialLogs` (256 each) and `exponentialSteps` (32). */
let points: usize = 0;
let inverses: usize = 0;
let logs: usize = 0;
let steps: usize = 0;

export function setExponentialTables(at: usize): void {
  points = at;
  inverses = at + 2048;
  logs = at + 4096;
  steps = at + 6144;
}

export function loadWords(at: usize): void {
  s0 = load<u32>(at, 0);
  s1 = load<u32>(at, 4);
  s2 = load<u32>(at, 8);
  s3 = load<u32>(at, 12);
}

export function storeWords(at: usize): void {
  store<u32>(at, s0, 0);
  store<u32>(at, s1, 4);
  store<u32>(at, s2, 8);
  store<u32>(at, s3, 12);
}

@inline
export function nextUint32(): u32 {
  const a = s0;
  const b = s1;
  const c = s2 ^ a;
  const d = s3 ^ b;
  s1 = b ^ c;
  s0 = a ^ d;
  s2 = c ^ (b << 9);
  s3 = rotl(d, 11);
  return rotl(b * 5, 7) * 9;
}

/** A multiple of 2^-53, uniform on [0, 1). */
@inline
export function nextUniform(): f64 {
  const high = nextUint32() >>> 5;
  const low = nextUint32() >>> 6;
  return (<f64>high * 67108864.0 + <f64>low) * 1.1102230246251565e-16;
}

/** A draw from the exponential distribution of mean one; always positive. */
export function nextExponential(): f64 {
  let beyond: f64 = 0;
  let first = nextUint32();
  while (first == 0) {
    beyond += 22.18070977791825;
    first = nextUint32();
  }
  const zeros = clz(first);
  const upper = (first << (zeros + 1)) >>> 12;
  const cell = upper >>> 12;
  const f = <f64>upper * 9.5367431640625e-7 + (<f64>nextUint32() + 0.5) * load<f64>(steps + (<usize>zeros << 3));
  const r = (f - load<f64>(points + (<usize>cell << 3))) * load<f64>(inverses + (<usize>cell << 3));
  const log1p = r - r * r * (0.5 - r * (0.3333333333333333 - r * (0.25 - r * 0.2)));
  return beyond + (<f64>zeros * 0.6931471805599453 + (load<f64>(logs + (<usize>cell << 3)) - log1p));
}
