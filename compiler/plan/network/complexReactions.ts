/** The reactions of a generated network as reactions of plain species, each complex being one. */
import type { ExpressionId } from "../../expression/graph.ts";
import { substitute } from "../../expression/substitute.ts";
import type { FlatModel, FlatReaction } from "../../model/flatModel.ts";
import type { StructuredModel } from "../../model/structured.ts";
import type { Network, NetworkReaction } from "./network.ts";

/**
 * Complex i is species `offset + i`. `shares` gives the share of each reaction in the total velocity of its rule,
 * where a rule has one. Rates refer to pattern measures by their symbols still.
 */
export function complexReactions(
  flat: FlatModel,
  structured: StructuredModel,
  network: Pick<Network, "reactions">,
  offset: number,
  shares: ReadonlyMap<NetworkReaction, ExpressionId>,
): readonly FlatReaction[] {
  const { graph } = flat;
  return network.reactions.map((reaction) => {
    const { rule, factor, isWithin } = reaction;
    const shift = ({ species: index, count }: { species: number; count: number }) => ({
      species: index + offset,
      count,
    });
    const reactants = [...rule.consumed, ...reaction.reactants.map(shift)];
    const products = [...rule.produced, ...reaction.products.map(shift)];
    const parts = { name: rule.name, reactants, products, origin: rule.origin };
    if (rule.rate.kind === "total") {
      const share = shares.get(reaction);
      const { velocity } = rule.rate;
      const value = share === undefined ? velocity : graph.multiply([velocity, share]);
      return { ...parts, rate: { kind: "total", velocity: value } };
    }
    const size = referenceSize(flat, structured, reaction.compartment, rule.consumed);
    const { constant, within } = rule.rate;
    const order = rule.patterns.length;
    const anywhere =
      size === null || order < 2
        ? constant
        : graph.divide(constant, graph.power(size, graph.number(order - 1)));
    const value = isWithin ? (within ?? anywhere) : constant;
    const values = new Map([...reaction.values].map(([symbol, number]) => [symbol, graph.number(number)]));
    const own = substitute(graph, value, values);
    const scaled = factor === 1 ? own : graph.multiply([own, graph.number(factor)]);
    return { ...parts, rate: { kind: "massAction", constant: scaled, size } };
  });
}

/** Of the plain species that a rule takes, the compartment of highest dimension; null where they are only counted. */
export function highestPool(
  { species }: Pick<FlatModel, "species">,
  consumed: readonly { readonly species: number }[],
): { readonly size: ExpressionId; readonly rank: number } | null {
  let best: { size: ExpressionId; rank: number } | null = null;
  for (const { species: index } of consumed) {
    const { size, rank = 0 } = species[index];
    if (size !== null && (best === null || rank > best.rank)) best = { size, rank };
  }
  return best;
}

/** Size of the compartment of highest rank among molecules and plain species that take part. */
function referenceSize(
  flat: FlatModel,
  structured: StructuredModel,
  compartment: number | null,
  consumed: readonly { readonly species: number }[],
): ExpressionId | null {
  const own = compartment === null ? undefined : structured.compartments[compartment];
  const pool = highestPool(flat, consumed);
  if (own === undefined || own.name === "") return pool?.size ?? null;
  return pool !== null && pool.rank > own.rank ? pool.size : own.size;
}
