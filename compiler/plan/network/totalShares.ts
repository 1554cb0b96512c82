/**
 * How a rule with a total velocity divides it among its reactions: in proportion to the ways in which each can
 * happen, so that the rule fires with the velocity that it names, whichever complexes are there.
 */
import type { ExpressionGraph, ExpressionId } from "../../expression/graph.ts";
import type { StructuredRule } from "../../model/structured.ts";
import type { Network, NetworkReaction } from "./network.ts";

/**
 * Below this number of ways the velocity vanishes in proportion to it: real amounts then come to an end without a
 * jump, and whole numbers of molecules never get there.
 */
const fewestWays = 1e-6;

/** The factor of each reaction; absent where a rule has one reaction, which has the whole velocity. */
export function totalShares(
  { reactions }: Network,
  graph: ExpressionGraph,
  amounts: readonly ExpressionId[],
  isDeterministic: boolean,
): ReadonlyMap<NetworkReaction, ExpressionId> {
  const byRule = new Map<StructuredRule, NetworkReaction[]>();
  for (const reaction of reactions) {
    if (reaction.rule.rate.kind !== "total") continue;
    byRule.set(reaction.rule, [...(byRule.get(reaction.rule) ?? []), reaction]);
  }
  const ways = ({ reactants, factor }: NetworkReaction): ExpressionId => {
    const factors: ExpressionId[] = [];
    let orders = 1;
    for (const { species, count } of reactants) {
      for (let i = 0; i < count; i++) {
        const left = isDeterministic ? amounts[species] : graph.subtract(amounts[species], graph.number(i));
        factors.push(graph.maximum(left, graph.number(0)));
        orders *= i + 1;
      }
    }
    return graph.multiply([graph.number(factor / orders), ...factors]);
  };
  const shares = new Map<NetworkReaction, ExpressionId>();
  for (const members of byRule.values()) {
    if (members.length < 2) continue;
    const own = members.map(ways);
    const all = graph.maximum(graph.add(own), graph.number(fewestWays));
    members.forEach((reaction, i) => shares.set(reaction, graph.divide(own[i], all)));
  }
  return shares;
}
