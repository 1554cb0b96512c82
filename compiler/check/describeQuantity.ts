/** Dimensions in words and in the units that biologists write: "a concentration (uM)", "1/time (/s)". */
import {
  amountDimension,
  areaDimension,
  currentDimension,
  describeDimension,
  type Dimension,
  dimensionKey,
  dimensionless,
  divideDimensions,
  energyDimension,
  equalDimensions,
  forceDimension,
  internalUnitText,
  lengthDimension,
  makeDimension,
  multiplyDimensions,
  temperatureDimension,
  timeDimension,
  voltageDimension,
  volumeDimension,
} from "../../runtime/units/dimension.ts";

const usualUnits: ReadonlyMap<string, string> = new Map(
  (
    [
      [lengthDimension, "um"],
      [areaDimension, "um^2"],
      [volumeDimension, "um^3"],
      [amountDimension, "count"],
      [temperatureDimension, "K"],
      [voltageDimension, "mV"],
      [currentDimension, "pA"],
      [makeDimension(0, 0, 1, 0, 1), "pC"],
      [makeDimension(-2, -1, 3, 0, 2), "nS"],
      [makeDimension(-2, -1, 4, 0, 2), "pF"],
      [forceDimension, "pN"],
      [energyDimension, "pN*um"],
      [makeDimension(-1, 1, -2), "pN/um^2"],
      [makeDimension(0, 1, -2), "pN/um"],
      [makeDimension(0, 1, -1), "pN*s/um"],
      [makeDimension(3, 1, -2), "pN*um^2"],
    ] as const
  ).map(([dimension, unit]) => [dimensionKey(dimension), unit]),
);

/** "a concentration (uM)", "1/time (/s)", "a plain number". */
export function describeQuantity(dimension: Dimension): string {
  if (equalDimensions(dimension, dimensionless)) return "a plain number";
  const name = describeDimension(dimension);
  const unit = usualUnit(dimension);
  if (name === unit || name.includes("*")) return `a quantity in ${unit}`;
  if (/^\d/.test(name)) return `${name} (${unit})`;
  const [, plain = name] = /^(.*?)(?: \(.*\))?$/.exec(name) ?? [];
  return `${/^[aeiou]/.test(name) ? "an" : "a"} ${plain} (${unit})`;
}

/** The unit a biologist would write: `uM` rather than `count/um^3`. */
export function usualUnit(dimension: Dimension): string {
  const timesTime = multiplyDimensions(dimension, timeDimension);
  const simple = simpleUnit(dimension);
  if (simple !== null) return simple;
  const perTime = simpleUnit(timesTime);
  if (perTime !== null) return `${perTime}/s`;
  return internalUnitText(dimension);
}

/** A unit without time: concentrations in uM, surface concentrations in count/um^2; null for anything else. */
function simpleUnit(dimension: Dimension): string | null {
  const known = usualUnits.get(dimensionKey(dimension)) ?? null;
  if (known !== null) return known;
  const [length, , , amount] = dimension;
  const whole = makeDimension(0, 0, 0, 1);
  const power = amount / whole[3];
  if (!Number.isInteger(power) || power === 0) return null;
  for (const [measure, unit, inverse] of [
    [3, "uM", "/uM"],
    [2, "count/um^2", "um^2/count"],
    [1, "count/um", "um/count"],
    [0, "count", "/count"],
  ] as const) {
    if (length !== -measure * amount || !isOnlyOf(dimension)) continue;
    if (power === 1) return unit;
    if (power === -1) return inverse;
    return measure === 3 || measure === 0 ? `${power > 0 ? unit : inverse}^${Math.abs(power)}` : null;
  }
  return null;
}

/** Whether a dimension has only length and amount. */
function isOnlyOf(dimension: Dimension): boolean {
  const [length, , , amount] = dimension;
  return equalDimensions(divideDimensions(dimension, [length, 0, 0, amount, 0, 0]), dimensionless);
}
