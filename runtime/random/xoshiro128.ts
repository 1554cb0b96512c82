/**
 * The generator xoshiro128** 1.1 (Blackman & Vigna 2021, ACM TOMS 47(4):36, doi:10.1145/3460772): 128 bits of
 * state, period 2^128 - 1, 32 bits a step, integer operations only.
 */

/** Four words, not all zero; advanced in place. */
export type GeneratorState = Int32Array;

/** The next 32 random bits, as an integer in [0, 2^32). */
export function nextUint32(state: GeneratorState): number {
  const s0 = state[0] ?? 0;
  const s1 = state[1] ?? 0;
  const s2 = (state[2] ?? 0) ^ s0;
  const s3 = (state[3] ?? 0) ^ s1;
  const five = Math.imul(s1, 5);
  const result = Math.imul((five << 7) | (five >>> 25), 9) >>> 0;
  state[1] = s1 ^ s2;
  state[0] = s0 ^ s3;
  state[2] = s2 ^ (s1 << 9);
  state[3] = (s3 << 11) | (s3 >>> 21);
  return result;
}

/** A multiple of 2^-53, uniform on [0, 1). */
export function nextUniform(state: GeneratorState): number {
  const high = nextUint32(state) >>> 5;
  const low = nextUint32(state) >>> 6;
  return (high * 67108864 + low) * 1.1102230246251565e-16;
}

/** Uniform on the open interval (0, 1): the middles of 2^52 equal cells. */
export function nextOpenUniform(state: GeneratorState): number {
  const high = nextUint32(state) >>> 6;
  const low = nextUint32(state) >>> 6;
  return (high * 67108864 + low + 0.5) * 2.220446049250313e-16;
}

/** Bounds up to here times a 32-bit number are exact in a double. */
const exactBound = 2 ** 21;

/**
 * A whole number in [0, bound), for 1 <= bound <= 2^53. Up to 2^21 exactly uniform, by one product of 32 random bits
 * and a rare second draw (Lemire 2019, doi:10.1145/3230636); beyond, to within 2^-53.
 */
export function nextBelow(state: GeneratorState, bound: number): number {
  if (bound > exactBound) return Math.floor(nextUniform(state) * bound);
  for (;;) {
    const found = belowOfWord(nextUint32(state), bound);
    if (found >= 0) return found;
  }
}

/** The same from one word of a generator, for a bound up to 2^21; -1 where another word is needed. */
export function belowOfWord(word: number, bound: number): number {
  const product = word * bound;
  const low = product >>> 0;
  if (low < bound && low < 4294967296 % bound) return -1;
  return (product - low) * 2.3283064365386963e-10;
}
