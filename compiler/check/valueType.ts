/** Types of expressions: quantities with a dimension, booleans, and unknown after an error. */
import type { Dimension } from "../../runtime/units/dimension.ts";
import { dimensionless, equalDimensions, isDimensionless } from "../../runtime/units/dimension.ts";
import { describeQuantity, usualUnit } from "./describeQuantity.ts";
import type { MoleculeSymbol } from "./moleculeTypes.ts";

export type ValueType =
  /** A null dimension is a literal zero, which fits every quantity. */
  | { readonly kind: "quantity"; readonly dimension: Dimension | null }
  | { readonly kind: "boolean" }
  /** Null components: of a module that does not say of how many dimensions space is. */
  | { readonly kind: "vector"; readonly dimension: Dimension | null; readonly components: 2 | 3 | null }
  /** A labelled molecule, whose attributes can be read. */
  | { readonly kind: "molecule"; readonly type: MoleculeSymbol }
  /** A state variable of a rule, which only indexes tables. */
  | { readonly kind: "label"; readonly labels: readonly string[] }
  /** After an error: fits everything, so that one mistake is told once. */
  | { readonly kind: "unknown" };

export const unknownType: ValueType = { kind: "unknown" };
export const booleanType: ValueType = { kind: "boolean" };
export const zeroType: ValueType = { kind: "quantity", dimension: null };
export const numberType: ValueType = quantityType(dimensionless);

export function quantityType(dimension: Dimension): ValueType {
  return { kind: "quantity", dimension };
}

/** Whether a value of type `found` may stand where `dimension` is needed. */
export function fits(found: ValueType, dimension: Dimension): boolean {
  if (found.kind === "unknown") return true;
  if (found.kind !== "quantity") return false;
  return found.dimension === null || equalDimensions(found.dimension, dimension);
}

/** "a concentration (count/um^3)" or "a condition". */
export function describeType(type: ValueType): string {
  switch (type.kind) {
    case "unknown":
      return "something unknown";
    case "boolean":
      return "a condition (true or false)";
    case "label":
      return "a state, which only indexes tables";
    case "vector":
      return type.dimension === null || isDimensionless(type.dimension)
        ? "a vector"
        : `a vector in ${usualUnit(type.dimension)}`;
    case "molecule":
      return `a molecule of ${type.type.name}`;
    case "quantity":
      return type.dimension === null ? "zero" : describeQuantity(type.dimension);
  }
}

/** The type of a declared value: one that is a bare `0` is a plain number. */
export function settledType(type: ValueType): ValueType {
  return type.kind === "quantity" && type.dimension === null ? numberType : type;
}
