/**
 * x to a whole power by repeated squaring: Hill coefficients and powers of distances, where it is faster than
 * fdPow and, for the small exponents of such laws, about as exact (error below |n| units in the last place).
 */

/** `n` is an integer; a negative power is the reciprocal of the positive one. */
export function integerPower(x: number, n: number): number {
  let rest = Math.abs(n);
  let square = x;
  let result = 1;
  for (;;) {
    if (rest % 2 === 1) result *= square;
    rest = Math.floor(rest / 2);
    if (rest === 0) break;
    square *= square;
  }
  return n < 0 ? 1 / result : result;
}
