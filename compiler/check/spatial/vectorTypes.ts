/** Types of sums, products and comparisons in which vectors stand. */
import {
  dimensionless,
  type Dimension,
  divideDimensions,
  equalDimensions,
  multiplyDimensions,
} from "../../../runtime/units/dimension.ts";
import type { BinaryOperator } from "../../../grammar/syntax/expression.ts";
import { unknownType, type ValueType } from "../valueType.ts";

export type VectorType = Extract<ValueType, { readonly kind: "vector" }>;

export function vectorType(dimension: Dimension | null, components: VectorType["components"]): VectorType {
  return { kind: "vector", dimension, components };
}

/** The same vector type up to what is not known; null where they differ. */
export function commonVector(a: VectorType, b: VectorType): VectorType | null {
  if (a.components !== null && b.components !== null && a.components !== b.components) return null;
  const components = a.components ?? b.components;
  if (a.dimension === null) return vectorType(b.dimension, components);
  if (b.dimension !== null && !equalDimensions(a.dimension, b.dimension)) return null;
  return vectorType(a.dimension, components);
}

/**
 * The type of an operation with a vector on a side: `+` and `-` between vectors, a vector times or over a number.
 * Null where there is no such operation.
 */
export function vectorOperation(
  operator: BinaryOperator,
  left: ValueType,
  right: ValueType,
): ValueType | null {
  if (left.kind === "unknown" || right.kind === "unknown") return unknownType;
  switch (operator) {
    case "+":
    case "-":
      return left.kind === "vector" && right.kind === "vector" ? commonVector(left, right) : null;
    case "*":
      if (left.kind === "vector" && right.kind === "quantity") return scaled(left, right, multiplyDimensions);
      if (left.kind === "quantity" && right.kind === "vector") return scaled(right, left, multiplyDimensions);
      return null;
    case "/":
      return left.kind === "vector" && right.kind === "quantity"
        ? scaled(left, right, divideDimensions)
        : null;
    default:
      return null;
  }
}

function scaled(
  vector: VectorType,
  number: Extract<ValueType, { readonly kind: "quantity" }>,
  combine: (a: Dimension, b: Dimension) => Dimension,
): VectorType {
  if (vector.dimension === null) return vector;
  return vectorType(combine(vector.dimension, number.dimension ?? dimensionless), vector.components);
}

/** Product of the dimensions of two vectors, as of dot and cross products. */
export function productDimension(a: VectorType, b: VectorType): Dimension | null {
  return a.dimension === null || b.dimension === null ? null : multiplyDimensions(a.dimension, b.dimension);
}
