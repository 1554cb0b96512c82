import * as fc from "fast-check";
import { expect, it } from "vitest";
import {
  multiplyRationals,
  powerOfRational,
  rationalOfDecimal,
  roundRational,
} from "../../../runtime/units/exactRational.ts";

it("rounds decimals as the language does", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-200, max: 1e200, noNaN: true }), (x) => {
      expect(roundRational(rationalOfDecimal(String(x).replace("e+", "e")))).toBe(x);
    }),
    { seed: 1 },
  );
});

it("rounds the exact quotient of integers as division does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1 }), fc.integer({ min: 1 }), (a, b) => {
      const quotient = multiplyRationals(
        { numerator: BigInt(a), denominator: 1n },
        powerOfRational({ numerator: BigInt(b), denominator: 1n }, -1),
      );
      expect(roundRational(quotient)).toBe(a / b);
    }),
    { seed: 2 },
  );
});
