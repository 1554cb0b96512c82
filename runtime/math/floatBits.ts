/**
 * The bits of a double, and exact powers of two: the ground of the functions in this folder.
 *
 * Math.exp, Math.log and their kin are not specified to the bit, so a run that used them could differ between
 * platforms. The functions here use only + - * /, comparisons, Math.sqrt, Math.abs, Math.floor and the access
 * to bits below, all of which are exact or correctly rounded by the standard of the language. Their algorithms
 * and coefficients are those of fdlibm (Sun Microsystems 1993, https://www.netlib.org/fdlibm/), in some places
 * with the later arrangement of FreeBSD's msun.
 */

const fdDouble = new Float64Array([1]);
const fdWords = new Int32Array(fdDouble.buffer);
/** Index in `fdWords` of the half with sign and exponent; zero only on a big-endian machine. */
const fdHigh: 0 | 1 = fdWords[1] === 0x3ff00000 ? 1 : 0;

/**
 * The upper 32 bits of a double: sign, exponent plus 1023, 20 bits of mantissa. (Halves are only read: writing
 * one back stalls the processor, so mantissas are scaled by `fdPowerOfTwo` instead.)
 */
export function fdHighWord(x: number): number {
  fdDouble[0] = x;
  return fdWords[fdHigh] ?? 0;
}

/** 2^-1022 … 2^1023. */
const fdPowers = powersOfTwo();

function powersOfTwo(): Float64Array {
  const powers = new Float64Array(2046);
  let power = 2.2250738585072014e-308;
  for (let i = 0; i < powers.length; i++) {
    powers[i] = power;
    power *= 2;
  }
  return powers;
}

/** 2^exponent for an integer exponent from -1022 to 1023. */
export function fdPowerOfTwo(exponent: number): number {
  return fdPowers[exponent + 1022] ?? 0;
}

/** 2^-exponent for an integer exponent from -1023 to 1022; a plain minus would give a negative zero, a slow index. */
export function fdInversePowerOfTwo(exponent: number): number {
  return fdPowers[1022 - exponent] ?? 0;
}

/** `x * 2^exponent`, rounded once, for an integer exponent from -2044 to 2046 and 1/2 <= |x| <= 4. */
export function fdScale(x: number, exponent: number): number {
  if (exponent >= -1021 && exponent <= 1023) return x * fdPowerOfTwo(exponent);
  // The first product is exact, so that only the second one rounds.
  const half = exponent < 0 ? -1000 : 1000;
  return x * fdPowerOfTwo(exponent - half) * fdPowerOfTwo(half);
}

/**
 * `x` rounded to its upper 21 bits, so that products with it can be exact; for |x| below 2^990. Veltkamp's
 * splitting (Dekker 1971, doi:10.1007/BF01397083), which is faster than clearing bits in memory.
 */
export function fdTruncate(x: number): number {
  const shifted = x * 4294967297;
  return shifted - (shifted - x);
}
