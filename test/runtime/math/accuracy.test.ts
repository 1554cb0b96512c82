import type { BigNumber } from "mathjs";
import { describe, expect, it } from "vitest";
import { fdAtan } from "../../../runtime/math/atan.ts";
import { fdCos } from "../../../runtime/math/cos.ts";
import { fdCosh } from "../../../runtime/math/cosh.ts";
import { fdExp } from "../../../runtime/math/exp.ts";
import { fdExpm1 } from "../../../runtime/math/expm1.ts";
import { integerPower } from "../../../runtime/math/integerPower.ts";
import { fdLog } from "../../../runtime/math/log.ts";
import { fdLog10 } from "../../../runtime/math/log10.ts";
import { fdLog1p } from "../../../runtime/math/log1p.ts";
import { fdPow } from "../../../runtime/math/pow.ts";
import { fdSin } from "../../../runtime/math/sin.ts";
import { fdSinh } from "../../../runtime/math/sinh.ts";
import { fdTan } from "../../../runtime/math/tan.ts";
import { fdTanh } from "../../../runtime/math/tanh.ts";
import { errorInUnits, exactly } from "./unitsInLastPlace.ts";

interface Entry {
  readonly name: string;
  readonly value: (x: number) => number;
  readonly native: (x: number) => number;
  readonly truth: (x: BigNumber) => BigNumber;
  /** Allowed error in units in the last place. */
  readonly units: number;
  readonly ranges: readonly (readonly [number, number])[];
}

const entries: readonly Entry[] = [
  {
    name: "exp",
    value: fdExp,
    native: Math.exp,
    truth: (x) => x.exp(),
    units: 1,
    ranges: [
      [-745, 709.7],
      [-1, 1],
      [-709, -707],
      [708, 709.7],
    ],
  },
  {
    name: "expm1",
    value: fdExpm1,
    native: Math.expm1,
    truth: (x) => x.exp().minus(1),
    units: 1,
    ranges: [
      [-40, 700],
      [-1, 1],
      [-1e-6, 1e-6],
    ],
  },
  {
    name: "log",
    value: fdLog,
    native: Math.log,
    truth: (x) => x.ln(),
    units: 1,
    ranges: [
      [0, 100],
      [0.5, 2],
      [0, 1e-307],
      [0, 1.7e308],
    ],
  },
  {
    name: "log1p",
    value: fdLog1p,
    native: Math.log1p,
    truth: (x) => x.plus(1).ln(),
    units: 1,
    ranges: [
      [-1, 1],
      [0, 1e9],
      [-1e-5, 1e-5],
      [1e16, 1e300],
    ],
  },
  {
    name: "log10",
    value: fdLog10,
    native: Math.log10,
    truth: (x) => x.log(10),
    units: 1,
    ranges: [
      [0, 100],
      [0.5, 2],
      [0, 1e-307],
      [0, 1.7e308],
    ],
  },
  {
    name: "sin",
    value: fdSin,
    native: Math.sin,
    truth: (x) => x.sin(),
    units: 1,
    ranges: [
      [-10, 10],
      [-1e6, 1e6],
      [1e6, 1e15],
    ],
  },
  {
    name: "cos",
    value: fdCos,
    native: Math.cos,
    truth: (x) => x.cos(),
    units: 1,
    ranges: [
      [-10, 10],
      [-1e6, 1e6],
      [1e6, 1e15],
    ],
  },
  {
    name: "tan",
    value: fdTan,
    native: Math.tan,
    truth: (x) => x.tan(),
    units: 2,
    ranges: [
      [-10, 10],
      [-1e6, 1e6],
    ],
  },
  {
    name: "atan",
    value: fdAtan,
    native: Math.atan,
    truth: (x) => x.atan(),
    units: 1,
    ranges: [
      [-10, 10],
      [-0.5, 0.5],
      [-1e6, 1e6],
    ],
  },
  {
    name: "sinh",
    value: fdSinh,
    native: Math.sinh,
    truth: (x) => x.sinh(),
    units: 2,
    ranges: [
      [-710, 710],
      [-2, 2],
    ],
  },
  {
    name: "cosh",
    value: fdCosh,
    native: Math.cosh,
    truth: (x) => x.cosh(),
    units: 2,
    ranges: [
      [-710, 710],
      [-2, 2],
    ],
  },
  {
    name: "tanh",
    value: fdTanh,
    native: Math.tanh,
    truth: (x) => x.tanh(),
    units: 2,
    ranges: [
      [-25, 25],
      [-1, 1],
    ],
  },
];

/** Evenly spread but not regular: multiples of the golden ratio. */
function samples([low, high]: readonly [number, number], count: number): number[] {
  return Array.from({ length: count }, (_, i) => low + (high - low) * ((0.5 + i * 0.6180339887498949) % 1));
}

describe.each(entries)("$name", ({ value, native, truth, units, ranges }) => {
  it.each(ranges)(`is within ${units} unit(s) in the last place on %d … %d`, (low, high) => {
    const worst = Math.max(...samples([low, high], 60).map((x) => errorInUnits(value(x), truth(exactly(x)))));
    expect(worst).toBeLessThanOrEqual(units);
  });

  it.each(ranges)("is near the engine's own function on %d … %d", (low, high) => {
    for (const x of samples([low, high], 5000)) {
      const expected = native(x);
      const tolerance = Math.max((units + 2) * 2 ** -52 * Math.abs(expected), 1e-323);
      const error = value(x) - expected;
      if (Math.abs(error) > tolerance) expect.fail(`${x}: ${value(x)} instead of ${expected}`);
    }
  });

  it.each([0, -0, Infinity, -Infinity, NaN, 5e-324, -5e-324])("gives the engine's value at %d", (x) => {
    expect(value(x)).toBe(native(x));
  });

  it("is near the engine's own function at the ends of the range of doubles", () => {
    for (const x of [
      1e-310,
      -1e-310,
      1.7e308,
      -1.7e308,
      1,
      -1,
      2 ** 1023,
      709.782712893384,
      709.79,
      -745.2,
    ]) {
      const expected = native(x);
      if (Number.isFinite(expected))
        expect(Math.abs(value(x) - expected)).toBeLessThanOrEqual(4e-16 * Math.abs(expected));
      else expect(value(x)).toBe(expected);
    }
  });
});

describe("pow", () => {
  const bases = samples([-9, 9], 40).map((t) => Math.exp(t));
  const exponents = samples([-70, 70], 12);

  it("is within one unit in the last place", () => {
    const errors = bases.flatMap((x) =>
      exponents.map((y) => errorInUnits(fdPow(x, y), exactly(x).pow(exactly(y)))),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(1);
  });

  it("is exact for exact whole powers", () => {
    expect([fdPow(3, 20), fdPow(-2, 31), fdPow(10, 22), fdPow(2, -1074), fdPow(0.5, 1074)]).toEqual([
      3486784401, -2147483648, 1e22, 5e-324, 5e-324,
    ]);
  });

  it("is near one for huge powers of numbers near one", () => {
    const [x, y] = [1 + 2 ** -52, 2 ** 52];
    expect(errorInUnits(fdPow(x, y), exactly(x).pow(exactly(y)))).toBeLessThanOrEqual(1);
  });

  const special = [
    0,
    -0,
    Infinity,
    -Infinity,
    NaN,
    1,
    -1,
    0.5,
    -0.5,
    2,
    -2,
    3,
    -3,
    5e-324,
    1e300,
    2 ** 53,
    2 ** 53 - 1,
    1e-310,
  ];

  it.each(special)("gives the special values of the language for base %d", (x) => {
    for (const y of special) {
      const expected = x ** y;
      const value = fdPow(x, y);
      if (Math.abs(value - expected) <= 4e-16 * Math.abs(expected)) continue;
      expect([y, value]).toEqual([y, expected]);
    }
  });
});

describe("integerPower", () => {
  it("is near the power", () => {
    for (const x of samples([-3, 3.1], 50)) {
      for (const n of [0, 1, 2, 3, 4, 7, 10, -1, -2, -5]) {
        expect(Math.abs(integerPower(x, n) - x ** n)).toBeLessThanOrEqual(
          1e-15 * Math.abs(n) * Math.abs(x ** n),
        );
      }
    }
  });

  it("multiplies as written for small powers", () => {
    const x = 1.1;
    expect([integerPower(x, 2), integerPower(x, 3), integerPower(x, -2)]).toEqual([
      x * x,
      x * x * x,
      1 / (x * x),
    ]);
  });
});

describe("reduction of huge angles", () => {
  it.each([1e22, 2 ** 70 * 3, 1.7976931348623157e308, -6.5e200])("keeps the sine of %d", (x) => {
    // The engine's own reduction is exact as well.
    expect(Math.abs(fdSin(x) - Math.sin(x))).toBeLessThanOrEqual(2 ** -53);
    expect(Math.abs(fdCos(x) - Math.cos(x))).toBeLessThanOrEqual(2 ** -53);
  });
});
