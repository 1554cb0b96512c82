/**
 * Physical dimensions: exponent vectors over length, mass, time, amount, current and temperature.
 *
 * Amount is a base dimension of its own (mol and count are its units), so that a concentration and a plain
 * 1/volume are not mistaken for each other. Exponents are rational; they are kept as whole multiples of 1/60,
 * which holds every root up to the sixth exactly and makes comparison a comparison of integers.
 */

/** Exponents times 60 of length, mass, time, amount, current, temperature, in this order. */
export type Dimension = readonly [
  length: number,
  mass: number,
  time: number,
  amount: number,
  current: number,
  temperature: number,
];

/** The unit of exponents: an exponent of one is stored as this number. */
const exponentUnit = 60;

/** Builds a dimension from plain exponents, which must be multiples of 1/60. */
export function makeDimension(
  length: number,
  mass = 0,
  time = 0,
  amount = 0,
  current = 0,
  temperature = 0,
): Dimension {
  const scale = (exponent: number): number => {
    const scaled = Math.round(exponent * exponentUnit);
    if (Math.abs(scaled - exponent * exponentUnit) > 1e-9) {
      throw new Error(`exponent ${exponent} is not a multiple of 1/60`);
    }
    return scaled === 0 ? 0 : scaled;
  };
  return [scale(length), scale(mass), scale(time), scale(amount), scale(current), scale(temperature)];
}

export const dimensionless: Dimension = makeDimension(0);
export const lengthDimension: Dimension = makeDimension(1);
export const areaDimension: Dimension = makeDimension(2);
export const volumeDimension: Dimension = makeDimension(3);
export const massDimension: Dimension = makeDimension(0, 1);
export const timeDimension: Dimension = makeDimension(0, 0, 1);
export const amountDimension: Dimension = makeDimension(0, 0, 0, 1);
export const currentDimension: Dimension = makeDimension(0, 0, 0, 0, 1);
export const temperatureDimension: Dimension = makeDimension(0, 0, 0, 0, 0, 1);
/** 1/time: hazards, frequencies, first-order rate constants. */
export const rateDimension: Dimension = makeDimension(0, 0, -1);
export const concentrationDimension: Dimension = makeDimension(-3, 0, 0, 1);
export const forceDimension: Dimension = makeDimension(1, 1, -2);
export const energyDimension: Dimension = makeDimension(2, 1, -2);
export const voltageDimension: Dimension = makeDimension(2, 1, -3, 0, -1);

function combine(a: Dimension, b: Dimension, sign: 1 | -1): Dimension {
  return [
    a[0] + sign * b[0],
    a[1] + sign * b[1],
    a[2] + sign * b[2],
    a[3] + sign * b[3],
    a[4] + sign * b[4],
    a[5] + sign * b[5],
  ];
}

export function multiplyDimensions(a: Dimension, b: Dimension): Dimension {
  return combine(a, b, 1);
}

export function divideDimensions(a: Dimension, b: Dimension): Dimension {
  return combine(a, b, -1);
}

/** `base` to the power numerator/denominator, or null when an exponent is then no multiple of 1/60. */
export function powerOfDimension(base: Dimension, numerator: number, denominator = 1): Dimension | null {
  const powers = base.map((exponent) => (exponent * numerator) / denominator || 0);
  const [length, mass, time, amount, current, temperature] = powers;
  if (
    length === undefined ||
    mass === undefined ||
    time === undefined ||
    amount === undefined ||
    current === undefined ||
    temperature === undefined ||
    !powers.every(Number.isSafeInteger)
  ) {
    return null;
  }
  return [length, mass, time, amount, current, temperature];
}

/**
 * `base` to a power given as a double, such as the value of `1/3` in a model: taken as the fraction with a
 * denominator of at most six that it is nearest to. Null when there is none within rounding error.
 */
export function powerOfDimensionByNumber(base: Dimension, exponent: number): Dimension | null {
  if (isDimensionless(base)) return dimensionless;
  for (let denominator = 1; denominator <= 6; denominator++) {
    const numerator = Math.round(exponent * denominator);
    if (Math.abs(numerator - exponent * denominator) <= 1e-12 * Math.max(1, Math.abs(numerator))) {
      return powerOfDimension(base, numerator, denominator);
    }
  }
  return null;
}

export function equalDimensions(a: Dimension, b: Dimension): boolean {
  return a.every((exponent, i) => exponent === b[i]);
}

export function isDimensionless(dimension: Dimension): boolean {
  return dimension.every((exponent) => exponent === 0);
}

/** A text that is equal for equal dimensions, for use as a key. */
export function dimensionKey(dimension: Dimension): string {
  return dimension.join(",");
}

const namedDimensions = new Map<string, string>(
  (
    [
      [dimensionless, "dimensionless"],
      [lengthDimension, "length"],
      [areaDimension, "area"],
      [volumeDimension, "volume"],
      [massDimension, "mass"],
      [timeDimension, "time"],
      [amountDimension, "amount"],
      [currentDimension, "current"],
      [temperatureDimension, "temperature"],
      [concentrationDimension, "concentration"],
      [makeDimension(-2, 0, 0, 1), "surface concentration"],
      [makeDimension(1, 0, -1), "velocity"],
      [makeDimension(1, 0, -2), "acceleration"],
      [forceDimension, "force"],
      [energyDimension, "energy"],
      [makeDimension(2, 1, -3), "power"],
      [makeDimension(-1, 1, -2), "pressure"],
      [makeDimension(-1, 1, -1), "viscosity"],
      [makeDimension(0, 1, -1), "drag (force per velocity)"],
      [makeDimension(0, 1, -2), "stiffness (force per length)"],
      [makeDimension(3, 1, -2), "bending stiffness (energy times length)"],
      [voltageDimension, "voltage"],
      [makeDimension(0, 0, 1, 0, 1), "charge"],
      [makeDimension(-2, -1, 3, 0, 2), "conductance"],
      [makeDimension(2, 1, -3, 0, -2), "resistance"],
      [makeDimension(-2, -1, 4, 0, 2), "capacitance"],
      [makeDimension(-3, 1), "density"],
      [makeDimension(-2, 0, 0, 0, 1), "current density"],
    ] as const
  ).map(([dimension, name]) => [dimensionKey(dimension), name]),
);

const baseDimensionNames = ["length", "mass", "time", "amount", "current", "temperature"] as const;
const baseInternalUnits = ["um", "mg", "s", "count", "fA", "K"] as const;

function exponentText(exponent: number): string {
  if (exponent === exponentUnit) return "";
  if (exponent % exponentUnit === 0) return `^${exponent / exponentUnit}`;
  let a = Math.abs(exponent);
  let b = exponentUnit;
  while (b !== 0) [a, b] = [b, a % b];
  return `^(${exponent / a}/${exponentUnit / a})`;
}

function productText(dimension: Dimension, names: readonly string[]): string {
  const above: string[] = [];
  const below: string[] = [];
  dimension.forEach((exponent, i) => {
    if (exponent > 0) above.push(`${names[i]}${exponentText(exponent)}`);
    if (exponent < 0) below.push(`/${names[i]}${exponentText(-exponent)}`);
  });
  return above.join("*") + below.join("");
}

/**
 * A name a biologist reads: "concentration", "concentration per time", "1/time", "1/concentration/time"; else
 * a product of base dimensions such as "length*time^2".
 */
export function describeDimension(dimension: Dimension): string {
  const nameOf = (candidate: Dimension): string | undefined => namedDimensions.get(dimensionKey(candidate));
  const own = nameOf(dimension);
  if (own !== undefined) return own;
  const timesTime = multiplyDimensions(dimension, timeDimension);
  if (isDimensionless(timesTime)) return "1/time";
  const perTime = nameOf(timesTime);
  if (perTime !== undefined) return `${perTime} per time`;
  const inverse = nameOf(divideDimensions(dimensionless, dimension));
  if (inverse !== undefined) return `1/${inverse}`;
  const inversePerTime = nameOf(divideDimensions(dimensionless, timesTime));
  if (inversePerTime !== undefined) return `1/${inversePerTime}/time`;
  // Rate constants of higher order: 1/concentration^2/time.
  const [length, mass, time, amount, current, temperature] = dimension;
  if (amount !== 0 && length === -3 * amount && mass === 0 && current === 0 && temperature === 0) {
    const powers: Dimension = [amount, 0, time, 0, 0, 0];
    const text = productText(powers, ["concentration", "", "time"]);
    return text.startsWith("/") ? `1${text}` : text;
  }
  const product = productText(dimension, baseDimensionNames);
  return product.startsWith("/") ? `1${product}` : product;
}

/**
 * The internal unit of a dimension as unit text: "count/um^3/s", "/s", and "unitless". Its factor is exactly
 * one. (Roots print as `um^(1/2)`, which is for reading only.)
 */
export function internalUnitText(dimension: Dimension): string {
  return isDimensionless(dimension) ? "unitless" : productText(dimension, baseInternalUnits);
}
