/** Types of expressions: quantities with a dimension, booleans, and unknown after an error. */
import type { Dimension } from "../../runtime/units/dimension.ts";
import { dimensionless, equalDimensions } from "../../runtime/units/dimension.ts";
import { describeQuantity } from "./describeQuantity.ts";

export type ValueType =
  /** A null dimension is a literal zero, which fits every quantity. */
  | { readonly kind: "quantity"; readonly dimension: Dimension | null }
  | { readonly kind: "boolean" }
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
    case "quantity":
      return type.dimension === null ? "zero" : describeQuantity(type.dimension);
  }
}
