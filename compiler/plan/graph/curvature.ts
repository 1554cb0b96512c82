/**
 * A positive semidefinite approximation of the second derivatives of an energy, for linearly implicit motion.
 *
 * The energy is seen as a function phi of inner quantities q: affine expressions of the moved coordinates, norms of
 * vectors, cosines (cosines.ts), whatever else is squared, and values of other functions. Of
 *
 *   d2E = sum_j phi_jj grad q_j grad q_j^T + sum_j phi_j d2 q_j + (mixed terms)
 *
 * the first sum is kept where phi_jj > 0, the second for norms (which are convex) where phi_j > 0, and for
 * cosines, as |w - v|^2 or |w + v|^2, of either sign. For energies that
 * are quadratic in affine quantities or in norms this is the convex part of the exact matrix (Gauss and Newton's
 * with the geometric stiffness of stretched springs). Any such approximation keeps the order of the step, since the
 * step is a W-method (Steihaug & Wolfbrandt 1979, doi:10.1090/S0025-5718-1979-0521281-1); it decides about
 * stability and about the size of the error only.
 */
import { dependencies, reachable } from "../../expression/dependencies.ts";
import { differentiate } from "../../expression/differentiate.ts";
import type { ExpressionGraph, ExpressionId, SymbolId } from "../../expression/graph.ts";
import { substituteAll } from "../../expression/substitute.ts";
import { type Cosine, cosinesOf } from "./cosines.ts";

/** The square matrix row by row, for these coordinates. */
export function convexCurvature(
  graph: ExpressionGraph,
  energy: ExpressionId,
  coordinates: readonly SymbolId[],
): readonly ExpressionId[] {
  const size = coordinates.length;
  const zero = graph.number(0);
  const { outer, inner } = innerQuantities(graph, energy, new Set(coordinates));
  const matrix: ExpressionId[] = Array.from({ length: size * size }, () => zero);
  const symbols = inner.map(({ symbol }) => symbol);
  const values = new Map(inner.map(({ symbol, value }) => [symbol, value]));
  const first = differentiate(graph, outer, symbols);
  const addEntry = (row: number, column: number, terms: readonly ExpressionId[]): void => {
    const entry = graph.add([matrix[row * size + column], ...terms]);
    matrix[row * size + column] = entry;
    matrix[column * size + row] = entry;
  };
  /** Of half of factor |w + sign v|^2, as Gauss and Newton do. */
  const addSquares = (factor: ExpressionId, { w, v }: Cosine, sign: 1 | -1): void => {
    if (graph.numberValue(factor) === 0) return;
    w.forEach((component, i) => {
      const difference = graph.add([component, graph.multiply([graph.number(sign), v[i]])]);
      const gradient = differentiate(graph, difference, coordinates);
      for (let row = 0; row < size; row++)
        for (let column = row; column < size; column++)
          addEntry(row, column, [graph.multiply([factor, gradient[row], gradient[column]])]);
    });
  };
  inner.forEach(({ symbol, value, isNorm, cosine }, j) => {
    const [second = zero] = differentiate(graph, first[j], [symbol]);
    const [slope, bend] = substituteAll(graph, [first[j], second], values);
    const gradient = differentiate(graph, value, coordinates);
    const stiffness = graph.maximum(bend, zero);
    const pull = graph.maximum(slope, zero);
    const isZero = (id: ExpressionId): boolean => graph.numberValue(id) === 0;
    for (let row = 0; row < size; row++) {
      const secondRow = isNorm && !isZero(pull) ? differentiate(graph, gradient[row], coordinates) : null;
      for (let column = row; column < size; column++) {
        const terms = isZero(stiffness) ? [] : [graph.multiply([stiffness, gradient[row], gradient[column]])];
        if (secondRow !== null) terms.push(graph.multiply([pull, secondRow[column]]));
        addEntry(row, column, terms);
      }
    }
    if (cosine !== null) {
      addSquares(graph.maximum(graph.negate(slope), zero), cosine, -1);
      addSquares(pull, cosine, 1);
    }
  });
  return matrix;
}

/**
 * Whether an energy is quadratic in the distance of two places, whose coordinates are given one place after the other,
 * and depends on them by nothing else.
 */
export function isSpring(
  graph: ExpressionGraph,
  energy: ExpressionId,
  coordinates: readonly SymbolId[],
): boolean {
  const { outer, inner } = innerQuantities(graph, energy, new Set(coordinates));
  const [distance] = inner;
  if (inner.length !== 1 || !distance.isNorm) return false;
  const moves = new Set([distance.symbol, ...coordinates]);
  const isConstant = (id: ExpressionId): boolean =>
    [...dependencies(graph, id)].every((symbol) => !moves.has(symbol));
  const [slope] = differentiate(graph, outer, [distance.symbol]);
  const [bend] = differentiate(graph, slope, [distance.symbol]);
  if (!isConstant(bend)) return false;
  const node = graph.node(distance.value);
  if (node.kind !== "operation") return false;
  const gradient = differentiate(graph, node.operands[0], coordinates);
  const zeros = new Map(coordinates.map((symbol) => [symbol, graph.number(0)]));
  const half = coordinates.length / 2;
  return gradient.every((partial, row) => {
    if (graph.numberValue(substituteAll(graph, [partial], zeros)[0]) !== 0) return false;
    return differentiate(graph, partial, coordinates).every((second, column) => {
      const expected = row === column ? 2 : Math.abs(row - column) === half ? -2 : 0;
      return graph.numberValue(second) === expected;
    });
  });
}

interface InnerQuantity {
  readonly symbol: SymbolId;
  readonly value: ExpressionId;
  readonly isNorm: boolean;
  /** Null: it is none. */
  readonly cosine: Cosine | null;
}

/** The energy with every inner quantity replaced by a symbol of its own. */
function innerQuantities(
  graph: ExpressionGraph,
  energy: ExpressionId,
  coordinates: ReadonlySet<SymbolId>,
): { readonly outer: ExpressionId; readonly inner: readonly InnerQuantity[] } {
  const inner = new Map<ExpressionId, InnerQuantity>();
  const images = new Map<ExpressionId, ExpressionId>();
  const moves = (id: ExpressionId): boolean =>
    [...dependencies(graph, id)].some((symbol) => coordinates.has(symbol));
  const quantity = (id: ExpressionId, isNorm: boolean, cosine: Cosine | null = null): ExpressionId => {
    const known = inner.get(id);
    if (known !== undefined) return graph.symbol(known.symbol);
    const symbol = graph.declareSymbol(`q${inner.size + 1}`, "local");
    inner.set(id, { symbol, value: id, isNorm, cosine });
    return graph.symbol(symbol);
  };
  /** Sums with their cosines taken out. */
  const sumOf = (operands: readonly ExpressionId[]): ExpressionId => {
    const cosines = cosinesOf(graph, operands);
    const taken = new Set(cosines.flatMap(({ terms }) => terms));
    const rest = operands.filter((operand) => !taken.has(operand)).map(imageOf);
    const found = cosines.map(({ cosine, coefficient }) => {
      const product = graph.add(cosine.w.map((one, i) => graph.multiply([one, cosine.v[i]])));
      return graph.multiply([...coefficient.map(imageOf), quantity(product, false, cosine)]);
    });
    return graph.add([...rest, ...found]);
  };
  const imageOf = (id: ExpressionId): ExpressionId => {
    const known = images.get(id);
    if (known !== undefined) return known;
    const image = make(id);
    images.set(id, image);
    return image;
  };
  const make = (id: ExpressionId): ExpressionId => {
    if (!moves(id)) return id;
    if (!graph.isBoolean(id) && isAffine(graph, id, coordinates)) return quantity(id, false);
    const node = graph.node(id);
    if (node.kind !== "operation") return quantity(id, false);
    switch (node.operation) {
      case "sqrt":
        return quantity(id, isSumOfSquares(graph, node.operands[0], coordinates));
      case "power": {
        const [base, exponent] = node.operands;
        const isSquare = graph.numberValue(exponent) === 2;
        if (isSquare && !isAffineInOneNorm(graph, base, coordinates))
          return graph.power(quantity(base, false), exponent);
        return graph.rebuild(node, node.operands.map(imageOf));
      }
      case "add":
        return sumOf(node.operands);
      case "multiply":
      case "divide":
      case "negate":

      case "minimum":
      case "maximum":
      case "conditional":
      case "less":
      case "lessEqual":
      case "equal":
      case "and":
      case "or":
      case "not":
        return graph.rebuild(node, node.operands.map(imageOf));
      case "cos":
      case "sin":
      case "exp":
      case "log": {
        const [argument] = node.operands;
        return isAffineInOneNorm(graph, argument, coordinates)
          ? graph.rebuild(node, [imageOf(argument)])
          : graph.apply(node.operation, quantity(argument, false));
      }
      default:
        return quantity(id, false);
    }
  };
  const outer = imageOf(energy);
  return { outer, inner: [...inner.values()] };
}

/**
 * Even powers of a square root as powers of what stands under it, so that the square of a norm has derivatives where
 * the norm is zero.
 */
export function withoutSquaredRoots(graph: ExpressionGraph, root: ExpressionId): ExpressionId {
  const images = new Map<ExpressionId, ExpressionId>();
  const imageOf = (id: ExpressionId): ExpressionId => images.get(id) ?? id;
  for (const id of reachable(graph, [root])) {
    const node = graph.node(id);
    if (node.kind !== "operation") continue;
    const operands = node.operands.map(imageOf);
    const [base, exponent] = operands;
    const inner = graph.node(base);
    const power = exponent === undefined ? null : graph.numberValue(exponent);
    const isEven = node.operation === "power" && power !== null && power > 0 && power % 2 === 0;
    if (isEven && inner.kind === "operation" && inner.operation === "sqrt")
      images.set(id, graph.power(inner.operands[0], graph.number(power / 2)));
    else if (operands.some((operand, i) => operand !== node.operands[i]))
      images.set(id, graph.rebuild(node, operands));
  }
  return imageOf(root);
}

/** Sums of coordinates times factors that do not move. */
function isAffine(graph: ExpressionGraph, id: ExpressionId, coordinates: ReadonlySet<SymbolId>): boolean {
  return differentiate(graph, id, [...coordinates]).every((partial) =>
    [...dependencies(graph, partial)].every((symbol) => !coordinates.has(symbol)),
  );
}

/** A norm times a factor and plus a term that do not move: the strain of a spring. */
function isAffineInOneNorm(
  graph: ExpressionGraph,
  id: ExpressionId,
  coordinates: ReadonlySet<SymbolId>,
): boolean {
  if (isAffine(graph, id, coordinates)) return true;
  const node = graph.node(id);
  if (node.kind !== "operation") return false;
  if (node.operation === "sqrt") return isSumOfSquares(graph, node.operands[0], coordinates);
  if (!["add", "negate", "minimum", "maximum", "multiply"].includes(node.operation)) return false;
  const moving = node.operands.filter((operand) =>
    [...dependencies(graph, operand)].some((symbol) => coordinates.has(symbol)),
  );
  return moving.length === 1 && isAffineInOneNorm(graph, moving[0], coordinates);
}

function isSumOfSquares(
  graph: ExpressionGraph,
  id: ExpressionId,
  coordinates: ReadonlySet<SymbolId>,
): boolean {
  const node = graph.node(id);
  if (node.kind !== "operation") return false;
  if (node.operation === "add")
    return node.operands.every((operand) => isSumOfSquares(graph, operand, coordinates));
  if (node.operation !== "power" || graph.numberValue(node.operands[1]) !== 2) return false;
  return isAffine(graph, node.operands[0], coordinates);
}
