/** The unit of a sensitivity's column: the observable's over the parameter's, such as uM*s for uM by /s. */
import { dimensionless, divideDimensions } from "../../../runtime/units/dimension.ts";
import { displayIn } from "../../model/displayUnit.ts";
import type { DisplayUnit } from "../../model/origin.ts";
import type { FlatModel, FlatSensitivity } from "../../model/flatModel.ts";

export function derivativeDisplay(flat: FlatModel, { of, to, isRelative }: FlatSensitivity): DisplayUnit {
  const above = flat.observables.find(({ name }) => name === of)?.display;
  const below = flat.parameters.find(({ name }) => name === to)?.display;
  if (isRelative || above === undefined || below === undefined) return displayIn("unitless", dimensionless);
  const dimension = divideDimensions(above.dimension, below.dimension);
  const unit = unitQuotient(above.unit, below.unit);
  const factor = above.factor / below.factor;
  return { unit, factor, dimension };
}

/** `a` over `b` as the text of a unit; "" for a plain number. */
function unitQuotient(a: string, b: string): string {
  const exponents = new Map<string, number>();
  const take = (unit: string, direction: 1 | -1): void => {
    for (const [, operator, symbol = "", power = "1"] of unit.matchAll(
      /(^\/|[*/]|^)([^*/^]+)(?:\^(-?\d+))?/g,
    )) {
      const sign = operator === "/" ? -direction : direction;
      exponents.set(symbol, (exponents.get(symbol) ?? 0) + sign * Number(power));
    }
  };
  take(a, 1);
  take(b, -1);
  const factors = [...exponents].filter(([, exponent]) => exponent !== 0);
  const text = (symbol: string, exponent: number): string =>
    exponent === 1 ? symbol : `${symbol}^${exponent}`;
  const above = factors.filter(([, exponent]) => exponent > 0);
  const below = factors.filter(([, exponent]) => exponent < 0);
  return (
    above.map(([symbol, exponent]) => text(symbol, exponent)).join("*") +
    below.map(([symbol, exponent]) => `/${text(symbol, -exponent)}`).join("")
  );
}
