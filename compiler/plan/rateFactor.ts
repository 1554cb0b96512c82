/**
 * What turns the constant of a mass-action rule into the coefficient of its rate law in amounts:
 *
 *   1 / product of (coefficient!) / size^(order - 1)
 *
 * The first factor counts each set of identical reactants once; the second is there because constants refer to
 * concentrations. For a source (order 0) it multiplies by the size.
 */
import type { ExpressionGraph, ExpressionId } from "../expression/graph.ts";

interface Reactants extends ReadonlyArray<{ readonly count: number }> {}

/** Number of molecules that react together. */
export function reactionOrder(reactants: Reactants): number {
  return reactants.reduce((order, { count }) => order + count, 0);
}

/** Orders in which identical reactants can be chosen: the product of the factorials of their coefficients. */
export function identicalOrders(reactants: Reactants): number {
  return reactants.reduce((product, { count }) => product * factorial(count), 1);
}

/** The factor as an expression; null for one. */
export function rateFactor(
  graph: ExpressionGraph,
  size: ExpressionId | null,
  order: number,
  symmetry: number,
): ExpressionId | null {
  const power = size === null || order === 1 ? null : graph.power(size, graph.number(order - 1));
  if (power === null) return symmetry === 1 ? null : graph.divide(graph.number(1), graph.number(symmetry));
  const divisor = symmetry === 1 ? power : graph.multiply([graph.number(symmetry), power]);
  return graph.divide(graph.number(1), divisor);
}

/** The constant of a reaction times its factor. */
export function rateCoefficient(
  graph: ExpressionGraph,
  rate: { readonly constant: ExpressionId; readonly size: ExpressionId | null },
  reactants: Reactants,
): ExpressionId {
  const factor = rateFactor(graph, rate.size, reactionOrder(reactants), identicalOrders(reactants));
  return factor === null ? rate.constant : graph.multiply([rate.constant, factor]);
}

export function factorial(count: number): number {
  let product = 1;
  for (let i = 2; i <= count; i++) product *= i;
  return product;
}
