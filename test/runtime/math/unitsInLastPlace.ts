/** Errors of computed values, in units in the last place of the true ones, which 60-digit arithmetic gives. */
import { all, type BigNumber, create } from "mathjs";

const reference = create(all, { number: "BigNumber", precision: 60 });

const two = reference.bignumber(2);

/** A double as an exact number (its shortest decimal is not exact) with 60 digits of working precision. */
export function exactly(x: number): BigNumber {
  let mantissa = x;
  let exponent = 0;
  while (!Number.isInteger(mantissa) && exponent > -1100) {
    mantissa *= 2;
    exponent--;
  }
  while (Math.abs(mantissa) > 2 ** 53) {
    mantissa /= 2;
    exponent++;
  }
  return reference.bignumber(String(mantissa)).times(two.pow(exponent));
}

/** The spacing of doubles at `x`. */
function unitAt(x: number): number {
  let power = 1;
  const size = Math.abs(x);
  while (power > size && power > 2.2250738585072014e-308) power /= 2;
  while (power * 2 <= size) power *= 2;
  return Math.max(power * 2 ** -52, 5e-324);
}

/** Infinite when one is infinite or NaN and the other is not. */
export function errorInUnits(computed: number, truth: BigNumber): number {
  const rounded = truth.toNumber();
  if (!Number.isFinite(rounded) || !Number.isFinite(computed))
    return Object.is(computed, rounded) ? 0 : Infinity;
  return exactly(computed).minus(truth).abs().div(unitAt(rounded)).toNumber();
}
