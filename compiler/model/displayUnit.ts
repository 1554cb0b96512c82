/** The unit in which a value is shown: as declared, else the field's usual one for its dimension. */
import type { Expression } from "../../grammar/syntax/expression.ts";
import {
  amountDimension,
  concentrationDimension,
  type Dimension,
  divideDimensions,
  equalDimensions,
  forceDimension,
  internalUnitText,
  isDimensionless,
  lengthDimension,
  timeDimension,
  voltageDimension,
} from "../../runtime/units/dimension.ts";
import { parseUnit } from "../../runtime/units/parseUnit.ts";
import type { DisplayUnit } from "./origin.ts";

const usual: readonly { readonly dimension: Dimension; readonly unit: string }[] = [
  { dimension: concentrationDimension, unit: "uM" },
  { dimension: divideDimensions(concentrationDimension, timeDimension), unit: "uM/s" },
  { dimension: amountDimension, unit: "count" },
  { dimension: timeDimension, unit: "s" },
  { dimension: lengthDimension, unit: "um" },
  { dimension: forceDimension, unit: "pN" },
  { dimension: voltageDimension, unit: "mV" },
];

export function usualDisplay(dimension: Dimension): DisplayUnit {
  if (isDimensionless(dimension)) return { unit: "", factor: 1, dimension };
  const known = usual.find((entry) => equalDimensions(entry.dimension, dimension));
  return displayIn(known?.unit ?? internalUnitText(dimension), dimension);
}

/** `unit` is known to be a unit of this dimension. */
export function displayIn(unit: string, dimension: Dimension): DisplayUnit {
  if (unit === "unitless") return { unit: "", factor: 1, dimension };
  const parsed = parseUnit(unit);
  // Roots of units (um^(1/2)) have no unit text; they are shown in internal units.
  return parsed.ok ? { unit, factor: parsed.factor, dimension } : { unit, factor: 1, dimension };
}

/** The declared unit, else the one written on the value itself, else the usual one. */
export function displayOf(
  declared: string | null,
  value: Expression | null,
  dimension: Dimension,
): DisplayUnit {
  if (declared !== null) return displayIn(declared, dimension);
  const written = value === null ? null : unitOn(value);
  if (written !== null) {
    const parsed = parseUnit(written);
    if (parsed.ok && equalDimensions(parsed.dimension, dimension)) return displayIn(written, dimension);
  }
  return usualDisplay(dimension);
}

function unitOn(value: Expression): string | null {
  if (value.kind === "quantity") return value.unit?.text ?? null;
  return value.kind === "unary" ? unitOn(value.operand) : null;
}
